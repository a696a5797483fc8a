"""How one comes to be a member of a chapter: any deeds in any order, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions.memberships import join_chapters, take_step
from cop.chapters.models.chapters import Joining
from cop.chapters.models.memberships import Membership, MembershipStep, State
from cop.chapters.rules.memberships import MOVES, By, Deed, Step, deeds_of
from cop.kit.changes import Change
from profiles.models import Profile
from tests.chapters.forming import form
from tests.chapters.machine import run_machine
from tests.people import settle

if TYPE_CHECKING:
    from cop.running import Service


async def test_whatever_is_done_in_whatever_order_only_who_came_in_is_in(service: Service) -> None:
    assert await run_machine(service, steps=300, at_once=50) >= 300


async def test_only_what_others_may_notice_is_told_to_the_feed(service: Service) -> None:
    people = await settle(service)
    chapter = await form(service, "country", "KE", [people["ada"]], join=False)
    await Change.all().delete()

    async def changed(deed: Deed) -> list[str]:
        await Change.all().delete()
        step = Step(deed, chapter, people["ada"].id)
        assert await take_step(service.post, service.vocabulary, ADMINISTRATOR, step)
        return sorted({one.kind for one in await Change.all()})

    assert await changed(Deed.INVITE) == []
    assert await changed(Deed.ACCEPT) == ["chapter", "profile"]
    assert await changed(Deed.PAUSE) == ["chapter", "profile"]
    assert await changed(Deed.LEAVE) == ["chapter", "profile"]


async def test_words_are_kept_until_they_are_answered(service: Service) -> None:
    people = await settle(service)
    chapter = await form(service, "country", "KE", [people["ada"]], join=False)

    for deed, words in ((Deed.INVITE, "Do join us."), (Deed.ACCEPT, "")):
        step = Step(deed, chapter, people["ada"].id, words)
        await take_step(service.post, service.vocabulary, ADMINISTRATOR, step)
        assert (await Membership.get()).words == words


async def test_a_pause_does_not_begin_the_membership_anew(service: Service) -> None:
    people = await settle(service)
    chapter = await form(service, "country", "KE", [people["ada"]])
    since = (await Membership.get()).since

    for deed in (Deed.PAUSE, Deed.RESUME):
        step = Step(deed, chapter, people["ada"].id)
        await take_step(service.post, service.vocabulary, ADMINISTRATOR, step)

    assert (await Membership.get()).since == since


async def test_who_joins_twice_takes_one_step(service: Service) -> None:
    people = await settle(service)
    chapter = await form(service, "country", "KE", [people["ada"]])

    await join_chapters([(people[one].id, chapter) for one in ("ada", "bela")])

    steps = await MembershipStep.all().values_list("profile__slug", "after")
    assert [*steps] == [("ada", "active"), ("bela", "active")]


async def test_who_is_gone_leaves_no_place(service: Service) -> None:
    people = await settle(service)
    await form(service, "country", "KE", [people["ada"]])

    await Profile.filter(id=people["ada"].id).delete()

    assert not await Membership.exists()
    assert not await MembershipStep.exists()


def test_everything_is_done_by_the_member_or_by_a_coordinator() -> None:
    assert MOVES.keys() == set(Deed)
    assert deeds_of(By.MEMBER).isdisjoint(deeds_of(By.COORDINATOR))
    for deed, move in MOVES.items():
        assert move.after not in move.before, deed
    ways_in = {deed for deed, move in MOVES.items() if move.after is State.ACTIVE}
    assert ways_in == {Deed.JOIN, Deed.APPROVE, Deed.ACCEPT, Deed.RESUME}
    assert MOVES[Deed.JOIN].joining is Joining.OPEN
    ways_out_of_a_ban = {deed for deed, move in MOVES.items() if State.BANNED in move.before}
    assert ways_out_of_a_ban == {Deed.LIFT}
