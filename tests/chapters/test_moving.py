"""Places in chapters when two profiles turn out to be one person's, and when that was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account
from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions.memberships import take_step
from cop.chapters.models.memberships import Membership, MembershipNote, MembershipStep
from cop.chapters.models.notices import Notice
from cop.chapters.models.proposals import ChosenChair
from cop.chapters.rules.memberships import Deed, Step
from cop.domains import MOVERS
from cop.kit.clock import now
from profiles.duplicates.people import Compared, merge_people, undo_people
from profiles.models import Profile, SharedWith
from tests.chapters.forming import form
from tests.people import settle

if TYPE_CHECKING:
    from cop.running import Service


async def stored() -> tuple[set[tuple[int, str]], set[int]]:
    """Return who stands how to the chapter, and who is open to its coordinators."""
    places = {(one.profile_id, one.state) for one in await Membership.all()}
    return places, {one.profile_id for one in await SharedWith.all()}


@pytest.mark.parametrize(
    ("kept", "gone", "after"),
    [
        ("active", "banned", "banned"),
        ("banned", "active", "banned"),
        ("suggested", "active", "active"),
        ("active", "left", "active"),
        ("paused", "active", "active"),
        ("paused", "suggested", "paused"),
        ("invited", "declined", "invited"),
        ("left", "removed", "removed"),
    ],
)
async def test_of_two_places_the_stronger_holds_and_a_ban_is_the_strongest(
    service: Service, kept: str, gone: str, after: str
) -> None:
    people = await settle(service, "ada", "bela")
    ada, bela = people["ada"].id, people["bela"].id
    await form(service, "country", "KE", [*people.values()])
    for profile, state in ((ada, kept), (bela, gone)):
        await Membership.filter(profile_id=profile).update(state=state)
        if state != "active":
            await SharedWith.filter(profile_id=profile).delete()
    before = await stored()
    versions = [(await Profile.get(id=one)).version for one in (ada, bela)]

    merge = await merge_people(ADMINISTRATOR, Compared(ada, bela, *versions), {}, MOVERS)
    merged = await stored()
    await undo_people(ADMINISTRATOR, merge, MOVERS)

    assert merged == ({(ada, after)}, {ada} if after == "active" else set())
    assert await stored() == before


@pytest.mark.parametrize("before", ["suggested", ""])
async def test_who_left_after_a_merge_does_not_come_back_by_its_undoing(
    service: Service, before: str
) -> None:
    people = await settle(service, "ada", "bela")
    ada, bela = people["ada"].id, people["bela"].id
    chapter = await form(service, "country", "KE", [people["bela"]])
    if before:
        await Membership.create(chapter=chapter, profile_id=ada, state=before)
    versions = [(await Profile.get(id=one)).version for one in (ada, bela)]
    merge = await merge_people(ADMINISTRATOR, Compared(ada, bela, *versions), {}, MOVERS)
    step = Step(Deed.LEAVE, chapter, ada)
    assert await take_step(service.post, service.vocabulary, ADMINISTRATOR, step)

    await undo_people(ADMINISTRATOR, merge, MOVERS)

    places, opened = await stored()
    assert places == ({(ada, "left"), (bela, "active")} if before else {(bela, "left")})
    assert opened == ({bela} if before else set())


async def test_steps_and_notes_go_along_and_come_back(service: Service) -> None:
    people = await settle(service, "ada", "bela")
    ada, bela = people["ada"].id, people["bela"].id
    chapter = await form(service, "country", "KE", [people["bela"]])
    await MembershipNote.create(chapter=chapter, profile_id=bela, text="Chairs the group.")
    versions = [(await Profile.get(id=one)).version for one in (ada, bela)]

    async def about() -> list[int]:
        note, step = await MembershipNote.get(), await MembershipStep.get()
        return [note.profile_id, step.profile_id]

    merge = await merge_people(ADMINISTRATOR, Compared(ada, bela, *versions), {}, MOVERS)
    merged = await about()
    await undo_people(ADMINISTRATOR, merge, MOVERS)

    assert merged == [ada, ada]
    assert await about() == [bela, bela]


@pytest.mark.parametrize("chosen", [["bela"], ["ada", "bela"]])
async def test_who_was_chosen_to_lead_stays_so_under_the_kept_profile(
    service: Service, chosen: list[str]
) -> None:
    people = await settle(service, "ada", "bela")
    ada, bela = people["ada"].id, people["bela"].id
    chapter = await form(service, "country", "KE", [*people.values()])
    await ChosenChair.bulk_create(
        [ChosenChair(chapter=chapter, profile=people[one]) for one in chosen]
    )
    versions = [(await Profile.get(id=one)).version for one in (ada, bela)]

    merge = await merge_people(ADMINISTRATOR, Compared(ada, bela, *versions), {}, MOVERS)
    merged = await ChosenChair.filter(profile_id=ada).count()
    await undo_people(ADMINISTRATOR, merge, MOVERS)

    assert merged == 1
    back = {one.profile_id for one in await ChosenChair.all()}
    assert back >= {people[one].id for one in chosen}


@pytest.mark.parametrize("asking", [["bela"], ["ada", "bela"]])
async def test_what_waits_to_be_told_is_told_once_of_the_kept_profile(
    service: Service, asking: list[str]
) -> None:
    people = await settle(service, "ada", "bela")
    ada, bela = people["ada"].id, people["bela"].id
    chapter = await form(service, "country", "KE", [*people.values()])
    reader = await Account.create(name="Cora")
    for one in asking:
        await Notice.create(
            account=reader, chapter=chapter, about="request", profile=people[one], due_at=now()
        )
    versions = [(await Profile.get(id=one)).version for one in (ada, bela)]

    merge = await merge_people(ADMINISTRATOR, Compared(ada, bela, *versions), {}, MOVERS)
    merged = [one.profile_id for one in await Notice.all()]
    await undo_people(ADMINISTRATOR, merge, MOVERS)

    assert merged == [ada]
    assert [one.profile_id for one in await Notice.all()] == [people[asking[0]].id]
