"""One deed about many: looked at, done, and taken back where nothing was done since."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import AuditRow
from cop.chapters.actions.bulk import MOST
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import BulkDeed, Membership, MembershipNote
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.models import Profile, SharedWith
from tests.chapters.deciding import KENYA

if TYPE_CHECKING:
    from tests.chapters.deciding import Desk

ROSTER = f"{KENYA}/roster"


SAID = {
    "": "Not in the chapter", "left": "Has left", "requested": "Asks to join", "active": "Member",
    "paused": "Pauses",
}  # fmt: skip


async def states() -> dict[str, str]:
    rows = await Membership.all().values_list("profile__slug", "state")
    return {str(slug): str(state) for slug, state in rows}


async def opened() -> set[str]:
    rows = await SharedWith.filter(chapter="kenya").values_list("profile__slug", flat=True)
    return {str(one) for one in rows}


async def do(desk: Desk, deed: str, *slugs: str, words: str = "") -> str:
    """Do it as from the page that one looks at first; return the address of what was done."""
    data = {"deed": deed, "listed": " ".join(slugs), "words": words}
    answer = await desk.cora.post(ROSTER, data=data)
    assert answer.status_code == 303
    return answer.headers["Location"]


async def test_many_are_invited_after_a_look_and_each_has_a_mail_and_a_row(desk: Desk) -> None:
    await Membership.create(
        chapter=await Chapter.get(slug="kenya"), profile=desk.people["chidi"], state="declined"
    )
    data = {"deed": "invite", "who": ["ada", "bela", "chidi", "dina"], "words": "Do come."}

    look = await desk.cora.post(f"{ROSTER}/preview", data=data)

    assert look.status_code == 200
    assert "<h1>Invite 1 person</h1>" in look.text
    (listed,) = re.findall(r'name="listed" value="([^"]*)"', look.text)
    assert listed == "bela"
    assert "Do come." in look.text
    others = look.text.partition('id="others"')[2]
    assert ("Ada Obi" in others, "Chidi Eze" in others) == (True, True)
    assert "1 person is not there any more, or not for you." in look.text
    assert "Dina" not in look.text
    assert (await states())["chidi"] == "declined"  # looking does nothing
    assert not await Mail.exists()
    done = await do(desk, "invite", *listed.split(), words="Do come.")
    assert await states() == {"ada": "active", "bela": "invited", "chidi": "declined"}
    assert "1 person was invited" in (await desk.cora.get(done)).text
    assert "Do come." in (await Mail.get()).text
    rows = AuditRow.filter(action="membership.invited", actor_id=desk.cora_id)
    assert [one.subject for one in await rows] == [f"profile:{desk.people['bela'].id}"]


async def test_everybody_found_may_be_meant_not_only_the_page(desk: Desk) -> None:
    chapter = await Chapter.get(slug="kenya")
    for slug in ("bela", "chidi"):
        await Membership.create(chapter=chapter, profile=desk.people[slug], state="requested")

    data = {"deed": "approve", "everybody": "on", "state": "requested", "country": "NG"}
    look = (await desk.cora.post(f"{ROSTER}/preview", data=data)).text

    assert re.findall(r'name="listed" value="([^"]*)"', look) == ["chidi"]


@pytest.mark.parametrize(
    ("deed", "before", "after"),
    [
        ("invite", "", "invited"),
        ("invite", "left", "invited"),
        ("approve", "requested", "active"),
        ("refuse", "requested", "declined"),
        ("remove", "active", "removed"),
        ("remove", "paused", "removed"),
    ],
)
async def test_what_was_done_is_taken_back_to_what_was_before(
    desk: Desk, deed: str, before: str, after: str
) -> None:
    bela, since = desk.people["bela"].id, now() - timedelta(days=90)
    if before:
        chapter = await Chapter.get(slug="kenya")
        place = await Membership.create(chapter=chapter, profile_id=bela, state=before)
        await Membership.filter(id=place.id).update(since=since)
    if before == "active":
        await SharedWith.create(profile_id=bela, chapter="kenya")
    shared = await opened()
    done = await do(desk, deed, "bela")
    assert (await states())["bela"] == after

    answer = await desk.cora.post(f"{done}/undo")

    assert answer.headers["Location"] == done
    assert (await states()).get("bela", "") == before
    assert await opened() == shared
    if before:
        assert (await Membership.get(profile_id=bela)).since == since
    assert await AuditRow.filter(action="membership.undone", actor_id=desk.cora_id).count() == 1
    assert (await desk.cora.post(f"{done}/undo")).status_code == 409  # once
    page = (await desk.cora.get(done)).text
    assert "This was taken back on" in page
    assert SAID[before] in page


async def test_who_did_something_since_stays_as_they_are(desk: Desk) -> None:
    done = await do(desk, "invite", "bela", "chidi")
    await desk.own("accept")

    await desk.cora.post(f"{done}/undo")

    assert await states() == {"ada": "active", "bela": "active"}
    assert await opened() == {"ada", "bela"}
    assert await AuditRow.filter(action="membership.undone").count() == 1


async def test_after_a_week_nothing_is_taken_back(desk: Desk) -> None:
    done = await do(desk, "invite", "bela")
    await BulkDeed.all().update(at=now() - timedelta(days=8))

    assert (await desk.cora.post(f"{done}/undo")).status_code == 409
    assert (await states())["bela"] == "invited"
    assert "cannot be taken back any more" in (await desk.cora.get(done)).text


async def test_of_whom_was_erased_a_deed_keeps_nothing(desk: Desk) -> None:
    done = await do(desk, "invite", "bela", "chidi")

    await Profile.filter(slug="bela").delete()

    assert "Bela" not in (await desk.cora.get(done)).text
    await desk.cora.post(f"{done}/undo")
    assert await states() == {"ada": "active"}


async def test_notes_go_for_good_with_a_removal(desk: Desk) -> None:
    ada, chapter = desk.people["ada"], await Chapter.get(slug="kenya")
    await MembershipNote.create(chapter=chapter, profile=ada, text="Chairs the water group.")

    look = await desk.cora.post(f"{ROSTER}/preview", data={"deed": "remove", "who": "ada"})
    await do(desk, "remove", "ada")

    assert "notes about them go for good" in look.text
    assert not await MembershipNote.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"deed": "ban", "who": "bela"},
        {"deed": "", "who": "bela"},
        {"deed": "invite"},
        {"deed": "invite", "listed": " ".join(f"a{at}" for at in range(MOST + 1))},
    ],
)
async def test_what_cannot_be_done_about_many_is_said_above_the_roster(
    desk: Desk, data: dict[str, str]
) -> None:
    for path in (ROSTER, f"{ROSTER}/preview"):
        answer = await desk.cora.post(path, data=data)
        assert answer.status_code == 422
        assert "Roster of Kenya" in answer.text
    assert await states() == {"ada": "active"}


async def test_who_is_nobody_is_said_to_be_none(desk: Desk) -> None:
    data = {"deed": "invite", "who": ["x" * 300, "é", "none"]}

    look = await desk.cora.post(f"{ROSTER}/preview", data=data)

    assert "3 people are not there any more, or not for you." in look.text
    for path, name in (("requests", "who"), ("members/bela/notes/delete", "note")):
        data = {"deed": "invite", name: "x" * 300}
        assert (await desk.cora.post(f"{KENYA}/{path}", data=data)).status_code == 404


async def test_a_deed_of_another_chapter_is_not_there(desk: Desk) -> None:
    other = await Chapter.create(slug="nigeria", kind="country", scope="NG", topics=[], quality={})
    row = await BulkDeed.create(chapter=other, deed="invite")

    assert (await desk.cora.get(f"{KENYA}/deeds/{row.id}")).status_code == 404
    assert (await desk.cora.post(f"{KENYA}/deeds/{row.id}/undo")).status_code == 404
    assert (await BulkDeed.get(id=row.id)).undone_at is None
