"""The smallest convex outline around points."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    Point = tuple[float, float]


def find_hull(points: Iterable[Point]) -> list[Point]:
    """Return the corners of the convex hull, each once, without those on a straight edge.

    Source: Andrew, Another efficient algorithm for convex hulls in two dimensions, 1979.
    """
    ordered = sorted(set(points))
    if len(ordered) <= 1:
        return ordered
    return _walk(ordered) + _walk(ordered[::-1])


def _walk(ordered: list[Point]) -> list[Point]:
    """Return the corners on one side, all but the last, which begins the other side."""
    corners: list[Point] = []
    for point in ordered:
        while len(corners) > 1 and not _turns(corners[-2], corners[-1], point):
            corners.pop()
        corners.append(point)
    return corners[:-1]


def _turns(first: Point, second: Point, third: Point) -> bool:
    (x1, y1), (x2, y2), (x3, y3) = first, second, third
    return (x2 - x1) * (y3 - y1) > (y2 - y1) * (x3 - x1)
