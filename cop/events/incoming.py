"""A calendar that comes in, read as meetings; what is none is kept as it stands, and said why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final, cast
from zoneinfo import ZoneInfo

from cop.events.components import Component, fingerprint, parse_event
from cop.events.foreign import offset_at
from cop.events.models import LONGEST, LONGEST_TEXT, LONGEST_TITLE, LONGEST_UID, State
from cop.events.plans import Plan
from cop.events.repeating import NotFollowed, list_starts
from cop.events.zones import UNIVERSAL, as_zone, write_moment
from cop.kit.clock import now
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, clean_line, clean_text
from profiles.forms.values import read_website

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import tzinfo

    from icalendar import Event

    from cop.events.components import CalendarText

TAKEN: Final = ("title", "description", "starts_at", "minutes", "place", "link")  # of a `Plan`
BROKEN: Final = (ValueError, LookupError, TypeError, AttributeError, OverflowError)
MOST_SERIES: Final = 40  # followed in one file
_STATES: Final = {"CANCELLED": State.CANCELLED, "TENTATIVE": State.PLANNED}
_LINKS: Final = ("URL", "CONFERENCE", "X-GOOGLE-CONFERENCE", "LOCATION")


class Unreadable(ValueError):
    """No meeting can be made of an event; the message says why."""


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


@dataclass(frozen=True, slots=True)
class Clock:
    """What tells the time of a calendar.

    Attributes:
        zone: of times that say none.
        zones: the text of those that came with it, by their names.
    """

    zone: str
    zones: Mapping[str, str]


def read_calendar(calendar: CalendarText, zone: str) -> Taken:
    """Read all events of a calendar; one that cannot be read spoils no other.

    Args:
        calendar: cut into components.
        zone: of times that say none, where the calendar does not say either.
    """
    own = as_zone(calendar.first("X-WR-TIMEZONE")) or zone
    zones = {one.first("TZID"): one.text for one in calendar.components if one.kind == "VTIMEZONE"}
    clock = Clock(own, zones)
    events: dict[tuple[str, str], Incoming] = {}
    unread: list[Unread] = []
    kept = {f"calendar:{one.partition(':')[0][:50]}": one for one in calendar.properties}
    series = 0
    for one in calendar.components:
        if one.kind == "VTIMEZONE":
            kept[zone_key(one.first("TZID"))] = one.text
            continue
        try:
            event = _parse(one)
            series += is_series(event)
            for made in _read(one, event, clock, follow=series <= MOST_SERIES):
                if made.text or (made.uid, made.occurrence) not in events:
                    events[made.uid, made.occurrence] = made
            if is_series(event):
                kept[series_key(_uid(one))] = one.text
        except Unreadable as error:
            unread.append(Unread(one.first("SUMMARY")[:LONGEST_TITLE] or one.kind, str(error)))
            kept[_key(one.kind, _uid(one) + one.first("RECURRENCE-ID"))] = one.text
    return Taken([*events.values()], unread, kept)


def read_again(text: str, clock: Clock) -> Incoming | None:
    """Return what is read of a kept event, as when it came in; of a series, what all have alike."""
    component = Component("VEVENT", text)
    try:
        return _read_one(component, _parse(component), clock)
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


def _read(component: Component, event: Any, clock: Clock, *, follow: bool) -> Iterator[Incoming]:
    one = _read_one(component, event, clock)
    if not is_series(event):
        yield one
        return
    try:
        _check_followed(event)
        starts = list_starts(event, one.plan.starts_at, one.plan.zone) if follow else []
    except (NotFollowed, *BROKEN) as error:
        raise Unreadable(
            _("It repeats too often, or in a way we do not follow; the rule is kept.")
        ) from error
    if not follow:
        raise Unreadable(_("There are too many series; the rule is kept."))
    for start in starts:
        plan = replace(one.plan, starts_at=start)
        state = _state(component, plan)
        yield replace(one, occurrence=write_moment(start), plan=plan, state=state, text="")


def _check_followed(event: Any) -> None:
    """Refuse a series in a zone of its calendar's own: its rule would need that zone's clocks."""
    start = event["DTSTART"]
    if "TZID" in start.params and start.dt.tzinfo is None:
        raise NotFollowed


def _read_one(component: Component, event: Any, clock: Clock) -> Incoming:
    uid = _uid(component)
    if len(uid) > LONGEST_UID:
        raise Unreadable(_("Its name among calendars (UID) is too long."))
    start, own_zone = _moment(event, "DTSTART", clock)
    recurrence = ""
    if "RECURRENCE-ID" in event:
        recurrence = write_moment(_moment(event, "RECURRENCE-ID", clock)[0])
    minutes = _minutes(event, start, clock)
    link = next(filter(None, (_link(event, name) for name in _LINKS)), "")
    place = _said(event, "LOCATION", LONGEST_TITLE, clean_line)
    plan = Plan(
        title=_said(event, "SUMMARY", LONGEST_TITLE, clean_line) or _("Meeting"),
        description=_said(event, "DESCRIPTION", LONGEST_TEXT, clean_text),
        starts_at=start,
        minutes=minutes,
        zone=own_zone,
        place="" if place == link else place,
        link=link,
    )
    state = _state(component, plan)
    is_private = component.first("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"}
    return Incoming(uid, recurrence, plan, state, component.text, not is_private)


def _state(component: Component, plan: Plan) -> State:
    said = _STATES.get(component.first("STATUS").upper())
    if said is not None:
        return said
    is_over = plan.starts_at + timedelta(minutes=plan.minutes) < now()
    return State.HELD if is_over else State.ANNOUNCED


def _moment(event: Any, name: str, clock: Clock) -> tuple[datetime, str]:
    """Return when something is, in UTC, and the zone that it was said in."""
    value = _value(event, name)
    if value is None:
        raise Unreadable(_("It does not say when it begins, or not in a way we can read."))
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    named = str(event[name].params.get("TZID", ""))
    if value.tzinfo is None:
        value = value.replace(tzinfo=_tell_zone(clock, named, value))
    key = as_zone(str(getattr(value.tzinfo, "key", "")))
    try:
        moment = value.astimezone(UTC)
    except OverflowError as error:
        raise Unreadable(_("It is too far away.")) from error
    return moment.replace(microsecond=0), clock.zone if key in {"", UNIVERSAL} else key


def _tell_zone(clock: Clock, named: str, wall: datetime) -> tzinfo:
    if not named:
        return ZoneInfo(clock.zone)
    offset = offset_at(clock.zones, named, wall)
    if offset is None:
        raise Unreadable(_("It is in a time zone that we do not know."))
    return timezone(offset)


def _value(event: Any, name: str) -> Any:
    try:
        return getattr(event.get(name), "dt", None)
    except ValueError:  # the library kept what it could not read
        return None


def _minutes(event: Any, start: datetime, clock: Clock) -> int:
    length = _value(event, "DURATION")
    if "DTEND" in event:
        length = _moment(event, "DTEND", clock)[0] - start
    if not isinstance(length, timedelta):
        is_day = not isinstance(_value(event, "DTSTART"), datetime)
        length = timedelta(days=1) if is_day else timedelta(hours=1)
    minutes = max(int(length.total_seconds() // 60), 1)
    if minutes > LONGEST:
        raise Unreadable(_("It lasts longer than a month."))
    return minutes


def _said(event: Any, name: str, most: int, clean: Any) -> str:
    text = _first(event, name)
    try:
        return clean(text if len(text) <= most else text[: most - 1] + "…", most)
    except BadText:
        return ""


def _first(event: Any, name: str) -> str:
    """Return what a property says; a broken calendar may say it several times."""
    value = event.get(name, "")
    return str(cast("list[object]", value)[0] if isinstance(value, list) else value)


def _link(event: Any, name: str) -> str:
    text = _first(event, name).strip()
    try:
        return read_website(text) if text.startswith("https://") else ""
    except BadText:
        return ""


def _uid(component: Component) -> str:
    """Return what an event is called; one without a UID is known again by its words."""
    return component.first("UID") or fingerprint(component.text)


def _key(kind: str, name: str) -> str:
    return f"{kind[:20]}:{fingerprint(name)[:40]}"
