"""The shortest ways through the closest peers: who knows whom through whom.

Everybody stands in one row, and each tie is two numbers beside each other, so that a hundred
thousand members are walked in hundredths of a second and no request builds a graph.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from matching.holdings import find_row
from matching.overlap import Peer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from numpy.typing import NDArray

    Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class TieList:
    """Ties as columns: member ids and the overlap; either way round, repeated or not."""

    ones: NDArray[np.int64]
    others: NDArray[np.int64]
    scores: NDArray[np.float32]

    def of(self, members: Collection[int]) -> dict[int, list[Peer]]:
        """Return with whom each of `members` is tied, in the order of the ties, each once."""
        rows = np.isin(self.ones, [*members])
        tied: defaultdict[int, dict[Peer, None]] = defaultdict(dict)
        columns = (self.ones[rows], self.others[rows], self.scores[rows])
        for one, other, score in zip(*(column.tolist() for column in columns), strict=True):
            tied[one][Peer(other, score)] = None
        return {one: [*peers] for one, peers in tied.items()}


NO_TIES: Final = TieList(
    np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
)


class Level(NamedTuple):
    """Those who are so many steps away.

    Attributes:
        rows: of them, ascending.
        vias: the row before each.
        strengths: of each, the weakest tie on the way.
    """

    rows: Rows
    vias: Rows
    strengths: NDArray[np.float32]


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
        row, found = find_row(self.members, member), list[int]()
        if row is None:
            return found
        levels = self._spread(row, self._closed(known), ())
        for rows, _vias, strengths in islice(levels, 1, steps + 1):
            order = np.lexsort((rows, -strengths))
            found += self.members[rows[order]].tolist()
        return found

    def among(self, members: Sequence[int]) -> dict[int, list[Peer]]:
        """Return with whom of `members` each of them is tied."""
        there, tied = {*members}, dict[int, list[Peer]]()
        for member in members:
            row = find_row(self.members, member)
            ties = slice(0) if row is None else slice(self._starts[row], self._starts[row + 1])
            others = self.members[self._ends[ties]].tolist()
            pairs = zip(others, self._scores[ties].tolist(), strict=True)
            tied[member] = [Peer(other, score) for other, score in pairs if other in there]
        return tied

    def between(
        self,
        one: int,
        other: int,
        known: NDArray[np.int64] | None = None,
        refused: Collection[tuple[int, int]] = (),
    ) -> list[int]:
        """Return the members on the shortest way from `one` to `other`, both included.

        Of several as short, that whose weakest tie is the strongest; of those always the same. Both
        ends are walked from, the narrower side first, until they meet.

        Args:
            one: where to begin.
            other: where to end.
            known: ids of those who exist for the asker; everybody when None.
            refused: pairs of members whose tie must not be walked.

        Source: M. Pollack, The maximum capacity through a network, Operations Research 8 (1960)
        733, for the weakest tie; I. Pohl, Bi-directional search, Machine Intelligence 6 (1971) 127.
        """
        start, goal, closed = (
            find_row(self.members, one),
            find_row(self.members, other),
            self._closed(known),
        )
        if start is None or goal is None or start == goal or closed[start] or closed[goal]:
            return []
        codes = {self._code(*pair) for tie in refused for pair in (tie, tie[::-1])}
        spreads = [self._spread(row, closed.copy(), codes) for row in (start, goal)]
        fronts = [next(spread) for spread in spreads]
        before = [np.full(len(self.members), -1, dtype=np.intp) for _ in spreads]
        while True:
            side = int(len(fronts[0].rows) > len(fronts[1].rows))
            front = next(spreads[side], None)
            if front is None:
                return []
            fronts[side] = front
            before[side][front.rows] = front.vias
            met, at, there = np.intersect1d(
                fronts[0].rows, fronts[1].rows, assume_unique=True, return_indices=True
            )
            if len(met):
                weakest = np.minimum(fronts[0].strengths[at], fronts[1].strengths[there])
                middle = int(met[np.argmax(weakest)])
                first, second = ([*_trace(vias, middle)] for vias in before)
                return self.members[first[::-1] + second[1:]].tolist()

    def _spread(
        self, start: int, closed: NDArray[np.bool_], refused: Collection[int]
    ) -> Iterator[Level]:
        """Yield `start`, then who is one step away, two steps, and so on."""
        strengths = np.full(len(self.members), np.inf, dtype=np.float32)
        closed[start] = True
        rows = np.array([start], dtype=np.intp)
        yield Level(rows, rows, strengths[rows])
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
            yield Level(rows, vias[best], weakest[best])

    def _code(self, one: int, other: int) -> int:
        rows = np.searchsorted(self.members, [one, other])
        return int(rows[0] * len(self.members) + rows[1])

    def _closed(self, known: NDArray[np.int64] | None) -> NDArray[np.bool_]:
        if known is None:
            return np.zeros(len(self.members), dtype=np.bool_)
        return np.isin(self.members, known, invert=True)


def _trace(before: Rows, row: int) -> Iterator[int]:
    """Yield `row`, who is before it, and so on to where it began."""
    while row >= 0:
        yield row
        row = int(before[row])
