"""Notes of coordinators by program: written, numbered and deleted, by them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import AuditRow
from cop.chapters.models.memberships import MembershipNote
from cop.kit.clock import now
from profiles.models import Profile
from tests.api.tokens import bearer
from tests.chapters.deciding import KENYA

if TYPE_CHECKING:
    from tests.chapters.deciding import Desk

BELA = f"/api/v1{KENYA}/members/bela"
NOTES = f"{BELA}/notes"
TEXT = "Could lead the valuation group."


async def test_a_note_is_written_numbered_and_deleted(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    token = await desk.token("deeds")

    for text in ("Knows the rolls.", TEXT):
        noted = await desk.cora.post(NOTES, json={"note": text}, headers=token)
    last, first = noted.json()["notes"]

    assert (last["text"], last["coordinator"], first["text"]) == (TEXT, "Cora", "Knows the rolls.")
    place = (await desk.cora.get(BELA, headers=token)).json()
    assert place["notes"] == [last, first]
    deleting, body = f"{NOTES}/{last['number']}", {"deed": "delete"}
    deleted = await desk.cora.post(deleting, json=body, headers=token)
    assert deleted.json() == {"notes": [first]}
    assert (await desk.cora.post(deleting, json=body, headers=token)).status_code == 404
    for action, times in (("membership.noted", 2), ("membership.unnoted", 1)):
        assert await AuditRow.filter(action=action, actor_id=desk.cora_id).count() == times


async def test_notes_are_about_who_is_in_and_say_something(desk: Desk) -> None:
    token = await desk.token("deeds")

    assert (await desk.cora.post(NOTES, json={"note": TEXT}, headers=token)).status_code == 409
    await desk.bela.post(f"{KENYA}/join")
    for body in ({}, {"note": " "}, {"note": "x" * 2001}, {"note": 7}):
        refused = await desk.cora.post(NOTES, json=body, headers=token)
        assert (refused.status_code, [*refused.json()["errors"]]) == (422, ["note"])
    for number in ("0", "none", "9" * 40):
        answer = await desk.cora.post(f"{NOTES}/{number}", json={"deed": "delete"}, headers=token)
        assert answer.status_code == 404
    assert not await MembershipNote.exists()


@pytest.mark.parametrize(
    ("role", "scope"), [("coordinator", "nigeria"), ("administrator", ""), ("editor", "")]
)
async def test_nobody_else_writes_or_deletes_notes_or_learns_that_there_are_any(
    desk: Desk, role: str, scope: str
) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await desk.cora.post(NOTES, json={"note": TEXT}, headers=await desk.token("deeds"))
    note = await MembershipNote.get()
    other = await create_sample_account("Other", "other@example.net", [(role, scope)])
    token = await bearer(other, "deeds")

    for path, body in ((NOTES, {"note": "Me too."}), (f"{NOTES}/{note.id}", {"deed": "delete"})):
        here, nowhere = [
            await desk.cora.post(path.replace("kenya", slug), json=body, headers=token)
            for slug in ("kenya", "nowhere")
        ]
        assert (here.status_code, here.content) == (404, nowhere.content)
    assert [one.text for one in await MembershipNote.all()] == [TEXT]


async def test_of_whom_one_does_not_find_nothing_is_noted(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await Profile.filter(slug="bela").update(hidden_at=now())
    token = await desk.token("deeds")

    hidden, absent = [
        await desk.cora.post(path, json={"note": TEXT}, headers=token)
        for path in (NOTES, NOTES.replace("bela", "nobody"))
    ]

    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert not await MembershipNote.exists()
