"""A time zone for calendars: what clocks do from the year before some moments to the year after.

Written from `zoneinfo` itself: calendars must not need our tables of zones to read our times.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vUTCOffset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AROUND: Final = timedelta(days=366)
_STEP: Final = timedelta(days=7)  # no zone changes its clocks twice in a week


def write_zone(name: str, moments: Sequence[datetime]) -> Any:
    """Return the VTIMEZONE of a zone that holds around these moments.

    Each change of clocks stands by itself, at the time that clocks showed before it.
    Source: RFC 5545, 3.6.5.
    """
    zone = ZoneInfo(name)
    begin = min(moments).replace(microsecond=0) - AROUND
    end = max(moments) + AROUND
    written: Any = Timezone()
    written.add("TZID", name)
    offset = _offset(begin, zone)
    written.add_component(_observance(begin, zone, offset))
    for change in _changes(begin, end, zone):
        written.add_component(_observance(change, zone, offset))
        offset = _offset(change, zone)
    return written


def _observance(moment: datetime, zone: ZoneInfo, before: timedelta) -> Any:
    """Return what clocks show from `moment` on, where they were `before` ahead until then."""
    local, after = moment.astimezone(zone), _offset(moment, zone)
    # Some zones call their winter the saving: what counts for readers is who is put forward.
    is_forward = after > before or (after == before and (local.dst() or timedelta()) > timedelta())
    part: Any = TimezoneDaylight() if is_forward else TimezoneStandard()
    part.add("DTSTART", (moment.astimezone(UTC) + before).replace(tzinfo=None))
    part.add("TZOFFSETFROM", vUTCOffset(before))
    part.add("TZOFFSETTO", vUTCOffset(after))
    part.add("TZNAME", local.tzname())
    return part


def _changes(begin: datetime, end: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the moments at which clocks change, to the second."""
    at = begin
    while at < end:
        following = at + _STEP
        if _state(at, zone) != _state(following, zone):
            yield _bisect(at, following, zone)
        at = following


def _bisect(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    old, second = _state(before, zone), timedelta(seconds=1)
    while after - before > second:
        middle = before + (after - before) // second // 2 * second
        before, after = (middle, after) if _state(middle, zone) == old else (before, middle)
    return after


def _state(moment: datetime, zone: ZoneInfo) -> tuple[timedelta, bool]:
    local = moment.astimezone(zone)
    return _offset(moment, zone), bool(local.dst())


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
