"""Three people for somebody who has just arrived, before the matcher has read them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.vocabulary.geography import region_of
from matching.matcher import Match
from matching.peers import matcher_for
from profiles.access import see_members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Vocabulary
    from matching.matcher import Matcher
    from matching.snapshot import Snapshot
    from profiles.member import Member

SHOWN: Final = 3
_CANDIDATES: Final = 24  # more than are shown: some may be hidden since


@dataclass(frozen=True, slots=True)
class First:
    """Somebody to meet first: for the topics in common, else for the place they share."""

    member: Member
    match: Match
    place: str = ""


async def see_first_peers(
    matcher: Matcher, newcomer: Member, viewer: Viewer, vocabulary: Vocabulary
) -> list[First]:
    """Return up to three people: the closest in topics, then who works in the same place."""
    if viewer.audience not in matcher.snapshots:
        return []
    snapshot = (await matcher_for(matcher, viewer)).snapshot(viewer.audience)
    found = await asyncio.to_thread(snapshot.overlap.nearest, newcomer.topics, _CANDIDATES)
    reasons: dict[int, tuple[Match, str]] = {}
    known = {*newcomer.topics}
    for peer in found:
        shared = tuple(
            snapshot.overlap.describe(known.intersection(snapshot.people[peer.member].topics))
        )
        reasons.setdefault(peer.member, (Match(peer.member, peer.score, shared), ""))
    for member, place in _neighbours(snapshot, newcomer, region_of(vocabulary, newcomer.country)):
        if len(reasons) >= _CANDIDATES * 2:
            break
        reasons.setdefault(member, (Match(member, 0.0, ()), place))
    reasons.pop(newcomer.id, None)
    seen = await see_members(reasons, viewer)
    return [First(one, *reasons[one.id]) for one in seen[:SHOWN]]


def _neighbours(snapshot: Snapshot, newcomer: Member, region: str) -> Iterator[tuple[int, str]]:
    """Yield who shares a place with the newcomer, the nearest first, and which place."""
    institution = newcomer.institution.id if newcomer.institution else None
    people = sorted(snapshot.people.items())
    if institution:
        yield from ((one, "hall") for one, who in people if who.institution_id == institution)
    if newcomer.country:
        yield from ((one, "country") for one, who in people if who.country == newcomer.country)
    if region:
        yield from ((one, "region") for one, who in people if who.region == region)
