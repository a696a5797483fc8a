"""Single values of an event that came in: when it is, how long, what it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final, cast
from zoneinfo import ZoneInfo

from cop.events.foreign import offset_at
from cop.events.models import LONGEST
from cop.events.zones import UNIVERSAL, YEARS, as_zone
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText
from profiles.forms.values import read_website

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo


MOST_YEARS: Final = 120  # of zones that came with a calendar: each takes milliseconds


class Unreadable(ValueError):
    """No meeting can be made of an event; the message says why."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """What tells the time of a calendar.

    Attributes:
        zone: of times that say none.
        zones: the text of those that came with it, by their names.
        asked: of which of those, in which years.
    """

    zone: str
    zones: Mapping[str, str]
    asked: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])


def read_moment(event: Any, name: str, clocks: Clocks) -> tuple[datetime, str]:
    """Return when something is, in UTC, and the zone that it was said in.

    Raises:
        Unreadable: it does not say, or not so that we know.
    """
    value = _value(event, name)
    if value is None:
        raise Unreadable(_("It does not say when it begins, or not in a way we can read."))
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if value.year not in YEARS:
        raise Unreadable(_("It is too far away."))
    named = str(event[name].params.get("TZID", ""))
    if value.tzinfo is None:
        value = value.replace(tzinfo=_tell_zone(clocks, named, value))
    key = as_zone(str(getattr(value.tzinfo, "key", "")))
    moment = value.astimezone(UTC)
    return moment.replace(microsecond=0), clocks.zone if key in {"", UNIVERSAL} else key


def _tell_zone(clocks: Clocks, named: str, wall: datetime) -> tzinfo:
    if not named:
        return ZoneInfo(clocks.zone)
    clocks.asked.add((named, wall.year))
    is_known = len(clocks.asked) <= MOST_YEARS
    offset = offset_at(clocks.zones, named, wall) if is_known else None
    if offset is None:
        raise Unreadable(_("It is in a time zone that we do not know."))
    return timezone(offset)


def _value(event: Any, name: str) -> Any:
    try:
        return getattr(event.get(name), "dt", None)
    except ValueError:  # the library kept what it could not read
        return None


def read_minutes(event: Any, start: datetime, clocks: Clocks) -> int:
    """Return how long an event lasts: an hour, or a day, where it does not say.

    Raises:
        Unreadable: longer than a month.
    """
    length = _value(event, "DURATION")
    if "DTEND" in event:
        length = read_moment(event, "DTEND", clocks)[0] - start
    if not isinstance(length, timedelta):
        is_day = not isinstance(_value(event, "DTSTART"), datetime)
        length = timedelta(days=1) if is_day else timedelta(hours=1)
    minutes = max(int(length.total_seconds() // 60), 1)
    if minutes > LONGEST:
        raise Unreadable(_("It lasts longer than a month."))
    return minutes


def read_text(event: Any, name: str, most: int, clean: Callable[[str, int], str]) -> str:
    """Return what a property says, safe to keep and cut to `most`; "" for what cannot be kept."""
    text = _first(event, name)
    try:
        return clean(text if len(text) <= most else text[: most - 1] + "…", most)
    except BadText:
        return ""


def _first(event: Any, name: str) -> str:
    """Return what a property says; a broken calendar may say it several times."""
    value = event.get(name, "")
    return str(cast("list[object]", value)[0] if isinstance(value, list) else value)


def read_link(event: Any, name: str) -> str:
    """Return the address that a property says, "" where it says none that browsers go to."""
    text = _first(event, name).strip()
    try:
        return read_website(text) if text.startswith("https://") else ""
    except BadText:
        return ""
