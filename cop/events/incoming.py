"""A calendar that comes in, read as meetings; what is none is kept as it stands, and said why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from cop.events.components import BROKEN, Component, fingerprint, parse_event
from cop.events.models import LONGEST_TEXT, LONGEST_TITLE, LONGEST_UID, State
from cop.events.plans import Plan
from cop.events.repeating import NotFollowed, list_starts
from cop.events.values import (
    Clocks,
    Unreadable,
    read_link,
    read_minutes,
    read_moment,
    read_text,
)
from cop.events.zones import as_zone, write_moment
from cop.kit.clock import now
from cop.kit.i18n import gettext as _
from cop.kit.text import as_number, clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import tzinfo

    from icalendar import Event

    from cop.events.components import CalendarText

TAKEN: Final = ("title", "description", "starts_at", "minutes", "place", "link")  # of a `Plan`
MOST_SERIES: Final = 40  # followed in one file
_STATES: Final = {"CANCELLED": State.CANCELLED, "TENTATIVE": State.PLANNED}
_LINKS: Final = (
    "URL",
    "CONFERENCE",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "LOCATION",
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event as a meeting.

    Attributes:
        occurrence: which of a series it is, "" where it stands alone.
        text: of the event; "" for one that follows from the rule of its series.
        may_be_public: its calendar does not say that it is private.
    """

    uid: str
    occurrence: str
    plan: Plan
    state: State
    text: str
    sequence: int
    may_be_public: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """Something of which no meeting was made, and why; it is kept all the same."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A calendar, read.

    Attributes:
        kept: what is kept beside meetings, by the key that knows it again.
    """

    events: Sequence[Incoming]
    unread: Sequence[Unread]
    kept: Mapping[str, str]


def read_calendar(calendar: CalendarText, zone: str) -> Taken:
    """Read all events of a calendar; one that cannot be read spoils no other.

    Args:
        calendar: cut into components.
        zone: of times that say none, where the calendar does not say either.
    """
    zones = {one.first("TZID"): one.text for one in calendar.components if one.kind == "VTIMEZONE"}
    reader = _Reader(Clocks(as_zone(calendar.first("X-WR-TIMEZONE")) or zone, zones))
    for line in calendar.properties:
        name = line.partition(":")[0][:40].replace("#", "")  # which stands before a number
        reader.keep(f"calendar:{name}", line)
    for name, text in zones.items():
        reader.keep(zone_key(name), text)
    for one in calendar.components:
        if one.kind != "VTIMEZONE":
            reader.take(one)
    return Taken([*reader.events.values()], reader.unread, reader.kept)


@dataclass(slots=True)
class _Reader:
    """What was read so far."""

    clocks: Clocks
    events: dict[tuple[str, str], Incoming] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    alike: Counter[str] = field(default_factory=Counter[str])
    series: int = 0

    def take(self, one: Component) -> None:
        """Read a component: as meetings, or keep it and say why it is none."""
        try:
            event = _parse(one)
            self.series += is_series(event)
            for made in _read(one, event, self.clocks, follow=self.series <= MOST_SERIES):
                self._add(made)
            if is_series(event):
                self.kept[series_key(_uid(one))] = one.text
        except Unreadable as error:
            name = one.first("SUMMARY")[:LONGEST_TITLE] or one.kind
            self.unread.append(Unread(name, str(error)))
            self.keep(_key(one.kind, _uid(one) + one.first("RECURRENCE-ID")), one.text)

    def _add(self, made: Incoming) -> None:
        before = self.events.get((made.uid, made.occurrence))
        if before and before.text and made.text:
            raise Unreadable(_("Another entry of this file has its name (UID)."))
        if made.text or before is None:  # what stands alone says more than its series
            self.events[made.uid, made.occurrence] = made

    def keep(self, key: str, text: str) -> None:
        """Keep `text` beside what has the same key already."""
        same = self.alike[key]
        self.alike[key] += 1
        self.kept[f"{key}#{same}" if same else key] = text


def read_again(text: str, clocks: Clocks) -> Incoming | None:
    """Return what is read of a kept event, as when it came in; of a series, what all have alike."""
    component = Component("VEVENT", text)
    try:
        return _read_one(component, _parse(component), clocks)
    except Unreadable:
        return None


def series_key(uid: str) -> str:
    """Return the key under which the rule of a series is kept."""
    return _key("series", uid)


def zone_key(name: str) -> str:
    """Return the key under which a zone is kept that came with a calendar."""
    return _key("zone", name)


def is_series(event: Any) -> bool:
    """Say whether the event stands for several."""
    return ("RRULE" in event or "RDATE" in event) and "RECURRENCE-ID" not in event


def _parse(component: Component) -> Event:
    if component.kind != "VEVENT":
        raise Unreadable(_("It is no event; it is kept as it is."))
    event = parse_event(component.text)
    if event is None:
        raise Unreadable(_("A line of it is damaged."))
    return event


def _read(component: Component, event: Any, clocks: Clocks, *, follow: bool) -> Iterator[Incoming]:
    one = _read_one(component, event, clocks)
    if not is_series(event):
        yield one
        return
    try:
        clock = _find_clock(event, one.plan.zone)
        starts = list_starts(event, one.plan.starts_at, clock) if follow else []
    except BROKEN as error:
        raise Unreadable(
            _("It repeats too often, or in a way we do not follow; the rule is kept.")
        ) from error
    if not follow:
        raise Unreadable(_("There are too many series; the rule is kept."))
    for start in starts:
        plan = replace(one.plan, starts_at=start)
        state = _state(component, plan)
        yield replace(one, occurrence=write_moment(start), plan=plan, state=state, text="")


def _find_clock(event: Any, zone: str) -> tzinfo:
    """Return whose clocks a series follows: those of its start, not of who reads it.

    Raises:
        NotFollowed: they are a zone of its calendar's own, or an old rule takes dates out.
    """
    start = event["DTSTART"]
    clock: tzinfo | None = getattr(start.dt, "tzinfo", None)
    if "EXRULE" in event or ("TZID" in start.params and clock is None):
        raise NotFollowed
    return clock or ZoneInfo(zone)


def _read_one(component: Component, event: Any, clocks: Clocks) -> Incoming:
    uid = _uid(component)
    if len(uid) > LONGEST_UID:
        raise Unreadable(_("Its name among calendars (UID) is too long."))
    start, own_zone = read_moment(event, "DTSTART", clocks)
    recurrence = ""
    if "RECURRENCE-ID" in event:
        recurrence = write_moment(read_moment(event, "RECURRENCE-ID", clocks)[0])
    minutes = read_minutes(event, start, clocks)
    link = next(filter(None, (read_link(event, name) for name in _LINKS)), "")
    place = read_text(event, "LOCATION", LONGEST_TITLE, clean_line)
    plan = Plan(
        title=read_text(event, "SUMMARY", LONGEST_TITLE, clean_line) or _("Meeting"),
        description=read_text(event, "DESCRIPTION", LONGEST_TEXT, clean_text),
        starts_at=start,
        minutes=minutes,
        zone=own_zone,
        place="" if place == link else place,
        link=link,
    )
    state = _state(component, plan)
    is_private = component.first("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"}
    sequence = as_number(component.first("SEQUENCE")) or 0
    return Incoming(uid, recurrence, plan, state, component.text, sequence, not is_private)


def _state(component: Component, plan: Plan) -> State:
    said = _STATES.get(component.first("STATUS").upper())
    if said is not None:
        return said
    is_over = plan.starts_at + timedelta(minutes=plan.minutes) < now()
    return State.HELD if is_over else State.ANNOUNCED


def _uid(component: Component) -> str:
    """Return what an event is called; one without a UID is known again by its words."""
    return component.first("UID") or fingerprint(component.text)


def _key(kind: str, name: str) -> str:
    return f"{kind[:20]}:{fingerprint(name)[:32]}"
