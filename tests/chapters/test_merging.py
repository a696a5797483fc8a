"""One chapter made part of another, and taken out again."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import AuditRow, Role
from cop.accounts.viewer import ADMINISTRATOR
from cop.announcements.models import Announcement
from cop.chapters.actions.belongings import BELONGINGS
from cop.chapters.actions.memberships import join_chapters, take_step
from cop.chapters.actions.merging import (
    CannotMerge,
    CannotTakeBack,
    merge_chapters,
    take_back_merge,
    work_out,
)
from cop.chapters.actions.movers import ChapterMover, ChapterMovers, Merging
from cop.chapters.models.chapters import FormerAddress
from cop.chapters.models.memberships import Membership, MembershipNote, State
from cop.chapters.models.proposals import ChosenChair
from cop.chapters.queries.health import count_months
from cop.chapters.queries.memberships import list_member_ids
from cop.chapters.queries.notes import list_notes
from cop.chapters.queries.stands import list_changes
from cop.chapters.rules.memberships import Deed, Step
from cop.domains import CHAPTER_MOVERS
from cop.kit.changes import Change
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.models import Profile, SharedWith
from tests.chapters.merging import lead, make, merge, place, stored
from tests.people import settle

if TYPE_CHECKING:
    from cop.chapters.actions.movers import Record
    from cop.running import Service

PAIRS = [*product(State, State)]
# From weak to strong, said again apart from what is tried.
ORDER = (
    *("", "suggested", "left", "removed", "declined"),
    *("requested", "invited", "paused", "active", "banned"),
)


@pytest.mark.parametrize(("own", "there"), PAIRS)
@pytest.mark.parametrize("alike", [True, False])
def test_the_stronger_state_holds_and_nobody_is_opened_to_whom_they_did_not_join(
    own: State, there: State, *, alike: bool
) -> None:
    after = work_out(own, there, is_led_alike=alike)

    if not alike and after is State.ACTIVE:
        assert there is State.ACTIVE
    if alike and (own, there) != ("invited", "declined"):
        assert after == max(own, there, key=ORDER.index)
    if there is State.DECLINED:
        assert after is not State.INVITED
    assert ORDER.index(after) >= ORDER.index(there)


@pytest.mark.parametrize("alike", [True, False])
async def test_all_pairs_of_states_are_merged_and_taken_back_as_they_were(
    service: Service, *, alike: bool
) -> None:
    ada = (await settle(service, "ada"))["ada"]
    gone, kept = await make(service, "Gone", "Kept")
    await lead(gone.slug)
    if not alike:
        await lead(kept.slug, "Kofi")
    for own, there in PAIRS:
        await place(gone, ada, own)
        await place(kept, ada, there)
        await MembershipNote.create(chapter=gone, profile=ada, text=f"{own}, {there}")
        before = await stored()

        merging = await merge(service, "gone", "kept")
        row = await Membership.get_or_none(chapter=kept, profile=ada)
        opened = {str(one) for one in await SharedWith.all().values_list("chapter", flat=True)}
        noted = await MembershipNote.exists(chapter=kept)
        await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)

        after = work_out(own, there, is_led_alike=alike) if own else there
        assert (row.state if row else "") == after
        assert noted is (after in {"requested", "active", "paused"})
        assert opened == ({"kept"} if after == State.ACTIVE else set())
        assert await stored() == before
        await Membership.all().delete()
        await SharedWith.all().delete()
        await MembershipNote.all().delete()


async def test_what_belongs_to_a_chapter_goes_along_and_comes_back(service: Service) -> None:
    people = await settle(service, "ada", "bela")
    gone, kept, first = await make(service, "Gone", "Kept", "First")
    cora, both = await lead("gone"), await lead("gone", "Kofi")
    await Role.create(account_id=both, role="coordinator", scope="kept")
    await ChosenChair.create(chapter=gone, profile=people["ada"])
    for chapter in (gone, kept):
        await ChosenChair.create(chapter=chapter, profile=people["bela"])
    await merge(service, "first", "gone")
    before = await stored()

    merging = await merge(service, "gone", "kept")

    leading = Role.filter(scope="kept", role="coordinator")
    assert {*await leading.values_list("account_id", flat=True)} == {cora, both}
    chairs = ChosenChair.filter(chapter=kept)
    assert await chairs.count() == 2
    assert {(one.slug, one.chapter_id) for one in await FormerAddress.all()} == {
        ("gone", kept.id),
        ("first", kept.id),
    }
    await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)
    assert await stored() == before
    assert first.slug == "first"


async def test_announcements_come_along_where_there_are_some_already(service: Service) -> None:
    gone, kept = await make(service, "Gone", "Kept")
    for chapter in (gone, gone, kept):
        await Announcement.create(chapter=chapter, words={}, language="en")

    merging = await merge(service, "gone", "kept")
    merged = await Announcement.filter(chapter=kept).count()
    await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)

    assert (merged, await Announcement.filter(chapter=kept).count()) == (3, 1)


async def test_another_domain_plugs_in_what_it_keeps(service: Service) -> None:
    moved: list[object] = []

    async def move(merging: Merging) -> Record:
        moved.append((merging.gone.slug, merging.kept.slug))
        return {"moved": 7}

    async def take_back(merging: Merging, record: Record) -> None:
        moved.append((merging.kept.slug, record["moved"]))

    gone, kept = await make(service, "Gone", "Kept")
    movers = ChapterMovers((*BELONGINGS, ChapterMover("letters", move, take_back)))
    merging = Merging(gone, kept)

    await merge_chapters(ADMINISTRATOR, merging, movers, service.post, service.vocabulary)
    await take_back_merge(ADMINISTRATOR, merging, movers)

    assert moved == [("gone", "kept"), ("kept", 7)]


async def test_what_was_noted_of_who_is_only_invited_comes_once_they_accept(
    service: Service,
) -> None:
    ada = (await settle(service, "ada"))["ada"]
    first, _gone, kept = await make(service, "First", "Gone", "Kept")
    await lead("kept")
    await lead("gone", "Kofi")
    await place(first, ada, "active")
    note = await MembershipNote.create(chapter=first, profile=ada, text="Chairs the group.")
    await merge(service, "first", "gone")
    await merge(service, "gone", "kept")
    assert [one.text for one in await list_notes(kept, ada.id)] == []

    step = Step(Deed.ACCEPT, kept, ada.id)
    await take_step(service.post, service.vocabulary, ADMINISTRATOR, step)

    assert await list_notes(kept, ada.id) == [note]


@pytest.mark.parametrize("alike", [True, False])
async def test_growth_is_that_of_the_roster_whoever_came_by_a_merge(
    service: Service, *, alike: bool
) -> None:
    people = [*(await settle(service)).values()][:3]
    gone, kept = await make(service, "Gone", "Kept")
    await join_chapters([(people[0].id, kept), *((one.id, gone) for one in people)])
    if not alike:
        await lead("kept")

    async def grown() -> list[tuple[int, int, int]]:
        changes = await list_changes(kept, {one.id for one in people})
        return [(one.members, one.came, one.went) for one in count_months(changes, now(), 1)]

    merging = await merge(service, "gone", "kept")
    merged = await grown()
    active = len(await list_member_ids(kept, State.ACTIVE))
    await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)

    assert merged == ([(3, 3, 0)] if alike else [(1, 1, 0)])
    assert active == merged[0][0]
    assert await grown() == [(1, 1, 0)]


async def test_who_paused_and_came_back_since_has_moved(service: Service) -> None:
    ada = (await settle(service, "ada"))["ada"]
    gone, kept = await make(service, "Gone", "Kept")
    await place(gone, ada, "active")
    merging = await merge(service, "gone", "kept")
    for deed in (Deed.PAUSE, Deed.RESUME):
        step = Step(deed, kept, ada.id)
        assert await take_step(service.post, service.vocabulary, ADMINISTRATOR, step)

    with pytest.raises(CannotTakeBack, match="answered or moved"):
        await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)


async def test_it_is_taken_back_only_while_nobody_has_answered(service: Service) -> None:
    ada = (await settle(service, "ada"))["ada"]
    gone, kept = await make(service, "Gone", "Kept")
    await place(gone, ada, "active")
    await lead("kept")
    merging = await merge(service, "gone", "kept")
    step = Step(Deed.ACCEPT, kept, ada.id)
    assert await take_step(service.post, service.vocabulary, ADMINISTRATOR, step)
    before = await stored()

    with pytest.raises(CannotTakeBack, match="answered or moved"):
        await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)

    assert await stored() == before


async def test_what_cannot_be_merged_or_taken_back_is_refused(service: Service) -> None:
    gone, kept, third = await make(service, "Gone", "Kept", "Third")
    merging, same = Merging(gone, kept), Merging(kept, kept)
    known = (CHAPTER_MOVERS, service.post, service.vocabulary)

    with pytest.raises(CannotTakeBack):
        await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)
    with pytest.raises(CannotMerge):
        await merge_chapters(ADMINISTRATOR, same, *known)
    await merge_chapters(ADMINISTRATOR, merging, *known)
    for again in (merging, Merging(third, gone), Merging(gone, third)):
        with pytest.raises(CannotMerge):
            await merge_chapters(ADMINISTRATOR, again, *known)
    await merge_chapters(ADMINISTRATOR, Merging(kept, third), *known)
    with pytest.raises(CannotTakeBack):
        await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)


async def test_who_would_be_seen_by_others_is_asked_by_mail(service: Service) -> None:
    people = await settle(service, "ada", "bela")
    gone, kept = await make(service, "Gone", "Kept")
    await lead("kept")
    for one in people.values():
        account = await create_sample_account(one.name, one.email, [])
        await Profile.filter(id=one.id).update(account_id=account.id)
        await place(gone, one, "active")
    before = await Change.filter(kind="profile").count()

    await merge(service, "gone", "kept")

    assert {one.state for one in await Membership.filter(chapter=kept)} == {"invited"}
    assert await SharedWith.all().count() == 0
    assert {one.recipient for one in await Mail.all()} == {one.email for one in people.values()}
    actions = await AuditRow.all().order_by("id").values_list("action", flat=True)
    assert [*actions][2:] == ["chapter.merged", "membership.moved", "membership.moved"]
    assert await Change.filter(kind="profile").count() == before + 2


async def test_who_asked_asks_on_in_their_words_and_is_told_of(service: Service) -> None:
    ada = (await settle(service, "ada"))["ada"]
    gone, kept = await make(service, "Gone", "Kept")
    await lead("kept")
    await Membership.create(chapter=gone, profile=ada, state="requested", words="Let me in.")
    await place(kept, ada, "left")

    await merge(service, "gone", "kept")

    row = await Membership.get(chapter=kept)
    assert (row.state, row.words) == ("requested", "Let me in.")
    assert [one.recipient for one in await Mail.all()] == ["Cora@example.net"]
