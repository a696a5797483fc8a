"""Deciding about members of a chapter by program: as on its desk, once, and by that token only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import AuditRow, Role
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.models import Profile
from tests.api.tokens import bearer

if TYPE_CHECKING:
    from tests.chapters.deciding import Desk

CHAPTERS = "/api/v1/chapters"
KENYA = f"{CHAPTERS}/kenya"
BELA = f"{KENYA}/members/bela"


async def test_a_token_that_only_reads_decides_nothing_and_hears_no_more_of_one_than_of_none(
    desk: Desk,
) -> None:
    await desk.rule("request")
    await desk.ask()
    token = await desk.token("own")

    for path in (BELA, f"{KENYA}/members/nobody", f"{CHAPTERS}/nowhere/members/bela"):
        refused = await desk.cora.post(path, json={"deed": "approve"}, headers=token)
        assert (refused.status_code, refused.json()["detail"]) == (403, "This token only reads.")
    assert await desk.state() == "requested"


async def test_a_request_is_approved_by_program_and_twice_is_once(desk: Desk) -> None:
    await desk.rule("request")
    await desk.ask()
    await Mail.all().delete()
    token = await desk.token()

    said = [
        (await desk.cora.post(BELA, json={"deed": deed}, headers=token)).json()
        for deed in ("approve", "approve", "decline")
    ]

    assert [one["done"] for one in said] == [True, False, False]
    assert {(one["slug"], one["state"]) for one in said} == {("bela", "active")}
    assert said[0]["deeds"] == ["remove", "ban"]
    assert await desk.state() == "active"
    assert await desk.is_open()
    assert await Mail.all().count() == 1
    row = await AuditRow.get(action="membership.approved")
    assert row.actor_id == desk.cora_id


async def test_who_is_put_out_and_hides_is_told_of_no_more(desk: Desk) -> None:
    dina = desk.people["dina"]
    await join_chapters([(dina.id, await Chapter.get(slug="kenya"))])
    path, token = f"{KENYA}/members/dina", await desk.token()

    first, second = [
        await desk.cora.post(path, json={"deed": "remove"}, headers=token) for _twice in range(2)
    ]

    deeds = ["invite", "ban"]
    assert first.json() == {"slug": "dina", "done": True, "state": "removed", "deeds": deeds}
    assert second.status_code == 404


async def test_somebody_is_invited_with_a_line_and_declined_when_they_ask(desk: Desk) -> None:
    await desk.rule("request")
    token = await desk.token()

    body = {"deed": "invite", "words": "Do join us."}
    invited = await desk.cora.post(BELA, json=body, headers=token)
    assert invited.headers["Cache-Control"] == "private, no-store"
    assert invited.json()["state"] == "invited"
    assert (await Membership.get(profile_id=desk.people["bela"].id)).words == "Do join us."
    await desk.cora.post(BELA, json={"deed": "remove"}, headers=token)
    await desk.ask()
    declined = await desk.cora.post(BELA, json={"deed": "decline"}, headers=token)
    assert (declined.json()["done"], declined.json()["state"]) == (True, "declined")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (b'{"deed": "approve", "word": "x"}', "word"),
        (b'{"words": "x"}', "deed"),
        (b'{"deed": ""}', "deed"),
        (b'{"deed": "refuse"}', "deed"),
        (b'{"deed": "accept"}', "deed"),
        (b'{"deed": "invite", "words": "' + b"x" * 2001 + b'"}', "words"),
        (b'{"deed": 1}', "deed"),
        (b'{"deed": "approve", "words": null}', "words"),
        (b'{"deed": "approve", "words": "\\u0000"}', "words"),
        (b'{"deed": "approve", "words": "\\ud800"}', None),
        (b'["approve"]', None),
        (b'{"deed": "approve", "deed": "decline"}', None),
        (b'{"deed": "approve", "d\\u0065ed": "decline"}', None),
        (b'{"deed": ' + b"[" * 1_010 + b"]" * 1_010 + b"}", None),
        (b'{"deed": ' + b"9" * 5_000 + b"}", None),
        (b'{"deed": 1e999}', None),
        (b'{"deed": NaN}', None),
        (b'{"deed": {"who": 1, "who": 2}}', None),
        (b'\xef\xbb\xbf{"deed": "approve"}', None),
        ('{"deed": "approve"}'.encode("utf-16"), None),
        (b"[" * 100_000, None),
        (b"{" + b",".join(b'"%d":""' % one for one in range(60_000)) + b"}", None),
        (b"\xff", None),
        (b"", None),
    ],
)
async def test_what_cannot_be_read_is_a_problem_that_says_where(
    desk: Desk, sent: bytes, field: str | None
) -> None:
    await desk.rule("request")
    await desk.ask()
    headers = await desk.token() | {"Content-Type": "application/json"}

    refused = await desk.cora.post(BELA, content=sent, headers=headers)

    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert [*refused.json().get("errors", {})] == ([field] if field else [])
    assert await desk.state() == "requested"


async def test_only_json_is_taken_and_only_about_whom_one_finds(desk: Desk) -> None:
    token = await desk.token()

    form = await desk.cora.post(BELA, data={"deed": "invite"}, headers=token)
    assert form.status_code == 415
    await Profile.filter(slug="bela").update(hidden_at=now())
    hidden, absent = [
        await desk.cora.post(f"{KENYA}/members/{who}", json={"deed": "invite"}, headers=token)
        for who in ("bela", "nobody")
    ]
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.content == absent.content
    assert not await Membership.exists(profile_id=desk.people["bela"].id)


async def test_a_program_that_decides_about_members_takes_no_role(desk: Desk) -> None:
    """Bela coordinates beside Cora."""
    bela = await create_sample_account("Bela", "bela@example.net", [("coordinator", "kenya")])
    await Profile.filter(slug="bela").update(account_id=bela.id)
    kenya = await Chapter.get(slug="kenya")
    await Membership.create(chapter=kenya, profile=desk.people["bela"], state="active")

    refused, done = [
        await desk.cora.post(BELA, json={"deed": "remove"}, headers=await desk.token(reach))
        for reach in ("chapters", "deeds")
    ]

    assert (refused.status_code, done.status_code) == (403, 200)
    assert not await Role.exists(account_id=bela.id)


async def test_the_last_coordinator_is_not_put_out_by_program(desk: Desk) -> None:
    """Ada alone looks after the chapter; an account without a profile asks in her name."""
    await Role.filter(account_id=desk.cora_id).delete()
    ada = await create_sample_account("Ada", "ada@example.net", [("coordinator", "kenya")])
    await Profile.filter(slug="ada").update(account_id=ada.id)

    refused = await desk.cora.post(
        f"{KENYA}/members/ada", json={"deed": "remove"}, headers=await bearer(ada, "deeds")
    )

    assert refused.status_code == 409
    assert refused.json()["title"] == "Conflict"
    assert await Role.exists(role="coordinator", scope="kenya")
