"""SVG path data in whole units: half a unit disappears under a mark or a soft edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Point = tuple[float, float]


def write_lines(lines: Iterable[tuple[Point, Point]]) -> str:
    """Write unconnected straight lines as one path."""
    return "".join(
        f"M{round(x1)} {round(y1)}L{round(x2)} {round(y2)}" for (x1, y1), (x2, y2) in lines
    )


def write_outline(points: Sequence[Point]) -> str:
    """Write a closed outline; a single point becomes one that a round stroke shows as a dot."""
    corners = [f"{round(x)} {round(y)}" for x, y in points]
    return f"M{'L'.join(corners)}z" if corners else ""


def write_curves(curves: Iterable[tuple[Point, Point, Point]]) -> str:
    """Write unconnected arcs, each (start, the point that pulls it, end), as one path."""
    return "".join(
        f"M{round(x1)} {round(y1)}Q{round(xp)} {round(yp)} {round(x2)} {round(y2)}"
        for (x1, y1), (xp, yp), (x2, y2) in curves
    )
