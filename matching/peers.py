"""The closest peers of a member, as a viewer may see them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from matching.layout.ego import Peer, Ring, choose_peers, lay_out_peers
from profiles.access import see_members
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cop.accounts.viewer import Viewer
    from matching.layout.ego import Ego
    from matching.matcher import Match, Matcher, Nearby
    from matching.snapshot import Snapshot
    from profiles.member import Member

CANDIDATES: Final = 12
TIED: Final = 3  # topics that two peers share before a line joins them
SHOWN_NEXT_DOOR: Final = 5


@dataclass(frozen=True, slots=True)
class SeenMatch:
    """A match and the person, as the viewer may see them."""

    member: Member
    match: Match
    ring: Ring = Ring.WORLD


@dataclass(frozen=True, slots=True)
class SeenPeers:
    """Closest peers, the best first, and their picture."""

    list: Sequence[SeenMatch]
    picture: Ego


async def matcher_for(matcher: Matcher, viewer: Viewer) -> Matcher:
    """Return the matcher as it is for `viewer`: whom a block hides does not exist."""
    if not viewer.blocked or viewer.is_administrator:
        return matcher
    return await matcher.without(await list_ids_of(viewer.blocked), viewer.audience)


async def see_peers(matcher: Matcher, member: Member, viewer: Viewer) -> SeenPeers:
    """Return those closest in topics: down the hall, in the country, the region and elsewhere."""
    audience = viewer.audience
    matcher = await matcher_for(matcher, viewer)
    snapshot = matcher.snapshot(audience)
    matches = {match.member: match for match in matcher.hall_of(member.id, audience)}
    for scope in ("country", "region", "world"):
        for match in await matcher.matches(member.id, audience, within=scope, most=CANDIDATES):
            matches.setdefault(match.member, match)
    chosen = choose_peers(
        Peer(match.member, _ring(snapshot, member.id, match.member), match.score)
        for match in matches.values()
    )
    rings = {peer.member: peer.ring for peer in chosen}
    seen = {one.id: one for one in await see_members(rings, viewer)}
    kept = [peer for peer in chosen if peer.member in seen]
    ties = [
        (one.member, other.member)
        for one, other in combinations(kept, 2)
        if len(snapshot.overlap.shared_topics(one.member, other.member)) >= TIED
    ]
    listed = [
        SeenMatch(seen[peer.member], matches[peer.member], peer.ring)
        for peer in sorted(kept, key=lambda peer: (-peer.score, peer.member))
    ]
    return SeenPeers(listed, lay_out_peers(kept, ties))


async def see_hall(matcher: Matcher, member: Member, viewer: Viewer) -> list[SeenMatch]:
    """Return who sits down the hall, where the viewer may see where the member works."""
    if member.institution is None:
        return []
    matcher = await matcher_for(matcher, viewer)
    matches = matcher.hall_of(member.id, viewer.audience)
    return await see_matches(matches[:SHOWN_NEXT_DOOR], viewer)


async def see_matches(matches: Iterable[Match], viewer: Viewer) -> list[SeenMatch]:
    """Return the matches whose people the viewer may see, in the same order."""
    by_id = {match.member: match for match in matches}
    return [SeenMatch(one, by_id[one.id]) for one in await see_members(by_id, viewer)]


@dataclass(frozen=True, slots=True)
class SeenNearby:
    """Somebody nearby, as the viewer may see them."""

    member: Member
    near: Nearby


async def see_nearby(matcher: Matcher, member: Member, viewer: Viewer) -> list[SeenNearby]:
    """Return who works on the same topics within a day's travel."""
    if not member.city_id:
        return []
    matcher = await matcher_for(matcher, viewer)
    nearby = {near.match.member: near for near in await matcher.nearby(member.id, viewer.audience)}
    return [SeenNearby(one, nearby[one.id]) for one in await see_members(nearby, viewer)]


def _ring(snapshot: Snapshot, member: int, other: int) -> Ring:
    one, two = snapshot.people[member], snapshot.people[other]
    if one.institution_id is not None and one.institution_id == two.institution_id:
        return Ring.HALL
    if one.country and one.country == two.country:
        return Ring.COUNTRY
    return Ring.REGION if one.region and one.region == two.region else Ring.WORLD
