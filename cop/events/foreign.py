"""Time zones that a calendar brings along, under names of its own.

The calendar library would make zones of them for all calendars to come, under whatever name, and
follow their rules as far as they lead. Here one only says how far ahead it is at one time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cop.events.components import BROKEN, parse_event
from cop.events.repeating import NotFollowed, read_rule, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime, timedelta

    from cop.events.repeating import Rule

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
    try:
        return sorted(
            (wall, part.offset) for part in _read_parts(text) for wall in _list_walls(part, year)
        )
    except BROKEN:
        return ()


@dataclass(frozen=True, slots=True)
class _Part:
    """How far a zone is ahead of UTC since a wall time, and again by a rule, if there is one."""

    first: datetime
    offset: timedelta
    rule: Rule | None


@lru_cache(maxsize=128)
def _read_parts(text: str) -> Sequence[_Part]:
    """Return the parts of a zone; none where one of them cannot be followed."""
    parts = _PART.findall(text)
    if len(parts) > _MOST_PARTS or sum("RRULE" in one.upper() for one in parts) > _MOST_RULES:
        return ()
    try:
        return [*map(_read_part, parts)]
    except BROKEN:
        return ()


def _read_part(part: str) -> _Part:
    event = parse_event(f"BEGIN:VEVENT\n{part}END:VEVENT")  # its lines are those of an event, too
    if event is None:
        raise NotFollowed
    rule = read_rule(event["RRULE"]) if "RRULE" in event else None
    if rule and (rule.freq != "YEARLY" or len(rule.months) != 1):  # clocks follow no other
        raise NotFollowed
    first = event["DTSTART"].dt.replace(tzinfo=None)
    return _Part(first, event["TZOFFSETTO"].td, rule)


def _list_walls(part: _Part, year: int) -> Iterator[datetime]:
    yield part.first
    if part.rule and part.first.year <= year:
        recent = part.first.replace(year=max(part.first.year, year - _YEARS))
        yield from walk(part.rule, recent, recent.replace(year=year + 1))
