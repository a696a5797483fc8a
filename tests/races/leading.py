"""Races about chapters' coordinators and mails: stepping down, putting out, telling once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import Account, Role
from cop.accounts.viewer import Viewer
from cop.chapters.actions.gathering import tell_gathered
from cop.chapters.actions.leading import LastCoordinator, step_down
from cop.chapters.actions.memberships import take_step
from cop.chapters.actions.staying import ask_who_stays
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership
from cop.chapters.models.proposals import ToldProposal, WeeklyLook
from cop.chapters.proposals.weekly import look_weekly
from cop.chapters.queries.staying import YEAR
from cop.chapters.rules.memberships import Deed, Step
from cop.kit.clock import now
from cop.kit.outbox import Mail
from matching.actions import rematch
from profiles.actions.members import Draft, create_profiles, give_account
from profiles.member import Tag
from tests.races.ground import at_once, person, told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from profiles.models import Profile
    from tests.races.ground import Ground


async def the_last_two_coordinators_step_down(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of them stays, and hears what to do."""
    chapter, (one, other) = await _chapter(), await _coordinators()
    post, vocabulary = ground.service.post, ground.service.vocabulary
    for _each in range(pairs):
        await _let_lead(chapter, one, other)
        outcomes = await at_once(
            *(lambda v=viewer: step_down(post, vocabulary, v, chapter) for viewer in (one, other))
        )
        yield told(outcomes, LastCoordinator) or await _one_leads()


async def two_coordinators_put_each_other_out(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of them is out; the other stays, and so does the chapter's last coordinator."""
    chapter, (one, other) = await _chapter(), await _coordinators()
    post, vocabulary = ground.service.post, ground.service.vocabulary
    places = [await _join(chapter, viewer) for viewer in (one, other)]
    for _each in range(pairs):
        await _let_lead(chapter, one, other)
        await Membership.all().update(state="active")
        steps = [(one, places[1]), (other, places[0])]
        outcomes = await at_once(
            *(
                lambda v=viewer, p=profile: take_step(
                    post, vocabulary, v, Step(Deed.REMOVE, chapter, p.id)
                )
                for viewer, profile in steps
            )
        )
        yield told(outcomes, LastCoordinator) or await _one_leads()
        if await Membership.filter(state="removed").count() != 1:
            yield "double: both are out"


async def two_workers_tell_what_waits(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of them asks who has long been a member, and one writes the mail."""
    chapter, (one, _other) = await _chapter(), await _coordinators()
    await _join(chapter, one)
    post, vocabulary = ground.service.post, ground.service.vocabulary
    for at in range(pairs):
        await Membership.all().update(since=now() - 2 * YEAR, asked_at=None)
        asked = await at_once(ask_who_stays, ask_who_stays)
        outcomes = await at_once(*[lambda: tell_gathered(post, vocabulary)] * 2)
        if problem := told(asked) or told(outcomes):
            yield problem
        elif sorted(asked) != [0, 1] or sorted(outcomes) != [0, 1]:
            yield f"double: {asked}, {outcomes}"
        if await Mail.all().count() != at + 1:
            yield f"double: {await Mail.all().count()} mails"


async def two_workers_look_at_the_graph(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of them mails administrators what is proposed."""
    admin = await Account.create(name="A", email="a@example.org", verified_at=now())
    await Role.create(account=admin, role="administrator", scope="")
    tags = {"expertise": (Tag("wash"), Tag("property-tax"))}
    values = {"country": "KE", "visibility": "public"}
    drafts = [Draft({"name": f"Racer {at}", **values}, tags) for at in range(30)]
    others = [Draft({"name": f"Other {at}", "country": "NG"}) for at in range(30)]
    await create_profiles([*drafts, *others], published=True)
    service = ground.service
    await service.matcher.refresh()
    await rematch(service.matcher.snapshots)
    for at in range(pairs):
        await ToldProposal.all().delete()
        await WeeklyLook.all().update(due_at=now())
        look = (service.post, service.matcher, service.vocabulary)
        outcomes = await at_once(*[lambda k=look: look_weekly(*k)] * 2)
        if problem := told(outcomes):
            yield problem
        elif sorted(outcomes) != [0, 1] or await Mail.all().count() != at + 1:
            yield f"double: {outcomes}, {await Mail.all().count()} mails"
    await ToldProposal.all().delete()
    await WeeklyLook.all().delete()


async def _chapter() -> Chapter:
    return await Chapter.create(slug="w", kind="thematic", scope="wash", topics=[], quality={})


async def _coordinators() -> list[Viewer]:
    """Return two who sign in."""
    made = [
        await Account.create(name=name, email=f"{name}@example.org", verified_at=now())
        for name in ("one", "other")
    ]
    return [Viewer(account_id=one.id, coordinates=frozenset({"w"})) for one in made]


async def _join(chapter: Chapter, viewer: Viewer) -> Profile:
    profile = await person()
    await give_account(profile.id, await Account.get(id=viewer.account_id))
    await Membership.create(chapter=chapter, profile=profile, state="active")
    return profile


async def _let_lead(chapter: Chapter, *viewers: Viewer) -> None:
    await Role.all().delete()
    for viewer in viewers:
        await Role.create(account_id=viewer.account_id, role="coordinator", scope=chapter.slug)


async def _one_leads() -> str:
    """Return what is wrong where not exactly one coordinator is left."""
    left = await Role.all().count()
    return "" if left == 1 else f"lost: {left} coordinators are left"
