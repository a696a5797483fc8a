"""In which order hits come whose words are answered equally well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from search.index import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.index import Query

_SPREAD: Final = 2_654_435_761  # odd, so that no two numbers get one place. Knuth, TAOCP 3, 6.4
_PLACES: Final = 2**32


def rank(scores: Sequence[float], numbers: Sequence[int], turn: int, window: slice) -> list[Hit]:
    """Return the hits in `window`: the best first, equal ones as their turn is."""
    thousandths = np.round(1_000 * np.asarray(scores, dtype=np.float64)).astype(np.int64)
    places = np.asarray(numbers, dtype=np.uint64) * np.uint64(_factor(turn)) % np.uint64(_PLACES)
    keys = places.astype(np.int64) - thousandths * _PLACES
    last = min(window.stop, len(keys))
    if not last:
        return []
    best = np.argpartition(keys, last - 1)[:last]
    order: list[int] = best[np.argsort(keys[best])][window].tolist()
    return [Hit(str(numbers[at]), float(thousandths[at]) / 1_000) for at in order]


def place(number: int, turn: int) -> int:
    """Return where `number` stands among equals: each in turn before the others."""
    return number * _factor(turn) % _PLACES


def worths(query: Query) -> Iterator[tuple[str, int]]:
    """Yield each facet that `query` prefers, and its worth: more than all that follow it."""
    for at, facet in enumerate(reversed([*query.prefer])):
        yield facet, 2**at


def _factor(turn: int) -> int:
    return pow(_SPREAD, turn, _PLACES)
