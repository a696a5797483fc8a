"""Meetings as calendars read them, of what the viewer may see.

Source: RFC 5545, iCalendar; RFC 7986 for NAME, REFRESH-INTERVAL and CONFERENCE.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from icalendar import Calendar, Event, vDuration, vUri

from cop.events.models import State
from cop.events.vtimezone import write_zone
from cop.events.zones import UNIVERSAL, wall_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cop.events.access import Seen
    from cop.events.models import Meeting

PRODUCT: Final = "-//cop//meetings//EN"
FRESH: Final = timedelta(hours=6)  # in which a calendar need not ask again
STATUS: Final = {
    State.PLANNED: "TENTATIVE",
    State.ANNOUNCED: "CONFIRMED",
    State.HELD: "CONFIRMED",
    State.CANCELLED: "CANCELLED",
}


def write_calendar(name: str, shown: Sequence[Seen], base_url: str) -> bytes:
    """Return a calendar of these meetings, as whoever they were seen by may see them.

    Args:
        name: what it is called.
        shown: its meetings.
        base_url: of this service, for the addresses of their pages.
    """
    calendar: Any = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("REFRESH-INTERVAL", vDuration(FRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(FRESH))
    for zone in explain_zones(one.meeting for one in shown).values():
        calendar.add_component(zone)
    for one in shown:
        calendar.add_component(_write_event(one, base_url))
    return calendar.to_ical()


def explain_zones(meetings: Iterable[Meeting]) -> dict[str, Any]:
    """Return what clocks do around the meetings, in each zone whose times stand in a calendar."""
    moments: dict[str, list[datetime]] = {}
    for one in meetings:
        for moment in (one.starts_at, one.ends_at):
            if local(moment, one.zone).tzinfo is not UTC:
                moments.setdefault(one.zone, []).append(moment)
    return {zone: write_zone(zone, those) for zone, those in moments.items()}


def _write_event(seen: Seen, base_url: str) -> Any:
    meeting = seen.meeting
    page = f"{base_url}/chapters/{seen.chapter.slug}/meetings/{meeting.number}"
    event: Any = Event()
    event.add("UID", "-".join(filter(None, (meeting.occurrence, meeting.uid))))
    write_said(event, meeting)
    event.pop("DESCRIPTION", None)
    parts = (meeting.description, seen.link, page)
    event.add("DESCRIPTION", "\n\n".join(filter(None, parts)))
    event.add("URL", page)
    if not meeting.place and seen.link:
        event.add("LOCATION", seen.link)
    if seen.link:
        parameters = {"VALUE": "URI", "FEATURE": "VIDEO"}
        event.add("CONFERENCE", vUri(seen.link), parameters=parameters)
    write_stamps(event, meeting)
    return event


def write_said(event: Any, meeting: Meeting) -> None:
    """Add what people say about a meeting: its title, time, place and state."""
    event.add("SUMMARY", meeting.title)
    event.add("DTSTART", local(meeting.starts_at, meeting.zone))
    event.add("DTEND", local(meeting.ends_at, meeting.zone))
    if meeting.description:
        event.add("DESCRIPTION", meeting.description)
    if meeting.place:
        event.add("LOCATION", meeting.place)
    event.add("STATUS", STATUS[State(meeting.state)])


def write_stamps(event: Any, meeting: Meeting) -> None:
    """Add what tells a calendar whether it knows the meeting as it is now."""
    event.add("SEQUENCE", meeting.sequence)
    event.add("DTSTAMP", meeting.changed_at.astimezone(UTC))
    event.add("LAST-MODIFIED", meeting.changed_at.astimezone(UTC))
    event.add("CREATED", meeting.created_at.astimezone(UTC))


def local(moment: datetime, zone: str) -> datetime:
    """Return the wall time in `zone`; in UTC where clocks show it a second time that night."""
    wall = wall_time(moment, zone)
    return moment.astimezone(UTC) if zone == UNIVERSAL or wall.fold else wall
