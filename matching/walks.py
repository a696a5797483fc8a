"""How two members are connected through others, as a viewer may see it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from matching.paths import NO_TIES, Ways
from matching.peers import matcher_for
from matching.queries import find_current_generation, list_stored_ties
from profiles.access import see_members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Audience, Viewer
    from matching.matcher import Matcher
    from matching.overlap import Overlap
    from profiles.member import Member

NEIGHBOURS: Final = 6  # best peers of each member that are ties, of the world and of the country
TRIES: Final = 5  # when those on a way have changed since the ties were found
AROUND: Final = 2  # steps: peers, and their peers


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody on a way, and what they share with the one before, the rarest first."""

    member: Member
    topics: Sequence[str]


class Walks:
    """Finds ways, and keeps what they are found in until the matches change."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._kept: dict[Audience, tuple[int, Ways]] = {}
        self._reading = asyncio.Lock()

    async def around(self, member: int, viewer: Viewer) -> list[int]:
        """Return the peers of `member` and their peers, the nearest first.

        Raises:
            Unavailable: the matcher is still reading the members after a start.
        """
        overlap = await self._overlap_for(viewer)
        ways = await self._ways(viewer.audience)
        return ways.around(member, AROUND, overlap.members)

    async def between(self, one: Member, other: Member, viewer: Viewer) -> list[Step]:
        """Return those after `one` on the shortest way to `other`, [] where there is none.

        Ties are stored; who stands on the way, and over what, is what `viewer` sees now.

        Raises:
            Unavailable: the matcher is still reading the members after a start.
        """
        overlap = await self._overlap_for(viewer)
        ways = await self._ways(viewer.audience)
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

    async def _overlap_for(self, viewer: Viewer) -> Overlap:
        return (await matcher_for(self._matcher, viewer)).snapshot(viewer.audience).overlap

    async def _ways(self, audience: Audience) -> Ways:
        """Return the ties of the current generation; nobody waits for a second reading."""
        async with self._reading:
            generation = await find_current_generation()
            if generation is None:
                return Ways(NO_TIES)
            if self._kept.get(audience, (0,))[0] != generation.id:
                ties = await list_stored_ties(generation.id, audience, most=NEIGHBOURS)
                self._kept[audience] = generation.id, await asyncio.to_thread(Ways, ties)
            return self._kept[audience][1]


def share(overlap: Overlap, one: Member, other: Member) -> tuple[str, ...]:
    """Return the topics that both show, the rarest first."""
    both = {*one.topics}.intersection(other.topics)
    return tuple(shared.topic for shared in overlap.shared_with(both, other.id))
