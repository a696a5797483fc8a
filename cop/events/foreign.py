"""Time zones that a calendar brings along, under names of its own.

The calendar library would make zones of them for all calendars to come, under whatever name, and
follow their rules as far as they lead. Here one only says how far ahead it is at one time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cop.events.components import parse_event
from cop.events.repeating import NotFollowed, read_rule, walk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

_PART: Final = re.compile(
    r"^BEGIN:(?:STANDARD|DAYLIGHT)\s*$\n(.*?)^END:", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
_MOST_PARTS: Final = 200
_YEARS: Final = 2  # a rule by the year has its last change within


def offset_at(zones: Mapping[str, str], name: str, wall: datetime) -> timedelta | None:
    """Return how far the zone `name` is ahead of UTC at a wall time.

    None where there is no such zone, or it says so in a way that is not followed.

    Args:
        zones: the text of each zone, by its name.
        name: of the zone.
        wall: what its clocks show.
    """
    parts = _PART.findall(zones.get(name, ""))
    if not parts or len(parts) > _MOST_PARTS:
        return None
    try:
        changes = [_last_change(part, wall) for part in parts]
    except (NotFollowed, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
    _at, offset = max((one for one in changes if one[0] <= wall), default=min(changes))
    return offset


def _last_change(part: str, wall: datetime) -> tuple[datetime, timedelta]:
    """Return when this part last began before `wall`, and how far ahead its clocks are then."""
    # Its lines are those of an event, too.
    event = parse_event(f"BEGIN:VEVENT\n{part}END:VEVENT")
    if event is None:
        raise NotFollowed
    first = event["DTSTART"].dt.replace(tzinfo=None)
    offset: timedelta = event["TZOFFSETTO"].td
    last = first
    if "RRULE" in event and first < wall:
        recent = first.replace(year=max(first.year, wall.year - _YEARS))
        last = max(walk(read_rule(event["RRULE"]), recent, wall), default=first)
    return last, offset
