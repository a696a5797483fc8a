"""How much two members have in common: the IDF-weighted overlap of their topics, exactly.

Member i holds the topics T(i). A topic held by n of N members weighs w = ln(N / n)², so a rare one
counts much and one that everybody holds counts nothing. The overlap of i and j is the weight of
what they share against the weight of what each holds,

    s(i, j) = Σ_{t ∈ T(i) ∩ T(j)} w_t  /  sqrt( Σ_{t ∈ T(i)} w_t · Σ_{t ∈ T(j)} w_t ),

from 0 to 1: the cosine of the two weighted sets. Weights are whole numbers inside, so sums are
exact, equal overlaps are equal to the last bit, and ties are broken by member id: one answer.

Source: K. Spärck Jones, A statistical interpretation of term specificity and its application in
retrieval, Journal of Documentation 28 (1972) 11, for the inverse frequency.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

UNIT: Final = 1024  # of a whole-number weight: w = 1.0
BLOCK: Final = 256  # members scored at once


@dataclass(frozen=True, slots=True)
class Peer:
    """Another member and the overlap with them, 0 < score <= 1."""

    member: int
    score: float


@dataclass(frozen=True, slots=True)
class SharedTopic:
    """A topic that two members share.

    Attributes:
        holders: how many members hold it.
        share: its part of what the two have in common, 0 to 1; the shares of a pair sum to 1.
    """

    topic: str
    holders: int
    share: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The peers of one member, the best first.

    Attributes:
        world: among all members.
        group: among the members of their own group, such as a country.
        compared: with how many they share a topic at all.
    """

    member: int
    world: list[Peer]
    group: list[Peer]
    compared: int


class Overlap:
    """The topics of all members of one audience, ready to be compared."""

    def __init__(self, holdings: Mapping[int, Collection[str]]) -> None:
        """Take `holdings`: member id -> topics."""
        self.members: NDArray[np.int64] = np.array(sorted(holdings), dtype=np.int64)
        self.topics: Sequence[str] = sorted({topic for held in holdings.values() for topic in held})
        self._row = {int(member): row for row, member in enumerate(self.members)}
        self._column = {topic: at for at, topic in enumerate(self.topics)}
        self._holdings = holdings
        held = [
            sorted(self._column[topic] for topic in set(holdings[int(one)])) for one in self.members
        ]
        ends = np.cumsum([0, *map(len, held)])
        columns = np.array([at for row in held for at in row], dtype=np.int32)
        ones = np.ones(len(columns), dtype=np.int64)
        shape = (len(self.members), len(self.topics))
        self._holds = sparse.csr_array((ones, columns, ends), shape=shape)
        self.holders: NDArray[np.int64] = np.bincount(columns, minlength=len(self.topics))
        self.weights = topic_weights(self.holders, len(self.members))
        self._weighted = sparse.csr_array((self.weights[columns], columns, ends), shape=shape)
        self._holders_of = self._holds.T.tocsr()
        self._held = np.asarray(self._weighted.sum(axis=1), dtype=np.int64)

    def __contains__(self, member: int) -> bool:
        return member in self._row

    def __len__(self) -> int:
        return len(self.members)

    def peers(self, member: int, most: int, within: NDArray[np.bool_] | None = None) -> list[Peer]:
        """Return the `most` members who have most in common with `member`, by score, then id.

        Args:
            member: an id; one we do not know has no peers.
            most: how many at the most.
            within: for each of `members` whether it may be returned.
        """
        if member not in self._row:
            return []
        row = self._row[member]
        _row, others, scores = next(self._scored(row, row + 1))
        if within is not None:
            others, scores = others[within[others]], scores[within[others]]
        return self._top(others, scores, most)

    def nearest(
        self, topics: Collection[str], most: int, within: NDArray[np.bool_] | None = None
    ) -> list[Peer]:
        """Return the `most` members with most in common with somebody who holds `topics`.

        For a person who need not be among the members; the weights are as they are without them.

        Args:
            topics: those that nobody holds do not matter.
            most: how many at the most.
            within: for each of `members` whether it may be returned.
        """
        columns = sorted({self._column[one] for one in topics if one in self._column})
        weights = self.weights[columns]
        row = sparse.csr_array(
            (weights, np.array(columns, dtype=np.int32), np.array([0, len(columns)])),
            shape=(1, len(self.topics)),
        )
        common = row @ self._holders_of
        kept = common.data > 0
        if within is not None:
            kept &= within[common.indices]
        others, weight = common.indices[kept], common.data[kept]
        return self._top(others, weight / np.sqrt(int(weights.sum()) * self._held[others]), most)

    def shared_with(self, topics: Collection[str], other: int) -> list[SharedTopic]:
        """Return what a member shares with somebody who holds `topics`, the rarest first."""
        return self._described({*topics}.intersection(self._holdings.get(other, ())))

    def all_peers(self, most: int, groups: NDArray[np.int64] | None = None) -> Iterator[Ranking]:
        """Yield the peers of each member, in the order of ids.

        Args:
            most: how many at the most, of each.
            groups: a number for each of `members`; negative ones belong nowhere.
        """
        for start in range(0, len(self.members), BLOCK):
            for row, others, scores in self._scored(start, min(start + BLOCK, len(self.members))):
                world = self._top(others, scores, most)
                group: list[Peer] = []
                if groups is not None and groups[row] >= 0:
                    inside = groups[others] == groups[row]
                    group = self._top(others[inside], scores[inside], most)
                yield Ranking(int(self.members[row]), world, group, len(others))

    def score(self, one: int, other: int) -> float:
        """Return the overlap of two members, 0 when one is unknown."""
        if one not in self._row or other not in self._row:
            return 0.0
        row, wanted = self._row[one], self._row[other]
        _row, others, scores = next(self._scored(row, row + 1))
        return float(scores[others == wanted].sum())

    def shared(self, one: int, other: int) -> list[SharedTopic]:
        """Return what two members share, the rarest first."""
        return self._described(self.shared_topics(one, other))

    def _described(self, shared: Collection[str]) -> list[SharedTopic]:
        both = self._rarest_first(shared)
        columns = [self._column[topic] for topic in both]
        total = float(self.weights[columns].sum()) or 1.0
        return [
            SharedTopic(topic, int(self.holders[at]), float(self.weights[at]) / total)
            for topic, at in zip(both, columns, strict=True)
        ]

    def shared_topics(self, one: int, other: int) -> tuple[str, ...]:
        """Return the names of the topics that two members share, the rarest first."""
        return self._rarest_first(
            {*self._holdings.get(one, ())}.intersection(self._holdings.get(other, ()))
        )

    def _rarest_first(self, topics: Collection[str]) -> tuple[str, ...]:
        return tuple(sorted(topics, key=lambda topic: (self.holders[self._column[topic]], topic)))

    def _scored(
        self, start: int, end: int
    ) -> Iterator[tuple[int, NDArray[np.int32], NDArray[np.float64]]]:
        """Yield each row from `start` to `end` with all others it shares weight with, and how much.

        Only pairs that share a topic are ever touched.
        """
        common = self._weighted[start:end] @ self._holders_of
        for at, row in enumerate(range(start, end)):
            place = slice(common.indptr[at], common.indptr[at + 1])
            others, weight = common.indices[place], common.data[place]
            kept = (others != row) & (weight > 0)
            others = others[kept]
            yield row, others, weight[kept] / np.sqrt(self._held[row] * self._held[others])

    def _top(self, others: NDArray[np.int32], scores: NDArray[np.float64], most: int) -> list[Peer]:
        """Return the `most` highest scores as peers; equal scores in the order of ids."""
        if len(scores) > most > 0:
            least = np.partition(scores, len(scores) - most)[len(scores) - most]
            kept = scores >= least
            others, scores = others[kept], scores[kept]
        order = np.lexsort((others, -scores))[:most]
        return [
            Peer(int(member), float(score))
            for member, score in zip(self.members[others[order]], scores[order], strict=True)
        ]


def topic_weights(holders: NDArray[np.int64], members: int) -> NDArray[np.int64]:
    """Return ln(N / n)² of each topic as a whole number of 1/1024, never negative."""
    frequency = np.maximum(holders, 1) / max(members, 1)
    return np.rint(UNIT * np.log(np.minimum(frequency, 1.0)) ** 2).astype(np.int64)
