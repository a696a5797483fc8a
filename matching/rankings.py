"""The closest peers of everybody, as arrays."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from matching.overlap import Peer
from matching.tables import Group, Lists, Told

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from matching.overlap import Overlap

FEW: Final = 2_000  # of whom each is ranked alone: that takes less time than loading the kernel
ASKED: Final = 0.2  # seconds between two looks at how far it is


@dataclass(frozen=True, slots=True)
class Rankings:
    """The peers of all members, each the best first, equal scores by id.

    Attributes:
        members: ids, ascending; m of them.
        peers: ids, m x most; 0 where there are no more.
        scores: overlaps, m x most; 0 where there are no more.
        looked: at how many others somebody looked, all together.
    """

    members: NDArray[np.int64]
    peers: NDArray[np.int64]
    scores: NDArray[np.float64]
    looked: int

    def of(self, member: int) -> list[Peer]:
        """Return the peers of one of the members."""
        row = int(np.searchsorted(self.members, member))
        return [
            Peer(int(peer), float(score))
            for peer, score in zip(self.peers[row], self.scores[row], strict=True)
            if score > 0
        ]


def rank_everybody(
    overlap: Overlap,
    most: int,
    groups: NDArray[np.int64] | None = None,
    progress: Callable[[float], None] = lambda _done: None,
    *,
    few: int = FEW,
) -> Rankings:
    """Return the `most` closest peers of each member; each core takes its share.

    Args:
        overlap: what members hold.
        most: how many at the most, of each.
        groups: a number for each of its `members`, to look inside groups only; negative ones belong
            nowhere.
        progress: told now and then which part of the work is done, 0 to 1. What it raises ends
            the work.
        few: up to so many members are ranked one by one, which gives the same.
    """
    shape = (len(overlap), most)
    lists = Lists(np.full(shape, -1.0), np.full(shape, -1, dtype=np.int32))
    if groups is None:
        groups = np.zeros(len(overlap), dtype=np.int64)
    rank = _rank_each if len(overlap) <= few else _rank_together
    looked = rank(overlap, groups, lists, progress) if most and overlap.topics else 0
    ids = np.append(overlap.members, 0)  # the last stands for nobody, whose row is -1
    return Rankings(overlap.members, ids[lists.peers], np.maximum(lists.scores, 0.0), looked)


def _rank_each(
    overlap: Overlap,
    groups: NDArray[np.int64],
    lists: Lists,
    progress: Callable[[float], None],
) -> int:
    looked = 0
    for row in map(int, np.flatnonzero(groups >= 0)):
        within = groups == groups[row]
        rows, scores = overlap.rank(row, lists.peers.shape[1], within)
        lists.peers[row, : len(rows)], lists.scores[row, : len(rows)] = rows, scores
        looked += int(within.sum()) - 1
    progress(1.0)
    return looked


def _rank_together(
    overlap: Overlap,
    groups: NDArray[np.int64],
    lists: Lists,
    progress: Callable[[float], None],
) -> int:
    from matching.kernel import rank_groups  # noqa: PLC0415 numba takes a second to load

    rows = np.lexsort((overlap.held, groups))
    rows = rows[groups[rows] >= 0].astype(np.int32)
    bounds = np.flatnonzero(np.diff(groups[rows], prepend=-1, append=-1))
    everybody = Group(*overlap.topics_of(rows), overlap.held[rows], rows)
    own = Lists(lists.scores[rows], lists.peers[rows])
    threads = os.cpu_count() or 1
    stop = np.zeros(1, dtype=np.bool_)
    told = [Told(np.zeros(1, np.int64), np.zeros(1, np.int64), stop) for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        shares = [
            pool.submit(rank_groups, everybody, bounds, overlap.weights, own, (at, threads), one)
            for at, one in enumerate(told)
        ]
        try:
            while wait(shares, timeout=ASKED).not_done:
                passed = sum(int(one.passed[0]) for one in told)
                progress(passed / max(len(everybody.topics), 1))
        finally:
            stop[0] = True
    for share in shares:
        share.result()
    lists.scores[rows], lists.peers[rows] = own
    progress(1.0)
    return sum(int(one.looked[0]) for one in told)
