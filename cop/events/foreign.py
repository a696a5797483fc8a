"""Time zones that a calendar brings along, under names of its own.

The calendar library would make zones of them for all calendars to come, under whatever name, and
follow their rules as far as they lead. Here one only says how far ahead it is at one time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cop.events.components import BROKEN, parse_event
from cop.events.repeating import NotFollowed, read_rule, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime, timedelta

_PART: Final = re.compile(
    r"^BEGIN:(?:STANDARD|DAYLIGHT)\s*$\n(.*?)^END:", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
_MOST_PARTS: Final = 200
_MOST_RULES: Final = 8
_YEARS: Final = 2  # before: a rule may give an earlier day than that on which it began


def offset_at(zones: Mapping[str, str], name: str, wall: datetime) -> timedelta | None:
    """Return how far the zone `name` is ahead of UTC at a wall time.

    None where there is no such zone, or it says so in a way that is not followed.

    Args:
        zones: the text of each zone, by its name.
        name: of the zone.
        wall: what its clocks show.
    """
    changes = _list_changes(zones.get(name, ""), wall.year)
    if not changes:
        return None
    _at, offset = max((one for one in changes if one[0] <= wall), default=changes[0])
    return offset


@lru_cache(maxsize=128)
def _list_changes(text: str, year: int) -> Sequence[tuple[datetime, timedelta]]:
    """Return when clocks change until the end of `year`, and how far ahead they are then.

    In order; none where a part of the zone cannot be followed. A file may ask a thousand times.
    """
    parts = _PART.findall(text)
    if len(parts) > _MOST_PARTS or sum("RRULE" in one.upper() for one in parts) > _MOST_RULES:
        return ()
    try:
        return sorted(change for part in parts for change in _read_changes(part, year))
    except BROKEN:
        return ()


def _read_changes(part: str, year: int) -> Iterator[tuple[datetime, timedelta]]:
    event = parse_event(f"BEGIN:VEVENT\n{part}END:VEVENT")  # its lines are those of an event, too
    if event is None:
        raise NotFollowed
    first = event["DTSTART"].dt.replace(tzinfo=None)
    offset: timedelta = event["TZOFFSETTO"].td
    yield first, offset
    if "RRULE" in event and first.year <= year:
        recent = first.replace(year=max(first.year, year - _YEARS))
        for wall in walk(read_rule(event["RRULE"]), recent, recent.replace(year=year + 1)):
            yield wall, offset
