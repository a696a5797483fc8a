"""Lists that are kept true: whose change when a member changes, and how.

A list is the `KEPT` closest of a member, in the world or in their country. When somebody changes,
it changes for those who list them, and for those whose worst they now equal or beat: few, and told
by one look at everybody's worst. Most of these lists are mended as they stand; one that was full
and has lost somebody is made anew, for nobody knows who came next.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from matching.columns import carried
from matching.holdings import find_row
from matching.overlap import Peer
from matching.packing import unpack_all
from matching.rankings import rank_everybody

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from matching.snapshot import Snapshot

KEPT: Final = 20  # peers of each member, in the world and in the country
NEARLY: Final = 1 - 1e-6  # more than what storing a score as 32 bits rounds away
SCOPES: Final = ("world", "country")


class Lists(NamedTuple):
    """The peers of one member, the best first, with scores of 32 bits as they are stored."""

    world: Sequence[Peer]
    country: Sequence[Peer]


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """In how many lists of the world each of `members` (ids, ascending) stands."""

    members: NDArray[np.int64]
    counts: NDArray[np.int64]

    def of(self, member: int) -> int:
        """Return the count of one; 0 for somebody unknown."""
        row = find_row(self.members, member)
        return 0 if row is None else int(self.counts[row])


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How the lists of everybody stand, for the members of a snapshot.

    Attributes:
        snapshot: what the lists were made from.
        worst: scope -> of each member the last score in their list, 0 while it is not full.
        listed: in how many lists of the world they are.
    """

    snapshot: Snapshot
    worst: Mapping[str, NDArray[np.float32]]
    listed: Listed

    def touched(self, after: Snapshot, changed: Collection[int]) -> list[int]:
        """Return whose lists may be others when `changed` have become what `after` says."""
        found = {one for one in changed if one in after.people}
        for snapshot in (self.snapshot, after):
            members = snapshot.overlap.members
            worst = {
                scope: carried(self.worst[scope], self.snapshot.overlap.members, members, 0)
                for scope in SCOPES
            }
            for one in changed:
                if one in snapshot.people:
                    scores = snapshot.overlap.scores(one)
                    near = scores >= worst["world"] * NEARLY
                    near_home = scores >= worst["country"] * NEARLY
                    near |= near_home & snapshot.around(one, "country")
                    found.update(members[near & (scores > 0)].tolist())
        return sorted(found & after.people.keys())

    def renewed(
        self, after: Snapshot, lists: Mapping[int, Lists], before: Mapping[int, Lists]
    ) -> Standing:
        """Return how the lists stand after these have taken the place of those of `before`."""
        old, members = self.snapshot.overlap.members, after.overlap.members
        rows = np.searchsorted(members, [*lists])
        worst = {scope: carried(self.worst[scope], old, members, 0) for scope in SCOPES}
        for scope in SCOPES:
            worst[scope][rows] = [worst_of(getattr(one, scope)) for one in lists.values()]
        listed = carried(self.listed.counts, old, members, 0)
        for some, by in ((before, -1), (lists, 1)):
            ids = [peer.member for one in some.values() for peer in one.world]
            there = np.array([one for one in ids if one in after.people], dtype=np.int64)
            np.add.at(listed, np.searchsorted(members, there), by)
        return Standing(after, worst, Listed(members, listed))


class Portion(NamedTuple):
    """What counts of the stored lists of some members."""

    members: NDArray[np.int64]
    worst: Mapping[str, NDArray[np.float32]]
    peers: NDArray[np.int32]  # whom they list in the world, one after the other


def read_portion(members: Sequence[int], lists: Mapping[str, Sequence[bytes]]) -> Portion:
    """Return what counts of packed lists: scope -> one for each of `members`."""
    unpacked = {scope: unpack_all(packed) for scope, packed in lists.items()}
    worst = {scope: _worst(ends, scores) for scope, (ends, _peers, scores) in unpacked.items()}
    return Portion(np.array(members, dtype=np.int64), worst, unpacked["world"][1].copy())


def _worst(ends: NDArray[np.int64], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    is_full = np.diff(ends, prepend=0) >= KEPT
    return np.where(is_full, np.append(scores, 0)[ends - 1], 0).astype(np.float32)


def take_standing(snapshot: Snapshot, portions: Iterable[Portion]) -> Standing:
    """Return how stored lists stand that were made from `snapshot`."""
    everybody = snapshot.overlap.members
    worst = {scope: np.zeros(len(everybody), dtype=np.float32) for scope in SCOPES}
    counts = np.zeros(len(everybody), dtype=np.int64)
    for portion in portions:
        rows = np.searchsorted(everybody, portion.members)
        for scope in SCOPES:
            worst[scope][rows] = portion.worst[scope]
        counts += _count(everybody, portion.peers)
    return Standing(snapshot, worst, Listed(everybody, counts))


def count_listed(snapshot: Snapshot) -> Listed:
    """Rank everybody and count, where lists are not kept."""
    peers = rank_everybody(snapshot.overlap, KEPT).peers
    members = snapshot.overlap.members
    return Listed(members, _count(members, peers[peers > 0]))


def _count(members: NDArray[np.int64], listed: NDArray[np.int32]) -> NDArray[np.int64]:
    return np.bincount(np.searchsorted(members, listed), minlength=len(members))


def mend_lists(
    after: Snapshot, touched: Iterable[int], changed: Collection[int], before: Mapping[int, Lists]
) -> dict[int, Lists]:
    """Return the lists of `touched` as they are since `changed` have become what `after` says.

    Args:
        after: who everybody is now.
        touched: as `Standing.touched` returns them.
        changed: ids of who has come, gone, or is another.
        before: the lists as they were; missing ones are made anew.
    """
    return {
        one: Lists(*(_make(after, one, scope) for scope in SCOPES))
        if one in changed or one not in before
        else Lists(*map(partial(_mend, after, one, changed), SCOPES, before[one]))
        for one in touched
    }


def worst_of(peers: Sequence[Peer]) -> float:
    """Return what it takes to come into a list: its last score, 0 while there is room."""
    return peers[KEPT - 1].score if len(peers) >= KEPT else 0.0


def _make(snapshot: Snapshot, member: int, scope: str) -> list[Peer]:
    overlap = snapshot.overlap
    row = int(np.searchsorted(overlap.members, member))
    rows, scores = overlap.rank(row, KEPT, snapshot.within(member, scope))
    found = zip(overlap.members[rows].tolist(), scores.astype(np.float32).tolist(), strict=True)
    return [Peer(*one) for one in found]


def _mend(
    after: Snapshot, member: int, changed: Collection[int], scope: str, peers: Sequence[Peer]
) -> Sequence[Peer]:
    """Take who has changed out of a list, and put them in where they belong now."""
    worst = worst_of(peers)
    rest = [peer for peer in peers if peer.member not in changed]
    there = [one for one in changed if _reaches(after, scope, member, one)]
    come = [Peer(one, float(np.float32(after.overlap.score(member, one)))) for one in there]
    come = [peer for peer in come if peer.score > 0 and peer.score >= worst]
    # In 32 bits, scores may look equal that are not.
    known = {worst, *(peer.score for peer in rest)}
    is_clear = len({peer.score for peer in come} - known) == len(come)
    is_full = not worst or len(rest) + len(come) >= KEPT
    if not (is_clear and is_full):
        return _make(after, member, scope)
    return sorted([*rest, *come], key=lambda peer: -peer.score)[:KEPT]


def _reaches(snapshot: Snapshot, scope: str, member: int, other: int) -> bool:
    one, two = snapshot.people[member], snapshot.people.get(other)
    return two is not None and (scope == "world" or one.country == two.country != "")
