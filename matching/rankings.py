"""The closest peers of everybody, as arrays."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from matching.overlap import Peer
from matching.paths import TieList
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
    peers: NDArray[np.int32]
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


def rank_ties(overlap: Overlap, countries: NDArray[np.int64], most: int) -> TieList:
    """Return who is among whose `most` closest in the world, and in their country: as stored."""
    world, country = (rank_everybody(overlap, most, groups) for groups in (None, countries))
    peers = np.hstack([world.peers, country.peers])
    scores = np.hstack([world.scores, country.scores])
    there = scores > 0
    return TieList(
        np.repeat(world.members, there.sum(axis=1)),
        peers[there].astype(np.int64),
        scores[there].astype(np.float32),
    )


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
    if groups is None:
        groups = np.zeros(len(overlap), dtype=np.int64)
    if not most or not overlap.topics:
        rows, found, looked = np.zeros(0, dtype=np.int32), _no_lists(0, most), 0
    elif len(overlap) <= few:
        rows, found, looked = _rank_each(overlap, most, groups, progress)
    else:
        rows, found, looked = _rank_together(overlap, most, groups, progress)
    ids = np.append(overlap.members, 0).astype(np.int32)  # the last is nobody's, whose row is -1
    peers = np.zeros((len(overlap), most), dtype=np.int32)
    peers[rows] = ids[found.peers]
    scores = np.zeros((len(overlap), most))
    scores[rows] = np.maximum(found.scores, 0.0, out=found.scores)
    return Rankings(overlap.members, peers, scores, looked)


def _no_lists(members: int, most: int) -> Lists:
    return Lists(np.full((members, most), -1.0), np.full((members, most), -1, dtype=np.int32))


def _rank_each(
    overlap: Overlap, most: int, groups: NDArray[np.int64], progress: Callable[[float], None]
) -> tuple[NDArray[np.int32], Lists, int]:
    """Return the rows of those who are in a group, their lists, and how many others they met."""
    rows = np.flatnonzero(groups >= 0).astype(np.int32)
    lists, looked = _no_lists(len(rows), most), 0
    for at, row in enumerate(rows.tolist()):
        within = groups == groups[row]
        found, scores = overlap.rank(row, most, within)
        lists.peers[at, : len(found)], lists.scores[at, : len(found)] = found, scores
        looked += int(within.sum()) - 1
    progress(1.0)
    return rows, lists, looked


def _rank_together(
    overlap: Overlap, most: int, groups: NDArray[np.int64], progress: Callable[[float], None]
) -> tuple[NDArray[np.int32], Lists, int]:
    """Return the same as `_rank_each`."""
    from matching.kernel import rank_groups  # noqa: PLC0415  0.7 s, 70 MB: not for few

    rows = np.lexsort((overlap.held, groups))
    rows = rows[groups[rows] >= 0].astype(np.int32)
    bounds = np.flatnonzero(np.diff(groups[rows], prepend=-1, append=-1))
    everybody = Group(*overlap.topics_of(rows), overlap.held[rows], rows, overlap.margin)
    lists = _no_lists(len(rows), most)
    threads = os.cpu_count() or 1
    stop = np.zeros(1, dtype=np.bool_)
    told = [Told(np.zeros(1, np.int64), np.zeros(1, np.int64), stop) for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        shares = [
            pool.submit(rank_groups, everybody, bounds, overlap.weights, lists, (at, threads), one)
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
    progress(1.0)
    return rows, lists, sum(int(one.looked[0]) for one in told)
