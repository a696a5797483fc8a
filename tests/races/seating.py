"""Races about a chapter as a whole: its seats, its state, and what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import Account, Role
from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions.about import About, describe_chapter
from cop.chapters.actions.memberships import take_step
from cop.chapters.actions.seating import CannotSit, answer_seat, offer_seat
from cop.chapters.actions.turning import turn_chapter
from cop.chapters.models.chapters import Chapter, ChapterStep
from cop.chapters.models.memberships import Membership
from cop.chapters.models.seats import Seat
from cop.chapters.rules.memberships import Deed, Step
from cop.chapters.rules.seats import Deed as SeatDeed
from cop.chapters.rules.seats import Offer, SeatKind
from cop.chapters.rules.states import Turn
from cop.kit.clock import now
from cop.kit.errors import WrittenMeanwhile
from cop.kit.outbox import Mail
from tests.races.ground import at_once, person, told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from profiles.models import Profile
    from tests.races.ground import Ground


async def a_seat_is_offered_twice(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """It is one seat, and the member gets one mail."""
    post, vocabulary = ground.service.post, ground.service.vocabulary
    for at in range(pairs):
        chapter = await _chapter(at)
        one = await _member(chapter, at)
        offer = Offer(chapter, one.id, SeatKind.CO_CHAIR, now().date())
        outcomes = await at_once(
            *[lambda o=offer: offer_seat(post, vocabulary, ADMINISTRATOR, o)] * 2
        )
        yield told(outcomes)
        there = await Seat.all().count(), await Mail.all().count()
        if there != (at + 1, at + 1) or sorted(outcomes) != [False, True]:
            yield f"double: {there}, {outcomes}"


async def a_seat_is_taken_while_its_member_is_put_out(
    ground: Ground, pairs: int
) -> AsyncIterator[str]:
    """Whoever was faster: who is out has neither seat nor role."""
    post, vocabulary = ground.service.post, ground.service.vocabulary
    for at in range(pairs):
        chapter = await _chapter(at)
        one = await _member(chapter, at)
        seat = await Seat.create(chapter=chapter, profile=one, kind="coordinator", state="offered")
        step = Step(Deed.REMOVE, chapter, one.id)
        outcomes = await at_once(
            lambda c=chapter, s=seat: answer_seat(ADMINISTRATOR, c, s, SeatDeed.ACCEPT),
            lambda s=step: take_step(post, vocabulary, ADMINISTRATOR, s),
        )
        if outcomes[1] is not True or not isinstance(outcomes[0], bool | CannotSit):
            yield f"error: {outcomes}"
        if await Role.exists() or await Seat.exclude(state="ended").exists():
            yield f"lost: {outcomes}"


async def a_chapter_is_closed_while_a_seat_is_taken(
    _ground: Ground, pairs: int
) -> AsyncIterator[str]:
    """It is closed once, by one of two, and no role is left where no seat is."""
    for at in range(pairs):
        chapter = await _chapter(at)
        one = await _member(chapter, at)
        seat = await Seat.create(chapter=chapter, profile=one, kind="coordinator", state="offered")
        close = [lambda c=chapter: turn_chapter(ADMINISTRATOR, c, Turn.CLOSE, "Done.")] * 2
        outcomes = await at_once(
            *close, lambda c=chapter, s=seat: answer_seat(ADMINISTRATOR, c, s, SeatDeed.ACCEPT)
        )
        yield told(outcomes[:2])
        if not isinstance(outcomes[2], bool | CannotSit):
            yield f"error: {outcomes}"
        if sorted(outcomes[:2]) != [False, True] or await ChapterStep.all().count() != at + 1:
            yield f"double: {outcomes}"
        if await Role.all().count() != await Seat.filter(state="held").count():
            yield f"lost: {outcomes}"


async def two_write_about_a_chapter(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of them is told that the other was faster."""
    said = [About(words, "", "", "", "", "public") for words in ("One.", "Other.")]
    for at in range(pairs):
        chapter = await _chapter(at)
        outcomes = await at_once(
            *[lambda c=chapter, a=one: describe_chapter(ADMINISTRATOR, c, a, 1) for one in said]
        )
        yield told(outcomes, WrittenMeanwhile)


async def _chapter(number: int) -> Chapter:
    return await Chapter.create(
        slug=f"w-{number}", kind="thematic", scope=f"wash+{number}", topics=[], quality={}
    )


async def _member(chapter: Chapter, number: int) -> Profile:
    """Make an active member who can sign in."""
    account = await Account.create(name="Racer", email=f"r{number}@example.org")
    one = await person(account_id=account.id)
    await Membership.create(chapter=chapter, profile=one, state="active")
    return one
