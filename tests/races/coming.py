"""Races about meetings: the last seat, a seat given back, reminders, what came of one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cop.accounts.models import Account
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership
from cop.events.actions.meetings import ChangedMeanwhile, plan_meeting, set_summary
from cop.events.actions.notices import remind
from cop.events.actions.registrations import register, take_back
from cop.events.models import Meeting, Registration
from cop.events.plans import Plan
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.actions.members import give_account
from tests.races.ground import at_once, person, told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.races.ground import Ground


async def two_want_the_last_seat(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One gets it, the other waits."""
    post = ground.service.post
    for _each in range(pairs):
        meeting, one, other = await _meeting(), await person(), await person()
        outcomes = await at_once(
            lambda m=meeting, p=one: register(post, m.id, p.id),
            lambda m=meeting, p=other: register(post, m.id, p.id),
        )
        yield told(outcomes)
        if sorted(outcomes) != ["going", "waiting"]:
            yield f"double: {outcomes}"
        await Chapter.all().delete()


async def two_sum_a_meeting_up(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of them is told that the other was faster."""
    for _each in range(pairs):
        meeting = await _meeting()
        outcomes = await at_once(
            *[lambda m=meeting, w=words: set_summary(m, w, 0) for words in ("One.", "Other.")]
        )
        yield told(outcomes, ChangedMeanwhile)
        await Chapter.all().delete()


async def a_member_registers_twice(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """They have one seat."""
    post = ground.service.post
    for _each in range(pairs):
        meeting, one = await _meeting(), await person()
        again = [lambda m=meeting, p=one: register(post, m.id, p.id)] * 2
        outcomes = await at_once(*again)
        yield told(outcomes)
        if outcomes != ["going"] * 2 or await Registration.all().count() != 1:
            yield f"double: {outcomes}"
        await Chapter.all().delete()


async def a_seat_is_given_back_while_another_wants_it(
    ground: Ground, pairs: int
) -> AsyncIterator[str]:
    """It is theirs in the end, whoever was faster."""
    post = ground.service.post
    for _each in range(pairs):
        meeting, one, other = await _meeting(), await person(), await person()
        await register(post, meeting.id, one.id)
        outcomes = await at_once(
            lambda m=meeting, p=one: take_back(post, m.id, p.id),
            lambda m=meeting, p=other: register(post, m.id, p.id),
        )
        yield told(outcomes)
        left = await Registration.all().values_list("profile_id", "seat")
        if left != [(other.id, "going")]:
            yield f"lost: {left}"
        await Chapter.all().delete()


async def two_workers_remind(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """Each who has a seat gets one mail."""
    post = ground.service.post
    for at in range(pairs):
        meeting, one = await _meeting(), await person(email=f"m{at}@example.org")
        account = await Account.create(
            name="M", email=f"m{at}@example.org", email_key=f"m{at}@example.org", joined_at=now()
        )
        await give_account(one.id, account)
        await Membership.create(chapter_id=meeting.chapter_id, profile=one, state="active")
        await register(post, meeting.id, one.id)
        soon = now() + timedelta(minutes=50)
        await Meeting.filter(id=meeting.id).update(starts_at=soon)
        outcomes = await at_once(lambda: remind(post), lambda: remind(post))
        yield told(outcomes)
        if sorted(outcomes) != [0, 1] or await Mail.all().count() != at + 1:
            yield f"double: {outcomes}"
        await Chapter.all().delete()


async def _meeting() -> Meeting:
    """Return an announced meeting with one seat."""
    chapter = await Chapter.create(slug="w", kind="thematic", scope="wash", topics=[], quality={})
    start = now() + timedelta(days=3)
    plan = Plan(title="Rates", starts_at=start, minutes=60, zone="UTC", capacity=1)
    meeting = await plan_meeting(chapter, plan, "localhost")
    await Meeting.filter(id=meeting.id).update(state="announced", announced_at=now())
    return meeting
