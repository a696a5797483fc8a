"""Reading meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise.expressions import Q
from tortoise.functions import Count

from cop.chapters.queries.memberships import list_chapters_of
from cop.events.models import (
    SPANS,
    AgendaItem,
    CalendarFeed,
    KeptComponent,
    Meeting,
    MeetingRhythm,
    Registration,
    Rhythm,
    Seat,
    State,
)
from cop.kit.clock import now

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime, timedelta

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter


async def find_meeting(chapter: Chapter, number: int) -> Meeting | None:
    """Return the meeting with this number in its chapter."""
    return await Meeting.get_or_none(chapter_id=chapter.id, number=number)


async def list_meetings(chapter: Chapter) -> list[Meeting]:
    """Return all meetings of the chapter, the first first."""
    return await Meeting.filter(chapter_id=chapter.id).order_by("starts_at", "id")


async def list_coming(chapter: Chapter) -> list[Meeting]:
    """Return the announced meetings of the chapter that have not begun, the next first."""
    announced = Meeting.filter(chapter_id=chapter.id, state=State.ANNOUNCED, starts_at__gt=now())
    return await announced.order_by("starts_at", "id")


async def list_meetings_for(profile_id: int, viewer: Viewer) -> list[Meeting]:
    """Return the meetings of a member's chapters and of where they registered, with chapters."""
    joined = [one.chapter_id for one in await list_chapters_of(profile_id, viewer)]
    own = Registration.filter(profile_id=profile_id).values_list("meeting_id", flat=True)
    theirs = Q(chapter_id__in=joined) | Q(id__in=[int(str(one)) for one in await own])
    return await Meeting.filter(theirs).order_by("starts_at", "id").select_related("chapter")


async def list_agendas(meetings: Collection[int]) -> list[AgendaItem]:
    """Return what these meetings are about, each in its order."""
    return await AgendaItem.filter(meeting_id__in=list(meetings)).order_by("number", "id")


async def list_registrations(meeting: Meeting) -> list[Registration]:
    """Return who registered, the first first."""
    return await Registration.filter(meeting_id=meeting.id).order_by("id")


async def map_registrations(
    meetings: Sequence[Meeting], account_id: int | None
) -> dict[int, Registration]:
    """Return the account's own registrations for these meetings, by meeting."""
    if account_id is None:
        return {}
    ids = [one.id for one in meetings]
    own = Registration.filter(meeting_id__in=ids, profile__account_id=account_id)
    return {one.meeting_id: one for one in await own}


async def list_full(meetings: Sequence[Meeting]) -> set[int]:
    """Return the ids of those of these meetings where who registers now waits."""
    most = {one.id: one.capacity for one in meetings if one.capacity is not None}
    if not most:
        return set()
    seats = Registration.filter(meeting_id__in=[*most]).annotate(n=Count("id"))
    rows = await seats.group_by("meeting_id", "seat").values_list("meeting_id", "seat", "n")
    return {
        int(str(meeting))
        for meeting, seat, n in rows
        if seat == Seat.WAITING or int(str(n)) >= most[int(str(meeting))]
    }


async def get_rhythm(chapter: Chapter) -> Rhythm:
    """Return how often the chapter means to meet."""
    row = await MeetingRhythm.get_or_none(chapter_id=chapter.id)
    return Rhythm(row.rhythm) if row else Rhythm.QUARTERLY


async def next_due(chapter: Chapter) -> datetime | None:
    """Return when the chapter should meet again by its rhythm.

    None where it has no rhythm, or has planned its next meeting already. A chapter that never met
    is due once it is as old as its rhythm is long.
    """
    span = SPANS.get(await get_rhythm(chapter))
    meetings = Meeting.filter(chapter_id=chapter.id).exclude(state=State.CANCELLED)
    if span is None or await meetings.filter(starts_at__gt=now()).exists():
        return None
    last = await meetings.exclude(state=State.PLANNED).order_by("-starts_at").first()
    return (last.starts_at if last else chapter.created_at) + span


async def list_soon(within: timedelta) -> list[Meeting]:
    """Return the announced meetings that begin within that time, with their chapters."""
    soon = Meeting.filter(state=State.ANNOUNCED, starts_at__gt=now(), starts_at__lte=now() + within)
    return await soon.order_by("starts_at").select_related("chapter")


async def list_wanted() -> list[Meeting]:
    """Return the meetings to come that somebody waits for a seat in, with their chapters."""
    waited = Registration.filter(seat=Seat.WAITING).values_list("meeting_id", flat=True)
    to_come = Meeting.filter(state=State.ANNOUNCED, starts_at__gt=now(), id__in=await waited)
    return await to_come.order_by("id").select_related("chapter")


async def list_kept(chapter: Chapter) -> list[KeptComponent]:
    """Return what imported calendars of the chapter hold beside meetings."""
    return await KeptComponent.filter(chapter_id=chapter.id).order_by("id")


async def find_feed(account_id: int) -> CalendarFeed | None:
    """Return the row of the account's own calendar, where it has an address."""
    return await CalendarFeed.get_or_none(account_id=account_id).select_related("account")


async def find_feed_at(number: int) -> CalendarFeed | None:
    """Return the calendar with this id, unless its owner is shut out."""
    return await CalendarFeed.get_or_none(id=number, account__banned_at=None).select_related(
        "account"
    )
