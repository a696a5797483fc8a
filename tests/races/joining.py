"""Races about places in chapters: joining, approving, leaving, banning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import Account, AuditRow, Role
from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions.memberships import take_step, take_steps
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, MembershipStep
from cop.chapters.rules.memberships import Deed, Step
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.models import SharedWith
from tests.races.ground import at_once, person, told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Any

    from tests.races.ground import Ground


async def a_member_joins_twice(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """They have one place; every other member was suggested before."""
    chapter = await _chapter("open")
    for at in range(pairs):
        one = await person()
        if at % 2:
            await Membership.create(chapter=chapter, profile=one, state="suggested")
        outcomes = await _both(ground, chapter, one.id, Deed.JOIN, Deed.JOIN)
        yield _one_of_two(outcomes)
        yield await _count("active", at + 1, at + 1)


async def a_request_is_made_twice(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """It is one request, and the coordinator gets one mail."""
    chapter = await _chapter("request")
    account = await Account.create(name="C", email="c@example.org", verified_at=now())
    await Role.create(account=account, role="coordinator", scope=chapter.slug)
    for at in range(pairs):
        one = await person(visibility="public")
        outcomes = await _both(ground, chapter, one.id, Deed.ASK, Deed.ASK)
        yield _one_of_two(outcomes)
        yield await _count("requested", at + 1, 0)
        if await Mail.all().count() != at + 1:
            yield "double: two mails"


async def a_request_is_approved_twice(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One coordinator does it, and the member gets one mail."""
    chapter = await _chapter("request")
    for at in range(pairs):
        one = await person(email=f"m{at}@example.org")
        await Membership.create(chapter=chapter, profile=one, state="requested")
        yield _one_of_two(await _both(ground, chapter, one.id, Deed.APPROVE, Deed.APPROVE))
        yield await _count("active", at + 1, at + 1)
        if await Mail.all().count() != at + 1:
            yield "double: two mails"


async def a_request_is_taken_back_while_approved(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of the two is done, and what is open says which."""
    chapter = await _chapter("request")
    for _each in range(pairs):
        one = await person()
        await Membership.create(chapter=chapter, profile=one, state="requested")
        outcomes = await _both(ground, chapter, one.id, Deed.APPROVE, Deed.TAKE_BACK)
        yield _one_of_two(outcomes)
        state = (await Membership.get(profile_id=one.id)).state
        is_open = await SharedWith.exists(profile_id=one.id)
        if (state, is_open) != (("active", True) if outcomes[0] else ("left", False)):
            yield f"lost: {outcomes}, {state}, {is_open}"


async def many_are_approved_by_two_at_once(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """Each is approved by one of the two, who hears so, and gets one mail."""
    chapter = await _chapter("request")
    post, vocabulary = ground.service.post, ground.service.vocabulary
    for at in range(pairs):
        people = [await person(email=f"m{at}-{one}@example.org") for one in range(3)]
        ids = [one.id for one in people]
        await Membership.bulk_create(
            [Membership(chapter=chapter, profile_id=one, state="requested") for one in ids]
        )
        steps = [Step(Deed.APPROVE, chapter, one) for one in ids]
        orders = (steps[:2], steps[::-1])
        outcomes = await at_once(
            *(lambda s=order: take_steps(post, vocabulary, ADMINISTRATOR, s) for order in orders)
        )
        yield told(outcomes)
        if sorted(one for done in outcomes for one in done) != ids:
            yield f"double: {outcomes}"
        yield await _count("active", 3 * (at + 1), 3 * (at + 1))
        mails, steps_taken = await Mail.all().count(), await MembershipStep.all().count()
        if (mails, steps_taken) != (3 * (at + 1), 3 * (at + 1)):
            yield f"double: {mails} mails, {steps_taken} steps"


async def a_member_leaves_while_banned(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """They are banned whoever was faster, and nothing is open."""
    chapter = await _chapter("open")
    for at in range(pairs):
        one = await person()
        await Membership.create(chapter=chapter, profile=one, state="active")
        await SharedWith.create(profile=one, chapter=chapter.slug)
        outcomes = await _both(ground, chapter, one.id, Deed.LEAVE, Deed.BAN)
        yield told(outcomes)
        yield await _count("banned", at + 1, 0)
        if not outcomes[1] or await AuditRow.filter(subject=f"profile:{one.id}").count() != sum(
            outcomes
        ):
            yield f"lost: {outcomes}"


async def _chapter(joining: str) -> Chapter:
    return await Chapter.create(
        slug="w", kind="thematic", scope="wash", topics=[], quality={}, joining=joining
    )


async def _both(ground: Ground, chapter: Chapter, profile: int, *deeds: Deed) -> list[Any]:
    post, vocabulary = ground.service.post, ground.service.vocabulary
    return await at_once(
        *(
            lambda d=deed: take_step(post, vocabulary, ADMINISTRATOR, Step(d, chapter, profile))
            for deed in deeds
        )
    )


def _one_of_two(outcomes: list[Any]) -> str:
    """Return what is wrong where not exactly one of two says that it did something."""
    wrong = told(outcomes)
    return wrong or ("" if sorted(outcomes) == [False, True] else f"double: {outcomes}")


async def _count(state: str, places: int, opened: int) -> str:
    """Return what is wrong where another number has this state, a place, or is open."""
    there = (
        await Membership.filter(state=state).count(),
        await Membership.all().count(),
        await SharedWith.all().count(),
    )
    return "" if there == (places, places, opened) else f"double: {there}"
