"""How much two members have in common: the IDF-weighted overlap of their topics, exactly.

Member i holds the topics T(i). A topic held by n of N members weighs w = ln(N / n)², so a rare one
counts much and one that everybody holds counts nothing. The overlap of i and j is the weight of
what they share against the weight of what each holds,

    s(i, j) = Σ_{t ∈ T(i) ∩ T(j)} w_t  /  sqrt( Σ_{t ∈ T(i)} w_t · Σ_{t ∈ T(j)} w_t ),

from 0 to 1: the cosine of the two weighted sets. Weights are whole numbers inside, so sums are
exact, equal overlaps are equal to the last bit, and ties are broken by member id: one answer.

N and n are those of a moment, the `Scale`: when one member changes, what others have in common must
not, so the weights stay until enough members have changed for a new generation of matches.

Source: K. Spärck Jones, A statistical interpretation of term specificity and its application in
retrieval, Journal of Documentation 28 (1972) 11, for the inverse frequency.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from math import prod, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from matching.holdings import take_holdings
from matching.scale import Scale, scale_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from matching.holdings import Holdings

MANY: Final = 10_000  # members, whom it pays to sift before they are sorted
PARTS: Final = 256  # into which they are divided to be sifted
NEARLY: Final = np.float32(1 - 1e-5)  # more than what numbers of 32 bits round away


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


class Overlap:
    """The topics of all members of one audience, ready to be compared.

    Attributes:
        scale: what the weights come from.
        members: ids, ascending; a member's row is their place here.
        topics: names, the rarest first, equals by name; a topic's number is its place here.
        holders: of each topic, how many hold it now.
        weights: of each topic; `weight_of` has them by name.
        held: of each member, the weight of all they hold.
    """

    def __init__(self, holdings: Holdings, scale: Scale) -> None:
        self.scale = scale
        self.members = holdings.members
        self.topics = holdings.topics
        self.holders: NDArray[np.int64] = np.diff(holdings.bounds)
        self.weights = scale.weights(self.topics)
        self.weight_of: Mapping[str, int] = dict(
            zip(self.topics, self.weights.tolist(), strict=True)
        )
        self._most = scale.most
        self._holdings = holdings
        self._number = {topic: number for number, topic in enumerate(self.topics)}
        sums = np.concatenate([[0], np.cumsum(self.weights[holdings.numbers])])
        self.held: NDArray[np.int64] = np.diff(sums[holdings.starts])
        self._per_held = (1 / np.sqrt(np.maximum(self.held, 1))).astype(np.float32)

    @classmethod
    def of(cls, held: Mapping[int, Collection[str]], scale: Scale | None = None) -> Overlap:
        """Return the overlap of members, id -> topics, whose weights come from themselves."""
        scale = scale or scale_of(held.values())
        topics = scale.order({*chain.from_iterable(held.values())})
        return cls(take_holdings(held, topics), scale)

    def renewed(self, changes: Mapping[int, Collection[str] | None]) -> Overlap:
        """Return the overlap, on the same scale, after few members have changed.

        Args:
            changes: member id -> what they hold now, None for who is gone.
        """
        said = {*chain.from_iterable(held for held in changes.values() if held)}
        new = said.difference(self._number)
        topics = self.scale.order([*self.topics, *new]) if new else self.topics
        return Overlap(self._holdings.renewed(changes, topics), self.scale)

    def rescaled(self, scale: Scale | None = None) -> Overlap:
        """Return the same with weights from `scale`, else from its members as they are now."""
        counts = zip(self.topics, self.holders.tolist(), strict=True)
        holders = {topic: count for topic, count in counts if count}
        scale = scale or Scale(len(self), holders)
        return Overlap(self._holdings.ordered(scale.order(holders)), scale)

    def __contains__(self, member: int) -> bool:
        return self._holdings.row_of(member) is not None

    def __len__(self) -> int:
        return len(self.members)

    def peers(self, member: int, most: int, within: NDArray[np.bool_] | None = None) -> list[Peer]:
        """Return the `most` members who have most in common with `member`, by score, then id.

        Args:
            member: an id; one we do not know has no peers.
            most: how many at the most.
            within: for each of `members` whether it may be returned.
        """
        row = self._holdings.row_of(member)
        return [] if row is None else self._as_peers(*self.rank(row, most, within))

    def rank(
        self, row: int, most: int, within: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the rows of those closest to the member at `row`, and the overlap with them."""
        common = self._common(self._holdings.topics_at(row), within)
        common[row] = 0
        return self._closest(common, int(self.held[row]), most)

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
        numbers = self._numbers_of(topics)
        held = int(self.weights[numbers].sum())
        return self._as_peers(*self._closest(self._common(numbers, within), held, most))

    def scores(self, member: int) -> NDArray[np.float64]:
        """Return the overlap of each of `members` with one of them; none with themselves."""
        row = self._holdings.row_of(member)
        if row is None:
            return np.zeros(len(self))
        scores = self._against(self._holdings.topics_at(row))
        scores[row] = 0
        return scores

    def between(self, one: int, other: int, most: int) -> list[int]:
        """Return the `most` members who share something with both, by the lesser overlap, then id.

        They are who could introduce two people who have little in common.
        """
        both = np.minimum(self.scores(one), self.scores(other))
        rows = np.flatnonzero(both)
        order = np.lexsort((rows, -both[rows]))[:most]
        return self.members[rows[order]].tolist()

    def count_holders(self, topics: Collection[str]) -> int:
        """Return how many members hold all of `topics`."""
        numbers = self._numbers_of(topics)
        held = np.zeros(len(self), dtype=np.int64)
        for number in map(int, numbers):
            held[self._holdings.holders_of(number)] += 1
        return int(np.count_nonzero(held == len(numbers))) if len(numbers) else 0

    def describe(self, topics: Collection[str]) -> list[SharedTopic]:
        """Return what there is to say of `topics` that two people share, the rarest first."""
        return self._described(self._numbers_of(topics))

    def compare(self, topics: Collection[str], others: Collection[str]) -> float:
        """Return the overlap of two people who hold these topics, whoever they are."""
        common = self._weigh({*topics}.intersection(others))
        return common / sqrt(self._weigh(topics) * self._weigh(others)) if common else 0.0

    def compare_all(self, topics: Collection[str]) -> NDArray[np.float64]:
        """Return the overlap of each of `members` with somebody who holds `topics`."""
        return self._against(self._numbers_of(topics))

    def worth(self, topics: Collection[str]) -> float:
        """Return how much it is to know `topics`: 1 - Π (1 - w / 2w₁), 0 <= worth < 1.

        w₁ is the weight of a topic that one member holds. Each topic that not everybody holds adds
        something; the rarer it is, the more.
        """
        return 1.0 - prod(1 - self._part(topic) for topic in topics)

    def worth_of_all(self, topics: Collection[str]) -> NDArray[np.float64]:
        """Return for each of `members` how much it is to know what they know of `topics`."""
        rest = np.ones(len(self))
        for number in map(int, self._numbers_of(topics)):
            rest[self._holdings.holders_of(number)] *= 1 - self._part(self.topics[number])
        return 1.0 - rest

    def score(self, one: int, other: int) -> float:
        """Return the overlap of two members, 0 when one is unknown."""
        common = self.weights[self._shared(one, other)].sum() if one != other else 0
        rows = np.searchsorted(self.members, (one, other))
        return float(common / np.sqrt(self.held[rows].prod())) if common else 0.0

    def shared(self, one: int, other: int) -> list[SharedTopic]:
        """Return what two members share, the rarest first."""
        return self._described(self._shared(one, other))

    def shared_topics(self, one: int, other: int) -> tuple[str, ...]:
        """Return the names of the topics that two members share, the rarest first."""
        return tuple(self.topics[int(number)] for number in self._shared(one, other))

    def topics_of(self, rows: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return the topics of `rows`, in that order: where each starts, and the numbers of all."""
        starts_now, numbers = self._holdings.starts, self._holdings.numbers
        sizes = np.diff(starts_now)[rows]
        starts = np.concatenate([[0], np.cumsum(sizes)])
        moved = np.repeat(starts_now[rows] - starts[:-1], sizes)
        return starts, numbers[np.arange(starts[-1]) + moved]

    def _topics_of(self, member: int) -> NDArray[np.int32]:
        row = self._holdings.row_of(member)
        return self._holdings.numbers[:0] if row is None else self._holdings.topics_at(row)

    def _numbers_of(self, topics: Collection[str]) -> NDArray[np.int32]:
        known = {self._number[topic] for topic in topics if topic in self._number}
        return np.array(sorted(known), dtype=np.int32)

    def _shared(self, one: int, other: int) -> NDArray[np.int32]:
        return np.intersect1d(self._topics_of(one), self._topics_of(other), assume_unique=True)

    def _weigh(self, topics: Collection[str]) -> int:
        return sum(self.weight_of.get(topic, 0) for topic in topics)

    def _part(self, topic: str) -> float:
        return self.weight_of.get(topic, 0) / (2 * self._most)

    def _described(self, numbers: NDArray[np.int32]) -> list[SharedTopic]:
        total = float(self.weights[numbers].sum()) or 1.0
        return [
            SharedTopic(self.topics[at], int(self.holders[at]), float(self.weights[at]) / total)
            for at in map(int, numbers)
        ]

    def _against(self, numbers: NDArray[np.int32]) -> NDArray[np.float64]:
        held = int(self.weights[numbers].sum())
        return self._common(numbers, None) / np.sqrt(np.maximum(held * self.held, 1))

    def _common(
        self, numbers: NDArray[np.int32], within: NDArray[np.bool_] | None
    ) -> NDArray[np.int32]:
        """Return for each row `within` the weight of what it has of the topics `numbers`."""
        common = np.zeros(len(self.members), dtype=np.int32)
        for number in map(int, numbers):
            np.add.at(common, self._holdings.holders_of(number), np.int32(self.weights[number]))
        return common if within is None else common * within

    def _closest(
        self, common: NDArray[np.int32], held: int, most: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        rows = self._candidates(common, most)
        scores = common[rows] / np.sqrt(held * self.held[rows])
        order = np.lexsort((rows, -scores))[:most]
        return rows[order], scores[order]

    def _candidates(self, common: NDArray[np.int32], most: int) -> NDArray[np.int64]:
        """Return few rows among which the `most` closest are; of few members, all that share.

        The best of each part of the members are at least as many as are looked for, so whoever is
        worse than all these is not among them.
        """
        if not 0 < most < PARTS or len(common) < MANY:
            return np.flatnonzero(common)
        roughly = common * self._per_held
        whole = len(roughly) // PARTS * PARTS
        best = roughly[:whole].reshape(PARTS, -1).max(axis=1)
        least = np.partition(best, PARTS - most)[PARTS - most] * NEARLY
        return np.flatnonzero(roughly >= max(least, np.finfo(np.float32).tiny))

    def _as_peers(self, rows: NDArray[np.int64], scores: NDArray[np.float64]) -> list[Peer]:
        return [
            Peer(int(member), float(score))
            for member, score in zip(self.members[rows], scores, strict=True)
        ]
