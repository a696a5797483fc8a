"""What a topic weighs: the fewer members hold it, the more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

UNIT: Final = 1024  # of a whole-number weight: w = 1.0


@dataclass(frozen=True, slots=True)
class Scale:
    """How many members there are and how many hold each topic, when weights are set."""

    members: int
    holders: Mapping[str, int]

    def weights(self, topics: Sequence[str]) -> NDArray[np.int64]:
        """Return the weight of each topic; one that nobody held weighs as if one member did."""
        holders = [self.holders.get(topic, 1) for topic in topics]
        return topic_weights(np.array(holders, dtype=np.int64), self.members)

    @property
    def most(self) -> int:
        """Return the weight of a topic that one member holds; above 0 even where there is one."""
        return max(1, int(topic_weights(np.ones(1, dtype=np.int64), self.members)[0]))

    def order(self, topics: Collection[str]) -> list[str]:
        """Return the topics from rare to common, equals by name."""
        return sorted(topics, key=lambda topic: (self.holders.get(topic, 1), topic))


def scale_of(holdings: Iterable[Collection[str]]) -> Scale:
    """Return the scale of members who hold these topics."""
    holders, members = Counter[str](), 0
    for topics in holdings:
        holders.update({*topics})
        members += 1
    return Scale(members, holders)


def topic_weights(holders: NDArray[np.int64], members: int) -> NDArray[np.int64]:
    """Return ln(N / n)² of each topic as a whole number of 1/1024, never negative."""
    frequency = np.maximum(holders, 1) / max(members, 1)
    return np.rint(UNIT * np.log(np.minimum(frequency, 1.0)) ** 2).astype(np.int64)
