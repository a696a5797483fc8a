"""Notes of coordinators about members: read by the chapter's coordinators and by the member."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.chapters.actions.notes import MOST
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, MembershipNote
from cop.kit.clock import now
from profiles.models import Profile
from tests.api.tokens import bearer
from tests.chapters.deciding import KENYA
from tests.people import sign_in
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from tests.chapters.deciding import Desk

BELA = f"{KENYA}/members/bela"
TEXT = "Could lead the <b>valuation</b> group."


async def note(desk: Desk, text: str = TEXT) -> int:
    return (await desk.cora.post(f"{BELA}/notes", data={"note": text})).status_code


async def test_a_note_is_read_by_coordinators_and_by_whom_it_is_about(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    assert await note(desk) == 303

    shown = "Could lead the &lt;b&gt;valuation&lt;/b&gt; group."
    assert shown in (await desk.cora.get(BELA)).text
    assert "/me/privacy/notes" in (await desk.bela.get("/me/privacy")).text
    own = (await desk.bela.get("/me/privacy/notes")).text
    assert shown in own
    assert "Kenya" in own
    assert "Cora" not in own
    archive = (await desk.bela.get("/me/privacy/download")).content
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        (row,) = json.loads(file.read("notes_of_coordinators.json"))
    assert (row["chapter__slug"], row["text"]) == ("kenya", TEXT)


async def test_nobody_else_reads_notes_not_even_administrators(
    desk: Desk, app: ASGIApp, client: httpx2.AsyncClient
) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await note(desk)
    await sign_in(client, "Admin", [("administrator", "")])
    async with visit(app) as other:
        await sign_in(other, "Other", [("coordinator", "nigeria")])
        for visitor, status in ((client, 200), (other, 404), (desk.bela, 404)):
            answer = await visitor.get(BELA)
            assert answer.status_code == status
            assert "valuation&lt;" not in answer.text
            number = (await MembershipNote.get()).id
            for path, data in ((f"{BELA}/notes", TEXT), (f"{BELA}/notes/delete", str(number))):
                assert (await visitor.post(path, data={"note": data})).status_code == 404
    assert await MembershipNote.all().count() == 1


@pytest.mark.parametrize(("role", "is_told"), [("coordinator", True), ("administrator", False)])
async def test_a_token_tells_of_notes_as_the_page_does(
    desk: Desk, client: httpx2.AsyncClient, *, role: str, is_told: bool
) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await note(desk)
    scope = "kenya" if is_told else ""
    account = await create_sample_account("Reader", "reader@example.net", [(role, scope)])

    answer = await client.get(f"/api/v1{BELA}", headers=await bearer(account, "own"))

    told = answer.json()
    assert answer.status_code == (200 if is_told else 404)  # a token never proves an administrator
    assert [one["text"] for one in told.get("notes", [])] == [TEXT] * is_told
    assert (told.get("state") == "active") is is_told


@pytest.mark.parametrize("way", ["leave", "remove", "ban"])
async def test_notes_go_with_the_member(desk: Desk, way: str) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await note(desk)
    await desk.own("pause")
    assert await MembershipNote.exists()

    if way == "leave":
        await desk.bela.post(f"{KENYA}/leave")
    else:
        await desk.decide(way)

    assert not await MembershipNote.exists()


async def test_a_note_names_no_coordinator_whom_the_reader_may_not_find(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await note(desk)
    eze = await create_sample_account("Dr Eze", "eze@example.net", [("coordinator", "kenya")])
    await Profile.filter(slug="chidi").update(account_id=eze.id)
    await MembershipNote.all().update(account_id=eze.id)

    assert "Dr Eze" in (await desk.cora.get(BELA)).text
    await Profile.filter(slug="chidi").update(hidden_at=now())
    page = (await desk.cora.get(BELA)).text
    assert "Dr Eze" not in page
    assert "Could lead the" in page


async def test_notes_are_about_who_is_in_and_not_too_many(desk: Desk) -> None:
    assert await note(desk) == 409
    await desk.bela.post(f"{KENYA}/join")
    assert await note(desk, "") == 422
    assert await note(desk, "x" * 2001) == 422
    place = await Membership.get(profile_id=desk.people["bela"].id)
    await MembershipNote.bulk_create(
        [
            MembershipNote(chapter_id=place.chapter_id, profile_id=place.profile_id, text="x")
            for _each in range(MOST)
        ]
    )
    assert await note(desk) == 409


async def test_a_note_is_deleted_where_it_stands_only(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await note(desk)
    other = await Chapter.create(slug="nigeria", kind="country", scope="NG", topics=[], quality={})
    bela = desk.people["bela"]
    far = await MembershipNote.create(chapter=other, profile=bela, text="Elsewhere.")
    mine = await MembershipNote.get(chapter__slug="kenya")

    async def delete(number: int) -> int:
        path = f"{BELA}/notes/delete"
        return (await desk.cora.post(path, data={"note": str(number)})).status_code

    assert [await delete(one) for one in (far.id, mine.id, mine.id)] == [404, 303, 404]
    assert [one.text for one in await MembershipNote.all()] == ["Elsewhere."]
