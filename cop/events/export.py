"""All meetings of a chapter for its coordinators, with everything that was imported.

What came in goes out as it came, but for what was changed here since. It holds whatever the
calendar held, such as addresses of people: it is for nobody but who imported it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from icalendar import Event

from cop.events.calendar import PRODUCT, STATUS, explain_zones, local, write_said, write_stamps
from cop.events.components import Component, fold_lines, parse_event
from cop.events.incoming import TAKEN, read_again, series_key, zone_key
from cop.events.models import State
from cop.events.values import Clocks
from cop.events.zones import as_moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cop.events.incoming import Incoming
    from cop.events.models import KeptComponent, Meeting

_OURS: Final = frozenset({"VERSION", "PRODID", "METHOD", "CALSCALE"})
_NAMES: Final = {
    "title": "SUMMARY",
    "description": "DESCRIPTION",
    "place": "LOCATION",
    "link": "URL",
}


def write_all(meetings: Sequence[Meeting], kept: Sequence[KeptComponent]) -> bytes:
    """Return a calendar of these meetings, and what is kept beside them."""
    before = _Before({one.key: one.text for one in kept})
    parts = before.named("calendar:")
    own = [one for one in parts if one.partition(":")[0].upper() not in _OURS]
    written = [(one, event) for one in meetings if (event := before.write(one))]
    missing = explain_zones(one for one, _event in written)
    zones = [zone for name, zone in missing.items() if zone_key(name) not in before.texts]
    others = [
        text for key, text in before.texts.items() if not key.startswith(("calendar:", "zone:"))
    ]
    return b"".join(
        (
            fold_lines("\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", *own))),
            *map(fold_lines, before.named("zone:")),
            *(zone.to_ical() for zone in zones),
            *map(fold_lines, others),
            *(event for _one, event in written),
            fold_lines("END:VCALENDAR"),
        )
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """What came in beside meetings, by its key."""

    texts: Mapping[str, str]

    def named(self, kind: str) -> list[str]:
        return [text for key, text in self.texts.items() if key.startswith(kind)]

    def write(self, meeting: Meeting) -> bytes:
        """Return the event of a meeting, b"" where the rule of its series says all of it."""
        series = self.texts.get(series_key(meeting.uid), "") if meeting.occurrence else ""
        text = meeting.kept or series
        was = self._read(text, meeting) if text else None
        if was is None:
            return _write_new(meeting)
        changed = _changed(meeting, was)
        if not meeting.kept and meeting.starts_at == as_moment(meeting.occurrence):
            changed.discard("starts_at")  # when the first of its series begins is another matter
        if not changed:
            return fold_lines(meeting.kept)
        event = parse_event(meeting.kept) if meeting.kept else None
        return _write_new(meeting) if event is None else _write_changed(event, meeting, changed)

    def _read(self, text: str, meeting: Meeting) -> Incoming | None:
        zones = {Component("VTIMEZONE", one).first("TZID"): one for one in self.named("zone:")}
        return read_again(text, Clocks(meeting.zone, zones))


def _changed(meeting: Meeting, was: Incoming) -> set[str]:
    names = {name for name in TAKEN if getattr(was.plan, name) != getattr(meeting, name)}
    if STATUS[was.state] != STATUS[State(meeting.state)]:
        names.add("state")
    return names


def _write_changed(event: Any, meeting: Meeting, changed: set[str]) -> bytes:
    """Write what was changed here into an event that came in; the rest stays as it came."""
    for name in changed & _NAMES.keys():
        event.pop(_NAMES[name], None)
        if value := getattr(meeting, name):
            event.add(_NAMES[name], value)
    if changed & {"starts_at", "minutes"}:
        for name in ("DTSTART", "DTEND", "DURATION"):
            event.pop(name, None)
        event.add("DTSTART", local(meeting.starts_at, meeting.zone))
        event.add("DTEND", local(meeting.ends_at, meeting.zone))
    if "state" in changed:
        event.pop("STATUS", None)
        event.add("STATUS", STATUS[State(meeting.state)])
    for name in ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED"):
        event.pop(name, None)
    created = event.pop("CREATED", None)
    write_stamps(event, meeting)
    if created is not None:
        event["CREATED"] = created
    return event.to_ical()


def _write_new(meeting: Meeting) -> bytes:
    event: Any = Event()
    event.add("UID", meeting.uid)
    if meeting.occurrence:
        event.add("RECURRENCE-ID", as_moment(meeting.occurrence))
    write_said(event, meeting)
    if meeting.link:
        event.add("URL", meeting.link)
    write_stamps(event, meeting)
    return event.to_ical()
