"""Plane geometry for the maps: boxes, rings, clipping, path data and room for text.

It knows nothing of countries. As in SVG, x grows to the right and y grows downwards. A ring is a
closed outline whose first point is not repeated at its end.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = Sequence[Point]

TEXT_HEIGHT = 14
TEXT_LENGTH = 120
"""Pixels: no name needs more room than that to look comfortable."""

_GAP = 4  # pixels between two names on land
_ROW = TEXT_HEIGHT / 3  # a row of text needs the rows above and below it


class Box(NamedTuple):
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Measure from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Measure from top to bottom."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Measure the area inside."""
        return self.width * self.height

    @property
    def centre(self) -> Point:
        """Return the point in the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, point: Point) -> bool:
        """Tell whether the point lies in the box or on its edge."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def distance(self, other: "Box") -> float:
        """Measure the gap to another box along the axis where it is wider; 0 when they touch."""
        return max(
            self.left - other.right,
            other.left - self.right,
            self.top - other.bottom,
            other.top - self.bottom,
            0.0,
        )

    def padded(self, margin: float) -> "Box":
        """Return the box with the margin added on every side."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def joined(self, other: "Box") -> "Box":
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def common(self, other: "Box") -> "Box":
        """Return the box of what lies in both, which must touch."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


def bound(points: Iterable[Point]) -> Box:
    """Return the smallest box around the points."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def measure_area(ring: Ring) -> float:
    """Measure the area inside a ring."""
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in _edges(ring))) / 2


def clip_ring(ring: Ring, box: Box) -> Ring:
    """Cut off what lies outside the box; parts cut loose stay joined along its edge.

    Source: Sutherland and Hodgman, Reentrant polygon clipping, 1974.
    """
    ring = _cut(ring, 0, box.left, 1)
    ring = _cut(ring, 0, box.right, -1)
    ring = _cut(ring, 1, box.top, 1)
    return _cut(ring, 1, box.bottom, -1)


def _cut(ring: Ring, axis: int, limit: float, sign: int) -> Ring:
    kept: list[Point] = []
    for start, end in _edges(ring):
        starts_inside = (start[axis] - limit) * sign >= 0
        if starts_inside:
            kept.append(start)
        if starts_inside != ((end[axis] - limit) * sign >= 0):
            share = (limit - start[axis]) / (end[axis] - start[axis])
            kept.append(
                (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            )
    return kept


def _edges(ring: Ring) -> Iterator[tuple[Point, Point]]:
    yield from pairwise(ring)
    if ring:
        yield ring[-1], ring[0]


def write_path(rings: Iterable[Ring]) -> str:
    """Write rings as SVG path data: whole numbers, relative steps, no needless separators."""
    return "".join(map(_write_ring, rings))


def _write_ring(ring: Ring) -> str:
    points = [(round(x), round(y)) for x, y in ring]
    steps = [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(points)]
    numbers = [number for step in steps if step != (0, 0) for number in step]
    if len(numbers) < 4:  # noqa: PLR2004  fewer than two steps enclose nothing
        return ""
    line = " ".join(map(str, numbers)).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{line}z"


def find_text_line(rings: Sequence[Ring], taken: Iterable[Box]) -> tuple[Point, float]:
    """Find where a line of text has room inside rings: its middle, and the width there.

    The largest ring comes first; rings in it are holes. Lines near its middle are preferred to
    longer ones at its ends, and the places taken by other text are avoided. The width is 0 if there
    is no room.
    """
    box, taken = bound(rings[0]), list(taken)
    best, best_width, best_score = box.centre, 0.0, 0.0
    rows = _cross(rings, _ROW)
    for row, spans in rows.items():
        y = row * _ROW
        off_centre = abs(y - box.centre[1]) / box.height * 2
        for span in spans:
            left, right = _trim(_trim(span, rows.get(row - 1, [])), rows.get(row + 1, []))
            text = text_box(((left + right) / 2, y), right - left)
            score = min(right - left, TEXT_LENGTH) * (1 - off_centre * 0.6)
            if score > best_score and all(text.distance(other) > _GAP for other in taken):
                best, best_width, best_score = text.centre, right - left, score
    return best, best_width


def text_box(middle: Point, room: float) -> Box:
    """Return the box a line of text may fill if there is that much room for it."""
    half = min(room, TEXT_LENGTH) / 2
    return Box(
        middle[0] - half, middle[1] - TEXT_HEIGHT / 2, middle[0] + half, middle[1] + TEXT_HEIGHT / 2
    )


def _cross(rings: Iterable[Ring], spacing: float) -> dict[int, list[tuple[float, float]]]:
    """Rule horizontal lines across rings and tell which stretches of each lie inside."""
    crossings: dict[int, list[float]] = {}
    for (x0, y0), (x1, y1) in (edge for ring in rings for edge in _edges(ring)):
        for row in range(math.ceil(min(y0, y1) / spacing), math.ceil(max(y0, y1) / spacing)):
            x = x0 + (x1 - x0) * (row * spacing - y0) / (y1 - y0)
            crossings.setdefault(row, []).append(x)
    return {
        row: list(zip(sorted(xs)[::2], sorted(xs)[1::2], strict=True))
        for row, xs in sorted(crossings.items())
    }


def _trim(span: tuple[float, float], others: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Cut a stretch to the longest part that lies within one of the others."""
    parts = [(max(span[0], left), min(span[1], right)) for left, right in others]
    return max(parts, key=lambda part: part[1] - part[0], default=(span[0], span[0]))
