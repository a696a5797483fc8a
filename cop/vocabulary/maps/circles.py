"""Circles on a map that make room for each other and still stay near home."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from cop.vocabulary.maps.plane import Box, Point

OVERLAP = 0.06
"""How much of the sum of their radii two neighbouring circles may share."""

_ROUNDING = 0.15  # kept free besides, so that rounding to tenths afterwards does no harm
_SEARCHES, _TIDYINGS = 6, 40
_ROUNDS = 10  # of pushing between two looks at who is near whom
_SLACK = 4.0  # how far apart circles may be and still meet before the next look
_PULL = 0.04

_Pair: TypeAlias = tuple[int, int, float]
"""Two circles by their places in the row, and the least distance between their centres."""


class Circle(NamedTuple):
    """A circle by centre and radius."""

    x: float
    y: float
    radius: float


def spread_circles(circles: Sequence[Circle], frame: Box) -> list[Circle]:
    """Push crowded circles apart until none overlap by more than OVERLAP, each pulled home.

    First come rounds of pushing and pulling, in which everyone finds a spot near home; then
    pushing alone tidies up what pulling left. No circle leaves the frame. Circles that together
    are larger than the frame keep some overlap.
    """
    homes = [(circle.x, circle.y) for circle in circles]
    radii = [circle.radius for circle in circles]
    spots = _keep_inside(homes, radii, frame)
    for _ in range(_SEARCHES):
        pairs = _find_pairs(spots, radii)
        for _ in range(_ROUNDS):
            _push_apart(spots, radii, pairs)
            spots = _keep_inside(_pull_home(spots, homes), radii, frame)
    for _ in range(_TIDYINGS):
        pairs = _find_pairs(spots, radii)
        if not _push_apart(spots, radii, pairs):
            break
        for _ in range(_ROUNDS):
            spots = _keep_inside(spots, radii, frame)
            _push_apart(spots, radii, pairs)
        spots = _keep_inside(spots, radii, frame)
    return [Circle(x, y, radius) for (x, y), radius in zip(spots, radii, strict=True)]


def _find_pairs(spots: Sequence[Point], radii: Sequence[float]) -> list[_Pair]:
    """Find the pairs that are too near each other, or soon could be."""
    order = sorted(range(len(spots)), key=lambda index: spots[index])
    widest = max(radii, default=0)
    found: list[_Pair] = []
    for place, first in enumerate(order):
        (x, y), radius = spots[first], radii[first]
        for second in order[place + 1 :]:
            other_x, other_y = spots[second]
            if other_x - x > radius + widest + _SLACK:
                break
            least = (radius + radii[second]) * (1 - OVERLAP) + _ROUNDING
            if math.hypot(other_x - x, other_y - y) < least + _SLACK:
                found.append((min(first, second), max(first, second), least))
    return sorted(found)


def _push_apart(spots: list[Point], radii: Sequence[float], pairs: Iterable[_Pair]) -> bool:
    """Move both circles of each crowded pair, the smaller one further; tell whether any moved."""
    moved = False
    for first, second, least in pairs:
        (x0, y0), (x1, y1) = spots[first], spots[second]
        right, down = x1 - x0, y1 - y0
        distance = math.hypot(right, down)
        if distance >= least:
            continue
        if distance == 0:  # the same spot: leave it in a direction of one's own
            right, down, distance = math.cos(second), math.sin(second), 1.0
        step = (least - distance + _ROUNDING / 3) / distance
        share = radii[second] / (radii[first] + radii[second])
        spots[first] = x0 - right * step * share, y0 - down * step * share
        spots[second] = x1 + right * step * (1 - share), y1 + down * step * (1 - share)
        moved = True
    return moved


def _pull_home(spots: Sequence[Point], homes: Sequence[Point]) -> list[Point]:
    return [
        (x + (home_x - x) * _PULL, y + (home_y - y) * _PULL)
        for (x, y), (home_x, home_y) in zip(spots, homes, strict=True)
    ]


def _keep_inside(spots: Sequence[Point], radii: Sequence[float], frame: Box) -> list[Point]:
    left, top, right, bottom = frame
    return [
        (max(left + radius, min(right - radius, x)), max(top + radius, min(bottom - radius, y)))
        for (x, y), radius in zip(spots, radii, strict=True)
    ]
