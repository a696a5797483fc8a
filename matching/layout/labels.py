"""Which people are named in the explorer, and where their names stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from matching.layout.boxes import Box, measure_text
from matching.layout.explorer import REACH
from matching.layout.names import box_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from numpy.typing import NDArray

    from matching.layout.explorer import Explorer, Group, Mark

_SIZE: Final = 12
_BOLD: Final = 13
"""The name in focus is bold, which is as wide as a letter size more."""

_HALF_LINE: Final = 7
_AIR: Final = 2.5
_RING: Final = 2.5
"""The mark in focus carries a ring."""

_MARGIN: Final = 4
_AT_LEAST: Final = 2
_NAMED: Final = 6
_ELIGIBLE: Final = 3
"""One in so many of a group is named, and one in so many may be if the best tied have no room."""


@dataclass(frozen=True)
class Label:
    """A name on the baseline at (x, y); `anchor` is SVG's "start", "middle" or "end"."""

    member: int
    text: str
    x: float
    y: float
    anchor: str


class _Spot(NamedTuple):
    box: Box
    x: float
    y: float
    anchor: str


def place_labels(
    explorer: Explorer, labels: Mapping[int, str], *, focus: int | None = None
) -> tuple[Label, ...]:
    """Name the hubs of each group, or the focus and its neighbours, wherever there is room.

    The best tied come first. A name covers no other name, and no mark unless it is the focus's; a
    person beside whose mark no such place is free stays without.
    """
    around = explorer.around(focus)
    named = [group for group in explorer.groups if group.lines]
    taken = [box_name(group.lines, group.x, group.y) for group in named]
    marks = np.array([_box_mark(mark) for mark in explorer.marks]).reshape(-1, 4)
    left = [group.size if around else _share(group, _NAMED) for group in explorer.groups]
    placed: list[Label] = []
    for mark in _choose(explorer, around, focus):
        text = labels.get(mark.member)
        if not text or not left[mark.group]:
            continue
        in_focus = mark.member == focus
        spots = [
            (_count_met(spot.box, marks), order, spot)
            for order, spot in enumerate(_list_spots(mark, text, in_focus=in_focus))
            if _fits(spot.box, explorer) and not spot.box.meets(taken)
        ]
        covered, _, spot = min(spots, default=(0, 0, None))
        if spot and (in_focus or not covered):
            taken.append(spot.box)
            left[mark.group] -= 1
            placed.append(Label(mark.member, text, round(spot.x, 1), round(spot.y, 1), spot.anchor))
    return tuple(placed)


def _choose(explorer: Explorer, around: Collection[int], focus: int | None) -> list[Mark]:
    """Return who may be named, most important first: those around the focus, or the best tied."""
    ranked = sorted(explorer.marks, key=lambda mark: (mark.member != focus, -mark.degree))
    if around:
        return [mark for mark in ranked if mark.member in around]
    best = [
        [mark for mark in ranked if mark.group == index][: _share(group, _ELIGIBLE)]
        for index, group in enumerate(explorer.groups)
    ]
    return [mark for mark in ranked if mark in best[mark.group]]


def _share(group: Group, part: int) -> int:
    return max(_AT_LEAST, group.size // part)


def _list_spots(mark: Mark, text: str, *, in_focus: bool) -> Iterator[_Spot]:
    """Yield the places beside a mark: right, left, below, above."""
    width = measure_text(text, _BOLD if in_focus else _SIZE)
    x, y = mark.x, mark.y
    away = mark.radius * REACH + _AIR + (_RING if in_focus else 0)
    low, high, drop = y - _HALF_LINE, y + _HALF_LINE, 4
    yield _Spot(Box(x + away, low, x + away + width, high), x + away, y + drop, "start")
    yield _Spot(Box(x - away - width, low, x - away, high), x - away, y + drop, "end")
    left, right, line = x - width / 2, x + width / 2, 2 * _HALF_LINE
    yield _Spot(Box(left, y + away, right, y + away + line), x, y + away + line - 3, "middle")
    yield _Spot(Box(left, y - away - line, right, y - away), x, y - away - 3, "middle")


def _box_mark(mark: Mark) -> Box:
    reach = mark.radius * REACH
    return Box(mark.x - reach, mark.y - reach, mark.x + reach, mark.y + reach)


def _count_met(box: Box, marks: NDArray[np.float64]) -> int:
    left, top, right, bottom = marks.T
    met = (box.left < right) & (left < box.right) & (box.top < bottom) & (top < box.bottom)
    return int(np.count_nonzero(met))


def _fits(box: Box, explorer: Explorer) -> bool:
    return (
        box.left >= _MARGIN
        and box.top >= _MARGIN
        and box.right <= explorer.width - _MARGIN
        and box.bottom <= explorer.height - _MARGIN
    )
