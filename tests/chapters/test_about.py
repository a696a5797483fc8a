"""What a chapter says of itself; and one for members is nowhere for others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import AuditRow
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.seats import Seat
from cop.kit.changes import Change
from profiles.models import QuietChapter
from tests.chapters.deciding import KENYA
from tests.chapters.forming import form
from tests.people import refresh, settle, sign_in, sign_in_as
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service
    from tests.chapters.deciding import Desk

SETTINGS = f"{KENYA}/settings"
SAID = {
    "purpose": "For all who keep rolls.",
    "terms": "We meet **monthly**.\n\n- In Nairobi.",
    "policy": "Nobody is quoted. <script>alert(1)</script>",
    "languages": "English; kiswahili",
    "email": "kenya@example.org",
    "visibility": "public",
    "version": "1",
}


async def test_what_coordinators_write_stands_on_the_page(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    await Change.all().delete()

    assert (await desk.cora.post(SETTINGS, data=SAID)).status_code == 303

    page = (await client.get(KENYA)).text
    assert "For all who keep rolls." in page
    assert "<strong>monthly</strong>" in page
    assert "<script>alert" not in page
    assert "English and Swahili" in page
    row = await AuditRow.get(action="chapter.described")
    assert (row.subject, row.actor_id) == ("chapter:kenya", desk.cora_id)
    assert row.detail["fields"] == ["purpose", "terms", "policy", "languages", "email"]
    assert await Change.filter(kind="chapter").count() == 1
    form_page = (await desk.cora.get(SETTINGS)).text
    assert "English; Swahili" in form_page
    assert 'name="version" value="2"' in form_page


async def test_the_address_of_a_chapter_is_for_members(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    await desk.cora.post(SETTINGS, data=SAID)

    seen = ["kenya@example.org" in (await one.get(KENYA)).text for one in (client, desk.bela)]

    assert seen == [False, True]


async def test_of_two_who_write_at_once_nobody_is_overwritten_unseen(desk: Desk) -> None:
    await desk.cora.post(SETTINGS, data=SAID | {"purpose": "What the other wrote."})

    sent = {name: value.replace("\n", "\r\n") for name, value in SAID.items()}
    late = await desk.cora.post(SETTINGS, data=sent | {"purpose": "What I wrote."})

    assert late.status_code == 409
    assert late.text.count("Saved by somebody else meanwhile:") == 2  # also "kiswahili"
    assert "What I wrote." in late.text
    assert "Saved by somebody else meanwhile:" in late.text
    assert "What the other wrote." in late.text
    assert (await Chapter.get()).purpose == "What the other wrote."
    found = re.search(r'name="version" value="(\d+)"', late.text)
    assert found
    again = SAID | {"purpose": "What I wrote.", "version": found[1]}
    assert (await desk.cora.post(SETTINGS, data=again)).status_code == 303
    assert (await Chapter.get()).purpose == "What I wrote."


async def test_a_mistake_does_not_hide_what_the_other_wrote(desk: Desk) -> None:
    await desk.cora.post(SETTINGS, data=SAID | {"purpose": "What the other wrote."})

    wrong = await desk.cora.post(SETTINGS, data=SAID | {"languages": "Klingonish"})

    assert wrong.status_code == 422
    assert 'name="version" value="1"' in wrong.text


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("purpose", "x" * 501, "500"),
        ("languages", "English; Klingonish", "We do not know the language “Klingonish”."),
        ("email", "kenya", "kenya"),
        ("visibility", "nobody", "Choose who may see the chapter."),
        ("version", "", "Somebody else changed this page"),
    ],
)
async def test_what_cannot_be_kept_is_said_at_its_field_and_nothing_is_lost(
    desk: Desk, field: str, value: str, told: str
) -> None:
    answer = await desk.cora.post(SETTINGS, data=SAID | {field: value})

    assert answer.status_code == (409 if field == "version" else 422)
    assert told in answer.text
    if field != "version":
        assert f'id="{field}-error"' in answer.text
    if field != "terms":
        assert "We meet **monthly**." in answer.text
    assert (await Chapter.get()).purpose == ""


async def test_nobody_else_writes_or_learns_that_there_is_such_a_page(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    for path, data in ((SETTINGS, SAID), (f"{KENYA}/state", {"turn": "rest", "words": "x"})):
        assert (await desk.bela.post(path, data=data)).status_code == 404
    assert (await desk.bela.get(SETTINGS)).status_code == 404
    assert (await client.get(SETTINGS)).status_code == 303
    assert (await Chapter.get()).purpose == ""


ASKED = (
    *("/chapters", KENYA, "/suggest?q=kenya", "/countries/KE", "/countries/KE/briefing", "/"),
    *("/members", "/members?chapter=kenya", "/members/ada", "/network?chapter=kenya"),
    *("/network.csv?chapter=kenya", "/network.graphml?chapter=kenya"),
    *("/api/v1/chapters", "/api/v1/chapters/kenya", "/api/v1/suggest?q=kenya"),
    *("/api/v1/members?chapter=kenya", "/api/v1/network?chapter=kenya", "/api/v1/members/ada"),
)


def bare(text: str) -> str:
    """Take out what is never the same twice."""
    return re.sub(r'"seconds":[^,}]+|nonce-[\w-]+', "", text)


@pytest.mark.parametrize("is_written", [True, False])
async def test_a_chapter_for_members_is_for_visitors_as_if_it_were_not_there(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp, *, is_written: bool
) -> None:
    """Also until the public index has been written again."""
    people = await settle(service)
    before = {path: await client.get(path) for path in ASKED}
    chapter = await form(service, "country", "KE", [people["ada"], people["bela"]])
    await Seat.create(chapter=chapter, profile=people["ada"], kind="co-chair", state="held")
    await refresh(service)
    shown = {path: await client.get(path) for path in ASKED}
    async with visit(app) as cora:
        await sign_in(cora, "Cora", [("coordinator", "kenya")])
        said = SAID | {"visibility": "members"}
        assert (await cora.post(SETTINGS, data=said)).status_code == 303
    if is_written:
        await refresh(service)

    after = {path: await client.get(path) for path in ASKED}

    assert shown["/chapters"].text != before["/chapters"].text
    assert shown["/members/ada"].text != before["/members/ada"].text
    for path in ASKED:
        assert after[path].status_code == before[path].status_code, path
        assert bare(after[path].text) == bare(before[path].text), path
    assert (after[KENYA].status_code, after["/api/v1/chapters/kenya"].status_code) == (404, 404)


async def test_members_find_their_own_chapter_everywhere(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    chapter = await form(service, "country", "KE", [people["ada"]])
    await Chapter.filter(id=chapter.id).update(visibility="members")
    await QuietChapter.create(chapter="kenya")
    await refresh(service)
    await sign_in_as(client, people["bela"])

    for path in ("/chapters", KENYA, "/countries/KE", "/members/ada", "/suggest?q=kenya"):
        assert KENYA in (await client.get(path)).text, path


async def test_who_signs_in_as_a_guest_sees_as_little_as_a_visitor(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await form(service, "country", "KE", [people["ada"]])
    await Chapter.all().update(visibility="members")
    await sign_in(client, "Guest", [("guest", "")])

    assert (await client.get(KENYA)).status_code == 404
    assert KENYA not in (await client.get("/chapters")).text


async def test_a_chapter_that_opens_again_is_found_again(
    desk: Desk, client: httpx2.AsyncClient, service: Service
) -> None:
    for version, visibility in ((1, "members"), (2, "public")):
        said = SAID | {"visibility": visibility, "version": str(version)}
        assert (await desk.cora.post(SETTINGS, data=said)).status_code == 303
        profile = str(desk.people["ada"].id)
        assert await Change.filter(kind="profile", key=profile).exists()
        assert await QuietChapter.exists() is (visibility == "members")
    await refresh(service)

    assert KENYA in (await client.get("/members/ada")).text
