"""Reading one's own ORCID record, from a server on this machine that behaves well or badly."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from profiles.models import Profile
from profiles.orcid import OrcidRecord, OrcidSilent, fetch_orcid_record
from tests.people import settle, sign_in_as
from tests.serving import serve, visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from cop.running import Service

ORCID = "0000-0002-1825-0097"
RECORD: dict[str, Any] = {
    "person": {
        "biography": {"content": "Studies the *land rates* of towns."},
        "keywords": {"keyword": [{"content": "WASH"}, {"content": "moon dust"}]},
    },
    "activities-summary": {
        "employments": {
            "affiliation-group": [
                {"summaries": [{"employment-summary": job}]}
                for job in (
                    {
                        "role-title": "Clerk",
                        "end-date": {"year": {"value": "2001"}},
                        "organization": {"name": "Old Office"},
                    },
                    {
                        "role-title": "Professor",
                        "end-date": None,
                        "organization": {"name": "New University"},
                    },
                )
            ]
        }
    },
}


def answer(body: bytes, status: str = "200 OK", *more: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *more]
    return "\r\n".join([*lines, "", ""]).encode() + body


@asynccontextmanager
async def orcid_that_answers(content: bytes) -> AsyncGenerator[tuple[str, list[str]]]:
    """A server that says `content` to everybody; its address, and what it was asked."""
    asked: list[str] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(content)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v3.0", asked


async def test_a_record_tells_the_present_work() -> None:
    async with orcid_that_answers(answer(json.dumps(RECORD).encode())) as (api, asked):
        record = await fetch_orcid_record(api, ORCID)

    assert record == OrcidRecord(
        "Studies the *land rates* of towns.", "Professor", "New University", ("WASH", "moon dust")
    )
    assert asked[0].startswith(f"GET /v3.0/{ORCID}/record HTTP/1.1")


@pytest.mark.parametrize(
    "content",
    [
        answer(b"", "302 Found", "Location: http://127.0.0.1:1/"),
        answer(b"{" * 100_000),
        answer(b"[" * 100_000),
        answer(b"nonsense"),
        answer(b"\xff\xfe"),
        answer(b" " * 1_100_000),
        answer(b"{}", "500 Oh"),
        b"not even HTTP",
    ],
    ids="redirect braces brackets nonsense bytes large error garbage".split(),
)
async def test_a_bad_answer_is_no_answer(content: bytes) -> None:
    async with orcid_that_answers(content) as (api, asked):
        with pytest.raises(OrcidSilent):
            await fetch_orcid_record(api, ORCID)

    assert len(asked) == 1


@pytest.mark.parametrize(
    "record",
    [
        {},
        [],
        None,
        {"person": []},
        {"person": {"keywords": {"keyword": {"content": "x"}}, "biography": None}},
        {"person": {"biography": {"content": ["x"]}, "keywords": {"keyword": [None, 1, "x"]}}},
        {"activities-summary": {"employments": {"affiliation-group": [{"summaries": [3]}]}}},
    ],
)
async def test_a_record_of_another_shape_tells_nothing(record: object) -> None:
    async with orcid_that_answers(answer(json.dumps(record).encode())) as (api, _):
        assert not await fetch_orcid_record(api, ORCID)


async def test_what_the_record_says_is_taken_over_by_hand_only(service: Service) -> None:
    people = await settle(service)
    await Profile.filter(slug="ada").update(orcid=ORCID)
    async with orcid_that_answers(answer(json.dumps(RECORD).encode())) as (api, _):
        settings = dataclasses.replace(service.settings, orcid_api=api)
        async with visit(serve(dataclasses.replace(service, settings=settings))) as client:
            await sign_in_as(client, people["ada"])

            page = await client.post("/me/profile", data={"version": "1", "do": "orcid"})

            assert 'value="use:position:Professor"' in page.text
            assert 'value="use:institution:New University"' in page.text
            assert 'value="add:expertise:wash"' in page.text
            assert 'value="propose:expertise:moon dust"' in page.text
            used = await client.post(
                "/me/profile", data={"version": "1", "do": "use:institution:New University"}
            )
            assert 'value="New University"' in used.text
    assert (await Profile.get(slug="ada").select_related("institution")).institution.name == (  # type: ignore[union-attr]
        "University of Nairobi"
    )


async def test_without_the_setting_nobody_is_asked(service: Service) -> None:
    people = await settle(service)
    await Profile.filter(slug="ada").update(orcid=ORCID)
    async with visit(serve(service)) as client:
        await sign_in_as(client, people["ada"])

        page = await client.post("/me/profile", data={"version": "1", "do": "orcid"})

    assert page.status_code == 200
    assert "Your ORCID record" not in page.text
    assert "Read my ORCID record" not in page.text
