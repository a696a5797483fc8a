"""What ties two members, from what a viewer sees of both now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from matching.walks import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from matching.overlap import Overlap
    from profiles.member import Member


class TieKind(StrEnum):
    """Why two members are tied."""

    OVERLAP = "overlap"
    INSTITUTION = "institution"
    CHAPTER = "chapter"


@dataclass(frozen=True, slots=True)
class Tie:
    """Two members and what ties them.

    Attributes:
        weight: their overlap, 0 < weight <= 1.
        topics: what they share, the rarest first.
        kinds: in the order of `TieKind`; the first is always overlap.
    """

    one: Member
    other: Member
    weight: float
    topics: Sequence[str]
    kinds: Sequence[TieKind]

    @property
    def ids(self) -> tuple[int, int]:
        """Return the ids of both."""
        return self.one.id, self.other.id


def tell_ties(
    pairs: Iterable[tuple[int, int]], members: Mapping[int, Member], overlap: Overlap
) -> Iterator[Tie]:
    """Yield the ties of those `pairs` who are both among `members` and share a topic there."""
    for one, other in ((members.get(one), members.get(other)) for one, other in pairs):
        topics = share(overlap, one, other) if one and other else ()
        if one and other and topics:
            yield Tie(one, other, overlap.score(one.id, other.id), topics, [*_kinds(one, other)])


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody is reached in one step or two.

    Attributes:
        through: the peer between, None for a tie of one's own.
        topics: of the last step, the rarest first.
    """

    through: Member | None
    topics: Sequence[str]


def find_ways(ties: Iterable[Tie], start: int) -> dict[int, Way]:
    """Return how each member at most two steps from `start` is reached.

    Of several peers between, through the one whose weaker tie is the strongest.
    """
    steps = [
        step for tie in ties for step in ((tie.one, tie.other, tie), (tie.other, tie.one, tie))
    ]
    direct = {other.id: tie for one, other, tie in steps if one.id == start}
    ways = {peer: Way(None, tie.topics) for peer, tie in direct.items()}
    second = [
        (-min(tie.weight, direct[one.id].weight), one.id, other.id, Way(one, tie.topics))
        for one, other, tie in steps
        if one.id in direct and other.id not in direct and other.id != start
    ]
    for _weight, _peer, member, way in sorted(second, key=lambda step: step[:3]):
        ways.setdefault(member, way)
    return ways


def _kinds(one: Member, other: Member) -> Iterator[TieKind]:
    yield TieKind.OVERLAP
    if one.institution and other.institution and one.institution.id == other.institution.id:
        yield TieKind.INSTITUTION
    if not one.chapters.isdisjoint(other.chapters):
        yield TieKind.CHAPTER
