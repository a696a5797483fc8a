"""Registering for meetings: seats, who waits for one, who was there.

Every deed holds the meeting's row first, so that of two who want the last seat one gets it, and
whoever waits moves up when one is given back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F
from tortoise.transactions import in_transaction

from cop.events.access import NoSuchMeeting
from cop.events.actions.notices import tell_seat
from cop.events.models import Meeting, Registration, Seat, State
from cop.events.queries import list_wanted
from cop.kit.clock import now
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cop.events.access import Coming, Seen
    from cop.kit.mail import Post


class Closed(Conflict):
    """One can no longer register."""


async def say_coming(post: Post, seen: Seen, profile_id: int, *, coming: bool) -> None:
    """Register a member for the meeting that they see, or take that back; twice is once.

    Raises:
        Closed: the meeting has begun, or is not announced or cancelled.
        NoSuchMeeting: they are shut out of its chapter, or it has gone meanwhile.
    """
    if not coming:
        await take_back(post, seen.meeting.id, profile_id)
    elif seen.may_come:
        await register(post, seen.meeting.id, profile_id)
    else:
        raise NoSuchMeeting


class TooEarly(Conflict):
    """It is for meetings that have begun."""

    def __init__(self) -> None:
        super().__init__(_("The meeting has not begun yet."))


async def register(post: Post, meeting_id: int, profile_id: int) -> Seat:
    """Register a member and return whether they have a seat or wait; twice is once.

    Raises:
        Closed: the meeting has begun, or is not announced or cancelled.
        NoSuchMeeting: it, or the member, has gone meanwhile.
    """
    try:
        async with in_transaction():
            await _hold(meeting_id)
            row = Registration(meeting_id=meeting_id, profile_id=profile_id)
            await Registration.bulk_create([row], ignore_conflicts=True)
            await fill_seats(post, meeting_id, quiet_for=profile_id)
            own = await Registration.get(meeting_id=meeting_id, profile_id=profile_id)
            return Seat(own.seat)
    except IntegrityError as error:
        raise NoSuchMeeting from error


async def take_back(post: Post, meeting_id: int, profile_id: int) -> None:
    """Take a registration back; the first who waits moves up. Twice is once.

    Raises:
        Closed: the meeting has begun, or is not announced or cancelled.
    """
    async with in_transaction():
        await _hold(meeting_id)
        await Registration.filter(meeting_id=meeting_id, profile_id=profile_id).delete()
        await fill_seats(post, meeting_id)


async def _hold(meeting_id: int) -> None:
    """Let nobody else change who comes until the transaction ends."""
    open_one = Meeting.filter(id=meeting_id, state=State.ANNOUNCED, starts_at__gt=now())
    if not await open_one.update(sequence=F("sequence")):
        raise Closed(_("One cannot register for this meeting any more."))


async def fill_seats(post: Post, meeting_id: int, quiet_for: int = 0) -> None:
    """Give free seats to who waits, the first first, and tell them by mail.

    Call it inside a transaction that holds the meeting; `quiet_for` sees it on the page.
    """
    meeting = await Meeting.get(id=meeting_id)
    rows = Registration.filter(meeting_id=meeting_id)
    waiting = rows.filter(seat=Seat.WAITING).order_by("id")
    if meeting.capacity is not None:
        free = meeting.capacity - await rows.filter(seat=Seat.GOING).count()
        if free <= 0:
            return
        waiting = waiting.limit(free)
    for one in await waiting:
        still = Registration.filter(id=one.id, seat=Seat.WAITING)
        if await still.update(seat=Seat.GOING) and one.profile_id != quiet_for:
            await tell_seat(post, meeting, one.profile_id)


async def move_up(post: Post) -> None:
    """Give seats that somebody has left behind, by erasing their profile, to who waits."""
    for meeting in await list_wanted():
        async with in_transaction():
            await _hold(meeting.id)
            await fill_seats(post, meeting.id)


async def set_attendance(
    meeting: Meeting, people: Sequence[Coming], there: Collection[str]
) -> None:
    """Note who of `people` was there, by slug; of others nothing is said.

    Raises:
        TooEarly: the meeting has not begun.
    """
    if meeting.starts_at > now():
        raise TooEarly
    for one in people:
        one.registration.attended = one.member.slug in there
    if people:  # of nobody there is nothing to write, and no statement for it
        await Registration.bulk_update([one.registration for one in people], ["attended"])
