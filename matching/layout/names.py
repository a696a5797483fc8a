"""Where the name of a group stands: above its members, on no one else's ground."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from matching.layout.boxes import Box, measure_text, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LINE: Final = 15
_BASELINE: Final = 12
_SIZES: Final = (14, 11.5)
_COUNT: Final = ", 999"
"""The template ends the last line with how many members the group has."""

_FEW: Final = 12
"""Up to this many groups have room for two lines of full length."""

_NAMED: Final = 24
"""Beyond this many groups the smallest stay without a name."""

_LONGEST: Final = (36, 42)
_LONGEST_IN_CROWD: Final = 24
_STEPS: Final = 5


class Circle(NamedTuple):
    """The ground of a group."""

    x: float
    y: float
    radius: float


def cut_names(names: Sequence[tuple[str, ...]], sizes: Sequence[int]) -> list[tuple[str, ...]]:
    """Return what can be shown of each name: two lines, one in a crowd, none for crumbs in one."""
    names = [tuple(line for line in lines if line) for lines in names]
    if len(names) <= _FEW:
        return [tuple(map(shorten, lines, _LONGEST)) for lines in names]
    largest = sorted(range(len(names)), key=lambda index: -sizes[index])[:_NAMED]
    return [
        tuple(shorten(line, _LONGEST_IN_CROWD) for line in lines[:1]) if index in largest else ()
        for index, lines in enumerate(names)
    ]


def measure_name(lines: tuple[str, ...]) -> tuple[float, float]:
    """Return width and height of the box that the lines and the count fill."""
    if not lines:
        return 0, 0
    shown = [*lines[:-1], lines[-1] + _COUNT]
    widths = [measure_text(line, size) for line, size in zip(shown, _SIZES, strict=False)]
    return max(widths), 2 + _LINE * len(shown)


def box_name(lines: tuple[str, ...], x: float, y: float) -> Box:
    """Return the box of a name from where its first line's middle and baseline are."""
    width, height = measure_name(lines)
    return Box(x - width / 2, y - _BASELINE, x + width / 2, y - _BASELINE + height)


def place_names(
    circles: Sequence[Circle], names: Sequence[tuple[str, ...]], tops: Sequence[float]
) -> list[tuple[float, float] | None]:
    """Return where each first line's middle and baseline are; None where there is no room.

    On top of its circle a name has room, unless there were too many circles to lay out. From there
    it sinks towards the top of its own members, as far as it meets no other name or circle.
    """
    sizes = [measure_name(lines) for lines in names]
    on_top = [
        _stand_on(circle, circle.y - circle.radius, size)
        for circle, size in zip(circles, sizes, strict=True)
    ]
    taken: list[Box] = []
    spots: list[tuple[float, float] | None] = []
    for index, lines in enumerate(names):
        grounds = [*circles[:index], *circles[index + 1 :]]
        others = [*taken, *on_top[index + 1 :]]
        sunk = _sink(circles[index], tops[index], sizes[index])
        free = (box for box in sunk if not box.meets(others) and not _touches(box, grounds))
        box = next(free, on_top[index])
        if lines and not box.meets(taken):
            taken.append(box)
            spots.append((round(circles[index].x, 1), round(box.top + _BASELINE, 1)))
        else:
            spots.append(None)
    return spots


def _sink(circle: Circle, top: float, size: tuple[float, float]) -> Iterator[Box]:
    """Yield places from the top of the members, the deepest, upwards."""
    highest = circle.y - circle.radius
    for step in range(_STEPS, 0, -1):
        yield _stand_on(circle, highest + (top - highest) * step / _STEPS, size)


def _stand_on(circle: Circle, y: float, size: tuple[float, float]) -> Box:
    width, height = size
    return Box(circle.x - width / 2, y - height, circle.x + width / 2, y)


def _touches(box: Box, circles: Iterable[Circle]) -> bool:
    for circle in circles:
        x = min(max(circle.x, box.left), box.right)
        y = min(max(circle.y, box.top), box.bottom)
        if math.hypot(circle.x - x, circle.y - y) < circle.radius:
            return True
    return False
