"""Mails about meetings to who registered: reminders, a seat that came free, a meeting cancelled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.queries import find_absent_viewer, get_account
from cop.chapters.models.chapters import Chapter
from cop.events.access import see
from cop.events.models import Meeting, Registration, Seat
from cop.events.queries import list_registrations, list_soon
from cop.events.zones import show_clock
from cop.kit.clock import now
from cop.kit.i18n import use_language
from profiles.queries import find_owner

if TYPE_CHECKING:
    from cop.events.access import Seen
    from cop.kit.mail import Post

# How long before a meeting: from here, until there. The second is the later reminder.
REMINDERS: Final = (
    ("day", timedelta(hours=24), timedelta(hours=12)),
    ("hour", timedelta(hours=1), timedelta()),
)
CHECKED_EVERY: Final = timedelta(minutes=10)


async def remind(post: Post) -> int:
    """Mail who has a seat a day and an hour before; return how many mails were written.

    Several workers may do it at once: each registration is claimed by one.
    """
    written = 0
    for meeting in await list_soon(REMINDERS[0][1]):
        left = meeting.starts_at - now()
        for number, (name, begin, end) in enumerate(REMINDERS, 1):
            if end < left <= begin:
                going = Registration.filter(meeting_id=meeting.id, seat=Seat.GOING)
                for one in await going.filter(reminded__lt=number):
                    written += await _remind(post, meeting, one, name, number)
    return written


async def _remind(post: Post, meeting: Meeting, one: Registration, name: str, number: int) -> bool:
    async with in_transaction():
        mine = Registration.filter(id=one.id, reminded__lt=number, seat=Seat.GOING)
        if not await mine.update(reminded=number):
            return False
        return await _mail(post, meeting, one.profile_id, name)


async def tell_seat(post: Post, meeting: Meeting, profile_id: int) -> None:
    """Tell somebody that they have moved up; call it inside the transaction that does it."""
    await _mail(post, meeting, profile_id, "seat")


async def tell_cancelled(post: Post, meeting_id: int) -> None:
    """Tell who registered; call it inside the transaction that cancels the meeting."""
    meeting = await Meeting.get(id=meeting_id)
    if meeting.announced_at is not None and meeting.starts_at > now():
        for one in await list_registrations(meeting):
            await _mail(post, meeting, one.profile_id, "cancelled")


async def _mail(post: Post, meeting: Meeting, profile_id: int, about: str) -> bool:
    """Write to who registered, as long as they may see the meeting; say whether it was done."""
    owner = await find_owner(profile_id)
    if owner is None or not owner.address or owner.account_id is None:
        return False
    viewer = await find_absent_viewer(await get_account(owner.account_id))
    chapter = await Chapter.get(id=meeting.chapter_id)
    shown = await see([meeting], chapter, viewer)
    if not shown:
        return False
    seen: Seen = shown[0]
    with use_language(owner.language or "en"):
        clock = show_clock(meeting.starts_at, meeting.zone)
    await post.queue(
        owner.address,
        "meeting",
        language=owner.language,
        key=f"meeting:{about}:{meeting.id}:{profile_id}:{meeting.starts_at:%Y%m%d%H%M}",
        about=about,
        seen=seen,
        meeting=meeting,
        clock=clock,
        name=owner.name,
    )
    return True
