"""Lines of a column that make room for each other."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Line(NamedTuple):
    """A line of a column: where it wants to be, and between what limits it may be."""

    wanted: float
    gap: float
    """Least distance to the line above."""

    low: float
    high: float


def space_out(lines: Sequence[Line]) -> list[float]:
    """Return positions, each at least its gap below the one before, moved as little as possible.

    Without limits the sum of squared moves is least (isotonic regression by pooling neighbours
    that would overlap). Where limits and gaps contradict each other, gaps win.
    """
    shifts = list(accumulate(line.gap for line in lines))
    free = _pool([line.wanted - shift for line, shift in zip(lines, shifts, strict=True)])
    lows = accumulate((line.low - s for line, s in zip(lines, shifts, strict=True)), max)
    highs = list(
        accumulate((line.high - s for line, s in zip(lines[::-1], shifts[::-1], strict=True)), min)
    )[::-1]
    return [
        min(max(place, low), high) + shift
        for place, low, high, shift in zip(free, lows, highs, shifts, strict=True)
    ]


def _pool(wanted: Sequence[float]) -> list[float]:
    """Return the non-decreasing numbers nearest to `wanted`."""
    pools: list[tuple[float, int]] = []
    for number in wanted:
        mean, size = number, 1
        while pools and pools[-1][0] > mean:
            above, its_size = pools.pop()
            mean = (above * its_size + mean * size) / (its_size + size)
            size += its_size
        pools.append((mean, size))
    return [mean for mean, size in pools for _ in range(size)]
