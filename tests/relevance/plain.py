"""The plain measure to be better than: what two sets share, nothing weighed."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class PlainCosine:
    """Sets by the cosine |A ∩ B| / sqrt(|A| · |B|); equals by id."""

    def __init__(self, holdings: Mapping[int, Collection[str]]) -> None:
        self._sizes = {one: len({*held}) for one, held in holdings.items()}
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for one, held in holdings.items():
            for name in {*held}:
                self._holders[name].append(one)

    def nearest(self, names: Collection[str], most: int) -> list[int]:
        """Return the ids of the `most` sets that are closest to `names`, the best first."""
        common = Counter(one for name in {*names} for one in self._holders.get(name, ()))
        order = sorted(common, key=lambda one: (-common[one] / sqrt(self._sizes[one]), one))
        return order[:most]
