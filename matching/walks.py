"""How two members are connected through others, as a viewer may see it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from matching.paths import NO_TIES, Ways
from matching.peers import matcher_for
from matching.queries import find_current_generation, list_stored_peers, list_stored_ties
from matching.rankings import rank_ties
from matching.standing import KEPT as LISTED
from profiles.access import see_members

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Sequence

    from cop.accounts.viewer import Viewer
    from matching.matcher import Matcher
    from matching.overlap import Overlap, Peer
    from matching.snapshot import Snapshot
    from profiles.member import Member

NEIGHBOURS: Final = 6  # best peers of each member that are ties, of the world and of the country
TRIES: Final = 5  # when those on a way have changed since the ties were found
AROUND: Final = 2  # steps: peers, and their peers
KEPT: Final = 6  # of two audiences, and of those whom a block keeps from somebody


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody on a way, and what they share with the one before, the rarest first."""

    member: Member
    topics: Sequence[str]


class Walks:
    """Finds ways, and keeps what they are found in until the matches change."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._kept: OrderedDict[tuple[object, ...], Ways] = OrderedDict()
        self._reading = asyncio.Lock()

    async def snapshot_for(self, viewer: Viewer) -> Snapshot:
        """Return all members as the audience of `viewer` sees them, without whom a block hides.

        Raises:
            Unavailable: the matcher is still reading the members after a start.
        """
        return (await matcher_for(self._matcher, viewer)).snapshot(viewer.audience)

    async def around(self, member: int, viewer: Viewer, most: int) -> dict[int, list[Peer]]:
        """Return `member`, their peers and the peers of these, with their ties among each other.

        Args:
            member: an id.
            viewer: for whom.
            most: how many members at the most, the nearest first.

        Raises:
            Unavailable: the matcher is still reading the members after a start.
        """
        overlap = (await self.snapshot_for(viewer)).overlap
        ways = await self._ways_for(viewer)
        near = ways.around(member, AROUND, overlap.members)
        # A coordinator may look around somebody whom the audience does not know.
        return ways.among([one for one in (member, *near)[:most] if one in overlap])

    async def between(self, one: Member, other: Member, viewer: Viewer) -> list[Step]:
        """Return those after `one` on the shortest way to `other`, [] where there is none.

        Ties are stored; who stands on the way, and over what, is what `viewer` sees now.

        Raises:
            Unavailable: the matcher is still reading the members after a start.
        """
        overlap = (await self.snapshot_for(viewer)).overlap
        ways = await self._ways_for(viewer)
        refused = set[tuple[int, int]]()
        for _ in range(TRIES):
            found = await asyncio.to_thread(
                ways.between, one.id, other.id, overlap.members, refused
            )
            seen = {member.id: member for member in await see_members(found, viewer)}
            steps = [
                Step(seen[after], topics)
                for before, after in pairwise(found)
                if before in seen and after in seen
                if (topics := share(overlap, seen[before], seen[after]))
            ]
            if len(steps) == len(found) - 1 or not found:
                return steps
            kept = {step.member.id for step in steps}
            refused |= {tie for tie in pairwise(found) if tie[1] not in kept}
        return []

    async def inside(self, members: Collection[int], viewer: Viewer) -> dict[int, list[Peer]]:
        """Return for each of `members` those of them who are closest to them.

        Raises:
            Unavailable: the matcher is still reading the members after a start.
        """
        snapshot = await self.snapshot_for(viewer)
        if self._is_own(snapshot, viewer):
            listed = await list_stored_peers(viewer.audience, most=LISTED, members=members)
        else:
            ties = await asyncio.to_thread(rank_ties, snapshot.overlap, snapshot.countries, LISTED)
            listed = ties.of({*members})
        return {one: _closest(listed.get(one, ()), members) for one in sorted(members)}

    def _is_own(self, snapshot: Snapshot, viewer: Viewer) -> bool:
        """Say whether `viewer` sees all that their audience does, for whom matches are stored."""
        return snapshot is self._matcher.snapshot(viewer.audience)

    async def _ways_for(self, viewer: Viewer) -> Ways:
        """Return the ties as stored; worked out anew for whom a block hides somebody.

        Nobody waits for a second reading.
        """
        snapshot = await self.snapshot_for(viewer)
        is_own = self._is_own(snapshot, viewer)
        async with self._reading:
            generation = await find_current_generation()
            if generation is None:
                return Ways(NO_TIES)
            key = (viewer.audience, generation.id, -1 if is_own else snapshot.number)
            if key not in self._kept:
                ties = (
                    await list_stored_ties(generation.id, viewer.audience, most=NEIGHBOURS)
                    if is_own
                    else await asyncio.to_thread(
                        rank_ties, snapshot.overlap, snapshot.countries, NEIGHBOURS
                    )
                )
                self._kept[key] = await asyncio.to_thread(Ways, ties)
                if len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]


def _closest(listed: Sequence[Peer], among: Container[int]) -> list[Peer]:
    """Return the best of those peers who are asked about at all."""
    there = [peer for peer in listed if peer.member in among]
    return sorted(there, key=lambda peer: -peer.score)[:NEIGHBOURS]


def share(overlap: Overlap, one: Member, other: Member) -> tuple[str, ...]:
    """Return the topics that both show, the rarest first."""
    both = {*one.topics}.intersection(other.topics)
    return tuple(shared.topic for shared in overlap.describe(both))
