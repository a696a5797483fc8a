"""Whom somebody should meet: scored by all that counts, from what is seen of everybody now."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from cop.accounts.viewer import Viewer
from cop.kit.clock import now
from matching.matcher import Match, few_among
from matching.peers import matcher_for
from matching.reasons import NAMED, tell
from matching.scores import (
    LEARNS,
    TEACHES,
    TOPIC,
    Side,
    best_overlap,
    find_reasons,
    most_else,
    total,
)
from profiles.access import see_members
from profiles.member import BEST

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from matching.matcher import Matcher
    from matching.overlap import Overlap
    from matching.reasons import Sentence
    from matching.scores import Reason
    from matching.snapshot import Snapshot
    from matching.standing import Listed
    from profiles.member import Member, Tag

    _Scored = tuple[float, Member, Sequence[Reason]]

LOOKED_AT: Final = (120, 260, 600)  # so many closely; more where these are not surely enough
TO_TALK_ABOUT: Final = frozenset({TOPIC, TEACHES, LEARNS})  # nobody is suggested without
_ROUNDED: Final = 1e-9  # more than sums of a few numbers are off


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody to meet, and why.

    Attributes:
        member: as the asker's audience may see them.
        score: the sum of what the reasons weigh.
        match: what both know.
        reasons: as they are found; the first is what both know, if anything.
        together: how many know all of the first topics that both know, where these are few.
    """

    member: Member
    score: float
    match: Match
    reasons: Sequence[Reason]
    together: int = 0

    @property
    def told(self) -> Sequence[Sentence]:
        """Return at most two sentences that say why, in the current language."""
        return tell(self.reasons, self.together)


async def see_suggestions(
    matcher: Matcher,
    asker: Member,
    viewer: Viewer,
    *,
    within: str = "world",
    most: int = 20,
    but: Collection[int] = (),
) -> list[Suggestion]:
    """Return whom `asker` should meet, the best first, equals by id.

    Everybody is looked at roughly, by what the matcher has read of them: the topics in common, and
    those they could teach. The most promising are scored by what their audience sees of them now.
    While one of the others could be better, were all else in their favour, more are: the answer is
    that of scoring everybody. Only where this is not sure after 600, it is that of scoring 600.

    Args:
        matcher: who is close to whom.
        asker: as the viewer sees them: what only an owner sees of themselves counts for them.
        viewer: who looks. What only they see of others, as a coordinator does, does not count.
        within: "country", "region" or "world".
        most: how many at the most.
        but: who is never suggested.

    Raises:
        Unavailable: the matcher is still reading the members after a start.
    """
    matcher = await matcher_for(matcher, viewer)
    snapshot, listed = matcher.snapshot(viewer.audience), await matcher.listed(viewer.audience)
    allowed = matcher.around(asker.country, viewer.audience, within)
    allowed &= ~snapshot.among([asker.id, *but])
    side = _as_side(asker, listed)
    ids, at_most = await asyncio.to_thread(
        _look_around, side, snapshot.overlap, matcher.bounds, allowed
    )
    eyes = Viewer(is_member=viewer.is_member, blocked=viewer.blocked)
    best: list[_Scored] = []
    for start, end in pairwise((0, *LOOKED_AT)):
        for member in await see_members(ids[start:end], eyes):
            if within != "world" and member.country != snapshot.people[member.id].country:
                continue
            other = _as_side(member, listed)
            reasons = find_reasons(side, other, snapshot.overlap, matcher.bounds)
            if not TO_TALK_ABOUT.isdisjoint(reason.kind for reason in reasons):
                best.append((total(reasons), member, reasons))
        best = sorted(best, key=lambda one: (-one[0], one[1].id))[:most]
        if len(ids) <= end or (0 < len(best) == most and best[-1][0] > at_most[end]):
            break
    return [_as_suggestion(one, side, snapshot) for one in best]


def _look_around(
    asker: Side, overlap: Overlap, bounds: Mapping[str, float], allowed: NDArray[np.bool_]
) -> tuple[Sequence[int], Sequence[float]]:
    """Return the ids of those `allowed`, the most promising first, and what each scores at most.

    One more than are ever looked at, who tells how good those behind can be.
    """
    roughly = bounds[TOPIC] / best_overlap(asker, overlap) * overlap.compare_all(asker.topics)
    roughly += bounds.get(TEACHES, 0.0) * overlap.worth_of_all(asker.interests)
    rows = np.flatnonzero(allowed)
    rows = rows[np.argsort(-roughly[rows], kind="stable")[: LOOKED_AT[-1] + 1]]
    at_most = roughly[rows] + most_else(asker, overlap, bounds) + _ROUNDED
    return overlap.members[rows].tolist(), at_most.tolist()


def _as_suggestion(scored: _Scored, asker: Side, snapshot: Snapshot) -> Suggestion:
    score, member, reasons = scored
    overlap = snapshot.overlap
    both = next((reason.values for reason in reasons if reason.kind == TOPIC), ())
    together = overlap.count_holders(both[:NAMED])
    return Suggestion(
        member,
        score,
        Match(
            member.id,
            overlap.compare(asker.topics, member.topics),
            tuple(overlap.describe(both)),
        ),
        reasons,
        together if 1 < together <= few_among(snapshot) else 0,
    )


def _as_side(member: Member, listed: Listed) -> Side:
    known = _keys(member.countries_known)
    return Side(
        topics=frozenset(member.topics),
        expert=_keys(tag for tag in member.expertise if tag.level == BEST),
        interests=_keys(member.interests),
        languages=_keys(member.languages),
        disciplines=_keys(member.disciplines),
        places=known | {member.country} if member.country else known,
        home=member.country,
        stakeholder=member.stakeholder,
        level=member.government_level,
        unconfirmed=(now() - (member.confirmed_at or member.joined_at)).days,
        listed=listed.of(member.id),
    )


def _keys(tags: Iterable[Tag]) -> frozenset[str]:
    return frozenset(tag.key for tag in tags if tag.key)
