"""The shortest ways through the closest peers: who knows whom through whom.

Everybody stands in one row, and each tie is two numbers beside each other, so that a hundred
thousand members are walked in hundredths of a second and no request builds a graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray

    Rows = NDArray[np.intp]
    Level = tuple[Rows, Rows, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class TieList:
    """Ties as columns: member ids and the overlap; either way round, repeated or not."""

    ones: NDArray[np.int64]
    others: NDArray[np.int64]
    scores: NDArray[np.float32]


NO_TIES: Final = TieList(
    np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
)


class Ways:
    """The ties of all members, ready to be walked.

    Attributes:
        members: ids of those with a tie, ascending; a member's row is their place here.
    """

    def __init__(self, ties: TieList) -> None:
        self.members: NDArray[np.int64] = np.union1d(ties.ones, ties.others)
        ones, others = (np.searchsorted(self.members, end) for end in (ties.ones, ties.others))
        origins, ends = np.concatenate([ones, others]), np.concatenate([others, ones])
        order = np.argsort(origins, kind="stable")
        self._ends: Rows = ends[order]
        self._scores = np.concatenate([ties.scores, ties.scores])[order]
        self._starts: Rows = np.searchsorted(origins[order], np.arange(len(self.members) + 1))

    def around(self, member: int, steps: int, known: NDArray[np.int64] | None = None) -> list[int]:
        """Return who is at most so many `steps` from `member`: nearest first, then best tied.

        Args:
            member: an id, who is no part of the answer.
            steps: how far to go.
            known: ids of those who exist for the asker; everybody when None.
        """
        row, found = self._row(member), list[int]()
        if row is None:
            return found
        for _, (rows, _vias, strengths) in zip(
            range(steps), self._spread(row, self._closed(known), frozenset()), strict=False
        ):
            order = np.lexsort((rows, -strengths))
            found += self.members[rows[order]].tolist()
        return found

    def between(
        self,
        one: int,
        other: int,
        known: NDArray[np.int64] | None = None,
        refused: Collection[tuple[int, int]] = (),
    ) -> list[int]:
        """Return the members on the shortest way from `one` to `other`, both included.

        Of several as short, that whose weakest tie is the strongest; of those, that which comes
        first by id, step by step from the end. [] where there is no way.

        Args:
            one: where to begin.
            other: where to end.
            known: ids of those who exist for the asker; everybody when None.
            refused: pairs of members whose tie must not be walked.

        Source: M. Pollack, The maximum capacity through a network, Operations Research 8 (1960)
        733, for the weakest tie; walked in order of steps.
        """
        start, goal = self._row(one), self._row(other)
        if start is None or goal is None or start == goal:
            return []
        codes = {self._code(*pair) for tie in refused for pair in (tie, tie[::-1])}
        before: dict[int, int] = {}
        for rows, vias, _strengths in self._spread(start, self._closed(known), codes):
            before |= zip(rows.tolist(), vias.tolist(), strict=True)
            if goal in before:
                way = [goal]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return self.members[way[::-1]].tolist()
        return []

    def _spread(
        self, start: int, closed: NDArray[np.bool_], refused: Collection[int]
    ) -> Iterator[Level]:
        """Yield who is one step away, then two: rows, those before them, and the weakest tie."""
        strengths = np.full(len(self.members), np.inf, dtype=np.float32)
        closed[start] = True
        rows = np.array([start], dtype=np.intp)
        while True:
            sizes = self._starts[rows + 1] - self._starts[rows]
            moved = np.repeat(self._starts[rows] - (np.cumsum(sizes) - sizes), sizes)
            at = np.arange(len(moved)) + moved
            vias, ends = np.repeat(rows, sizes), self._ends[at]
            weakest = np.minimum(strengths[vias], self._scores[at])
            is_open = ~closed[ends]
            if refused:
                is_open &= ~np.isin(vias * len(self.members) + ends, [*refused])
            vias, ends, weakest = vias[is_open], ends[is_open], weakest[is_open]
            if not len(ends):
                return
            order = np.lexsort((vias, -weakest, ends))
            rows, first = np.unique(ends[order], return_index=True)
            best = order[first]
            strengths[rows] = weakest[best]
            closed[rows] = True
            yield rows, vias[best], weakest[best]

    def _row(self, member: int) -> int | None:
        row = int(np.searchsorted(self.members, member))
        return row if row < len(self.members) and self.members[row] == member else None

    def _code(self, one: int, other: int) -> int:
        rows = np.searchsorted(self.members, [one, other])
        return int(rows[0] * len(self.members) + rows[1])

    def _closed(self, known: NDArray[np.int64] | None) -> NDArray[np.bool_]:
        if known is None:
            return np.zeros(len(self.members), dtype=np.bool_)
        return np.isin(self.members, known, invert=True)
