"""How a group stands to the chapters that there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

SAME_AS: Final = 0.5  # Jaccard index from which on a group is the chapter already


@dataclass(frozen=True, slots=True)
class Near:
    """The chapter that a group is most like.

    Attributes:
        shared: how many are in both.
        size: of the chapter.
        likeness: their Jaccard index, 0 < likeness <= 1.
    """

    chapter: int
    shared: int
    size: int
    likeness: float

    @property
    def is_same(self) -> bool:
        """Say whether the group is, for the most part, this chapter."""
        return self.likeness >= SAME_AS


class Existing:
    """The members of all chapters, by the chapters' ids."""

    def __init__(self, chapters: Mapping[int, Collection[int]]) -> None:
        self._sizes = {chapter: len({*members}) for chapter, members in chapters.items()}
        self._of: defaultdict[int, list[int]] = defaultdict(list)
        for chapter, members in sorted(chapters.items()):
            for member in {*members}:
                self._of[member].append(chapter)

    def nearest(self, members: Collection[int]) -> Near | None:
        """Return the chapter most like a group, the older of two; None if they share nobody."""
        shared = Counter(chapter for one in {*members} for chapter in self._of.get(one, ()))
        near = [
            Near(chapter, both, size, both / (len(members) + size - both))
            for chapter, both in shared.items()
            for size in (self._sizes[chapter],)
        ]
        return max(near, key=lambda one: (one.likeness, -one.chapter), default=None)
