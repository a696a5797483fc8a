"""Whether a chapter grows, and how long who asks waits: arithmetic on its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import inf
from statistics import median
from typing import TYPE_CHECKING, Final

from cop.chapters.models.memberships import INSIDE, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from cop.chapters.queries.stands import Change

ANSWERS: Final = frozenset({State.ACTIVE, State.DECLINED, State.BANNED})
WITHIN: Final = (1, 3, 7, 14)  # days; whoever waited longer stands last


@dataclass(frozen=True, slots=True)
class Month:
    """How many were members at the end of a month or are now, and who came and went in it."""

    first: date
    members: int
    came: int
    went: int


@dataclass(frozen=True, slots=True)
class Answers:
    """How many requests were answered within so many days each, None for later; and the median."""

    within: Sequence[tuple[int | None, int]]
    median: float

    @property
    def total(self) -> int:
        """Return how many were answered."""
        return sum(count for _days, count in self.within)


def count_months(changes: Iterable[Change], today: datetime, months: int = 12) -> list[Month]:
    """Return the last `months` months up to today, from steps in their order."""
    last = _number(today)
    inside: set[int] = set()
    members, came, went = ([0] * months for _each in range(3))
    for one in changes:
        is_in, at = one.profile_id in inside, _number(one.at) - last + months - 1
        will_be = one.after in INSIDE
        if is_in == will_be:
            continue
        (inside.add if will_be else inside.discard)(one.profile_id)
        if at >= 0:
            (came if will_be else went)[at] += 1
    count = len(inside)
    for at in reversed(range(months)):  # from now back: what came since was not there before
        members[at] = count
        count -= came[at] - went[at]
    return [
        Month(date(number // 12, number % 12 + 1, 1), members[at], came[at], went[at])
        for at, number in enumerate(range(last - months + 1, last + 1))
    ]


def count_answers(changes: Iterable[Change], since: datetime) -> Answers:
    """Return how fast requests were answered from `since` on, by whoever decided."""
    days = [
        (one.at - one.stood).total_seconds() / 86_400
        for one in changes
        if one.before is State.REQUESTED and one.after in ANSWERS and one.stood and one.at >= since
    ]
    bounds = [-inf, *WITHIN, inf]
    return Answers(
        [
            (within, sum(low < one <= high for one in days))
            for within, low, high in zip((*WITHIN, None), bounds, bounds[1:], strict=False)
        ],
        median(days) if days else 0.0,
    )


def _number(moment: datetime) -> int:
    """Return a month as one number: year * 12 + month - 1."""
    return moment.year * 12 + moment.month - 1
