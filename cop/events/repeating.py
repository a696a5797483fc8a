"""Series of events, made into single ones within bounds.

A rule may ask for an event each second for ever, or for the 30th of February, which libraries seek
until the year 9999. So days are walked through here, each once, within a window; what repeats by
the hour, or by the week of the year, stays a rule.

Source: RFC 5545, 3.3.10.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final, cast

from cop.kit.clock import now

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import tzinfo

MOST: Final = 120  # events of one series
MOST_RULES: Final = 2  # of one series, which should have one
_YEAR: Final = timedelta(days=366)
BEFORE: Final = _YEAR
AFTER: Final = 2 * _YEAR
_OLDEST: Final = 10 * _YEAR
_WEEK: Final = 7
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS: Final = frozenset(
    "FREQ INTERVAL COUNT UNTIL BYMONTH BYMONTHDAY BYDAY BYSETPOS WKST".split()
)


class NotFollowed(ValueError):
    """The series stays a rule."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """How something repeats; empty parts say nothing.

    Attributes:
        freq: DAILY, WEEKLY, MONTHLY or YEARLY.
        weekdays: each with its number in the month or year, 0 for all of them; Monday is 0. Of days
            and weeks there are no numbers.
        positions: which days of each period, of those that the other parts leave.
    """

    freq: str
    interval: int = 1
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    weekdays: frozenset[tuple[int, int]] = frozenset()
    positions: frozenset[int] = frozenset()
    week_start: int = 0
    count: int | None = None


def list_starts(event: Any, first: datetime, clock: tzinfo) -> list[datetime]:
    """Return when the events of a series begin, in UTC, within the window, the first first.

    Args:
        event: with RRULE, RDATE, EXDATE.
        first: when its first one begins.
        clock: which the rule follows.

    Raises:
        NotFollowed: its rule has parts we do not know, began long ago or has too many events; or
            there are too many rules.
    """
    begin, end = now() - BEFORE, now() + AFTER
    if first < begin - _OLDEST or len(_values(event, "RRULE")) > MOST_RULES:
        raise NotFollowed
    starts = {first}
    for parts in _values(event, "RRULE"):
        rule, until = read_rule(parts), parts.get("UNTIL") or [end]
        last = min(_as_moment(_last_of(until[0]), clock), end).astimezone(clock)
        walls = walk(rule, first.astimezone(clock).replace(tzinfo=None), last.replace(tzinfo=None))
        starts |= {_as_moment(one, clock) for one in walls}
    starts |= _moments(event, "RDATE", clock)
    starts -= _moments(event, "EXDATE", clock)
    listed = sorted(one for one in starts if begin <= one <= end)
    if len(listed) > MOST:
        raise NotFollowed
    return listed


def read_rule(parts: Mapping[str, Sequence[Any]]) -> Rule:
    """Read a rule as the calendar library gives it.

    Raises:
        NotFollowed: it has parts we do not know.
    """
    freq = str(parts["FREQ"][0]).upper()
    if freq not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"} or parts.keys() - _PARTS:
        raise NotFollowed
    numbers = {
        name: frozenset(int(one) for one in parts.get(name, ()))
        for name in ("BYMONTH", "BYMONTHDAY", "BYSETPOS")
    }
    is_numbered = freq in {"MONTHLY", "YEARLY"}
    return Rule(
        freq=freq,
        interval=max(int(parts.get("INTERVAL", [1])[0]), 1),
        months=numbers["BYMONTH"],
        month_days=numbers["BYMONTHDAY"],
        positions=numbers["BYSETPOS"],
        weekdays=frozenset(
            (int(one[:-2] or 0) if is_numbered else 0, _WEEKDAYS.index(one[-2:]))
            for one in map(str, parts.get("BYDAY", ()))
        ),
        week_start=_WEEKDAYS.index(str(parts.get("WKST", ["MO"])[0])),
        count=int(parts["COUNT"][0]) if parts.get("COUNT") else None,
    )


def walk(rule: Rule, first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield the wall times that the rule gives from `first` to `last`."""
    return islice(_walk(rule, first, last), rule.count)


def _walk(rule: Rule, first: datetime, last: datetime) -> Iterator[datetime]:
    begin, end = first.date() - _YEAR, last.date() + _YEAR  # whole periods, the first and the last
    days = map(date.fromordinal, range(begin.toordinal(), end.toordinal() + 1))
    if rule.months:
        days = (day for day in days if day.month in rule.months)
    start = _period(rule, first.date())
    for number, period in groupby(days, lambda day: _period(rule, day)):
        if number < start or (number - start) % rule.interval:
            continue
        for day in _pick(rule, [day for day in period if _fits(rule, day, first.date())]):
            wall = datetime.combine(day, first.time())
            if first <= wall <= last:
                yield wall


def _period(rule: Rule, day: date) -> int:
    """Return the number of the day, week, month or year that a day is in."""
    match rule.freq:
        case "DAILY":
            return day.toordinal()
        case "WEEKLY":
            return (day.toordinal() - 1 - rule.week_start) // _WEEK
        case "MONTHLY":
            return day.year * 12 + day.month
        case _:
            return day.year


def _fits(rule: Rule, day: date, first: date) -> bool:
    if rule.month_days and day.day not in rule.month_days:
        from_end = day.day - monthrange(day.year, day.month)[1] - 1
        if from_end not in rule.month_days:
            return False
    if rule.weekdays:
        weekday = day.weekday()
        return any((number, weekday) in rule.weekdays for number in _numbers(rule, day))
    if rule.month_days or rule.freq == "DAILY":
        return True
    if rule.freq == "WEEKLY":
        return day.weekday() == first.weekday()
    is_month = rule.freq == "MONTHLY" or bool(rule.months) or day.month == first.month
    return is_month and day.day == first.day


def _numbers(rule: Rule, day: date) -> tuple[int, int, int]:
    """Return 0, and the how many-th of its weekday it is in its month or year, from either end."""
    place, length = day.day, monthrange(day.year, day.month)[1]
    if rule.freq == "YEARLY" and not rule.months:
        place, length = day.timetuple().tm_yday, 365 + isleap(day.year)
    return 0, (place - 1) // _WEEK + 1, -((length - place) // _WEEK + 1)


def _pick(rule: Rule, days: Sequence[date]) -> Sequence[date]:
    if not rule.positions:
        return days
    return [day for at, day in enumerate(days) if {at + 1, at - len(days)} & rule.positions]


def _last_of(until: date) -> datetime:
    """Return until when a rule goes; to the end of the day where it names only a day."""
    return until if isinstance(until, datetime) else datetime.combine(until, time.max)


def _moments(event: Any, name: str, clock: tzinfo) -> set[datetime]:
    values = (one.dt for many in _values(event, name) for one in many.dts)
    return {_as_moment(one[0] if isinstance(one, tuple) else one, clock) for one in values}


def _as_moment(value: Any, clock: tzinfo) -> datetime:
    """Return a date, a wall time or a moment of a calendar in UTC."""
    if not isinstance(value, datetime):
        day = cast("date", value)
        value = datetime.combine(day, time.min)  # it gets its zone below
    return (value if value.tzinfo else value.replace(tzinfo=clock)).astimezone(UTC)


def _values(event: Any, name: str) -> list[Any]:
    found: Any = event.get(name, [])
    return cast("list[Any]", found) if isinstance(found, list) else [found]
