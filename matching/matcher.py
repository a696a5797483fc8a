"""Who is close to whom, right now: the living side of matching."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cop.kit.errors import Invalid, Unavailable
from cop.kit.i18n import gettext as _
from cop.vocabulary.geography import get_city, region_of
from cop.vocabulary.places import cities_around
from matching.graph import HallPair, pairs_down_the_hall
from matching.scores import BOUNDS, TOPIC
from matching.snapshot import renew_snapshots, take_snapshots
from matching.standing import count_listed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from cop.accounts.viewer import Audience
    from cop.vocabulary.concepts import Vocabulary
    from matching.overlap import SharedTopic
    from matching.scale import Scale
    from matching.snapshot import Snapshot
    from matching.standing import Listed, Standing

KEPT: Final = 8  # matchers without somebody
RARE: Final = 0.02  # a topic that at most so large a part of the members holds


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody worth knowing, and what is shared."""

    member: int
    score: float
    shared: tuple[SharedTopic, ...]


@dataclass(frozen=True, slots=True)
class Nearby:
    """A match in another town, and how far apart the two town centres are."""

    match: Match
    kilometres: float


class Matcher:
    """Answers for any member at once, from all members as they were when last read.

    Attributes:
        bounds: how much each ingredient of a score counts at most.
        standings: how the lists of the closest stand, where this process keeps them.
    """

    def __init__(self, vocabulary: Vocabulary, bounds: Mapping[str, float] = BOUNDS) -> None:
        self.bounds = bounds
        self.standings: Mapping[Audience, Standing] = {}
        self._vocabulary = vocabulary
        self._snapshots: dict[Audience, Snapshot] = {}
        self._counted: dict[Audience, Listed] = {}
        self._without: OrderedDict[tuple[Audience, frozenset[int]], Matcher] = OrderedDict()

    async def refresh(self, scales: Mapping[Audience, Scale] | None = None) -> None:
        """Read all members anew; topics weigh by these scales, else by the members as they are."""
        self._snapshots = await take_snapshots(self._vocabulary, scales)
        self._counted.clear()
        self._without.clear()

    async def rescale(self, scales: Mapping[Audience, Scale] | None = None) -> None:
        """Let topics weigh by these scales, else by the members as they are now."""
        scales = scales or {}
        self._snapshots = {
            audience: await asyncio.to_thread(snapshot.rescaled, scales.get(audience))
            for audience, snapshot in self._snapshots.items()
        }
        self._counted.clear()
        self._without.clear()

    async def follow(self, changed: Collection[int]) -> None:
        """Read anew who has changed, came or went; everybody, where nobody was read yet."""
        if not self._snapshots:
            await self.refresh()
            return
        self._snapshots = await renew_snapshots(self._snapshots, changed, self._vocabulary)
        self._without.clear()

    @property
    def snapshots(self) -> Mapping[Audience, Snapshot]:
        """Return all that was read, by audience; empty before the first `refresh`."""
        return self._snapshots

    def snapshot(self, audience: Audience) -> Snapshot:
        """Return what `audience` sees of all members.

        Raises:
            Unavailable: the members are still being read after a start.
        """
        if audience not in self._snapshots:
            raise Unavailable(_("Matches are being worked out. Try again in a few seconds."))
        return self._snapshots[audience]

    async def without(self, members: Collection[int], audience: Audience) -> Matcher:
        """Return a matcher for `audience` in which these members do not exist; it is kept a while.

        Whoever is blocked must not learn by a rank or a weight that somebody is there.
        """
        snapshot = self.snapshot(audience)
        gone = frozenset(members).intersection(snapshot.people)
        if not gone:
            return self
        key = (audience, gone)
        if key not in self._without:
            rest = await asyncio.to_thread(snapshot.renewed, dict.fromkeys(gone))
            other = Matcher(self._vocabulary, self.bounds)
            other._snapshots = {audience: await asyncio.to_thread(rest.rescaled)}
            self._without[key] = other
            if len(self._without) > KEPT:
                self._without.popitem(last=False)
        return self._without[key]

    async def listed(self, audience: Audience) -> Listed:
        """Return in how many lists of the closest each member is.

        They are counted once, where nobody keeps them; then until the weights change.
        """
        if audience in self.standings:
            return self.standings[audience].listed
        if audience not in self._counted:
            self._counted[audience] = await asyncio.to_thread(count_listed, self.snapshot(audience))
        return self._counted[audience]

    async def matches(
        self, member: int, audience: Audience, *, within: str = "world", most: int = 20
    ) -> list[Match]:
        """Return who has most in common with `member` in their country, region or the world."""
        snapshot = self.snapshot(audience)
        scope = snapshot.within(member, within)
        peers = await asyncio.to_thread(snapshot.overlap.peers, member, most, scope)
        return [
            Match(peer.member, peer.score, tuple(snapshot.overlap.shared(member, peer.member)))
            for peer in peers
        ]

    def around(self, country: str, audience: Audience, scope: str) -> NDArray[np.bool_]:
        """Return for each member that `audience` sees whether they are in `scope` of `country`."""
        snapshot = self.snapshot(audience)
        if scope == "country":
            return snapshot.in_countries([country])
        if scope == "region":
            return snapshot.in_region(region_of(self._vocabulary, country))
        return np.ones(len(snapshot.overlap), dtype=np.bool_)

    def down_the_hall(self, audience: Audience, *, country: str = "") -> list[HallPair]:
        """Return all pairs at one institution who work on the same thing."""
        snapshot = self.snapshot(audience)
        places = {
            institution: [one for one in members if country in ("", snapshot.people[one].country)]
            for institution, members in snapshot.by_institution.items()
            if len(members) > 1
        }
        return pairs_down_the_hall(snapshot.overlap, places, rare=few_among(snapshot))

    def hall_of(self, member: int, audience: Audience) -> list[Match]:
        """Return who sits down the hall from `member`, the closest first."""
        snapshot = self.snapshot(audience)
        person = snapshot.people.get(member)
        colleagues = snapshot.by_institution.get(person.institution_id or 0, ()) if person else ()
        found: list[Match] = []
        for other in colleagues:
            if other != member:
                pairs = pairs_down_the_hall(
                    snapshot.overlap, {0: (member, other)}, rare=few_among(snapshot)
                )
                shared = tuple(snapshot.overlap.shared(member, other))
                found += [Match(other, pair.score, shared) for pair in pairs]
        return sorted(found, key=lambda match: (-match.score, match.member))

    async def nearby(self, member: int, audience: Audience, *, most: int = 4) -> list[Nearby]:
        """Return the closest in topics within a day's travel, outside the member's institution."""
        snapshot = self.snapshot(audience)
        person = snapshot.people.get(member)
        home = get_city(person.city_id) if person and person.city_id else None
        if person is None or home is None:
            return []
        reach, found = cities_around(home), list[Nearby]()
        for match in await self.matches(member, audience, within="region", most=200):
            other = snapshot.people[match.member]
            away = reach.get(other.city_id or 0)
            if away is not None and (other.institution_id or -1) != person.institution_id:
                found.append(Nearby(match, away))
        return sorted(found[:most], key=lambda near: near.kilometres)


def choose_bounds(without: Collection[str]) -> Mapping[str, float]:
    """Return how much each ingredient of a score counts at most, but for those switched off.

    Raises:
        Invalid: there is no such ingredient, or it is the topics, which always count.
    """
    choice = [kind for kind in BOUNDS if kind != TOPIC]
    unknown = sorted({*without}.difference(choice))
    if unknown:
        raise Invalid(f"MATCH_WITHOUT names “{unknown[0]}”: choose from {', '.join(choice)}.")
    return {kind: bound for kind, bound in BOUNDS.items() if kind not in without}


def few_among(snapshot: Snapshot) -> int:
    """Return how many members at most may hold what is still called rare."""
    return int(RARE * len(snapshot.people))
