"""Chapters that the graph proposes: computed from the stored matches, told in words."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.viewer import ANY_MEMBER, Audience
from cop.chapters.models import Chapter
from cop.chapters.queries import list_member_sets, scope_name
from cop.kit.i18n import format_number, join_words, ngettext
from cop.kit.i18n import gettext as _
from matching.graph import build_graph
from matching.proposals import (
    Person,
    propose_bridges,
    propose_countries,
    propose_regions,
    propose_themes,
    uncovered,
)
from matching.queries import list_stored_peers
from profiles.access import see_members

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from cop.vocabulary.concepts import Vocabulary
    from matching.graph import MemberGraph
    from matching.matcher import Matcher
    from matching.proposals import Proposal
    from matching.snapshot import Snapshot

PEERS: Final = 10  # of each member, that make the graph
CLOSE: Final = 0.12  # overlap of two members that makes them close
KINDS: Final = ("regional", "thematic", "country", "bridge")
_PROPOSE: Final = {
    "regional": propose_regions,
    "thematic": propose_themes,
    "country": propose_countries,
    "bridge": propose_bridges,
}


@dataclass(frozen=True, slots=True)
class Named:
    """A proposal with its name and its reason in the reader's language."""

    proposal: Proposal
    name: str
    reason: str


async def propose_chapters(
    matcher: Matcher, vocabulary: Vocabulary, language: str, kinds: Collection[str] = KINDS
) -> list[Named]:
    """Return the chapters that could be and are not yet, by kind, the largest first.

    Members are grouped by what all members may see of them.
    """
    snapshot = matcher.snapshot(Audience.MEMBERS)
    peers = await list_stored_peers(Audience.MEMBERS, most=PEERS)
    known = {one: peers.get(one, []) for one in snapshot.people}
    graph = await asyncio.to_thread(build_graph, known, snapshot.overlap.shared_topics, least=CLOSE)
    sectors = await _list_sectors(snapshot.people) if "bridge" in kinds else {}
    existing = {(chapter.kind, chapter.scope) for chapter in await Chapter.all()}
    covered = await list_member_sets()
    proposals = await asyncio.to_thread(_all_proposals, graph, snapshot, sectors, kinds)
    fresh = [one for one in proposals if (one.kind, one.scope) not in existing]
    return [
        Named(
            proposal,
            scope_name(proposal.kind, proposal.scope, vocabulary, language),
            tell_reason(proposal, vocabulary, language),
        )
        for proposal in uncovered(fresh, covered)
    ]


def _all_proposals(
    graph: MemberGraph,
    snapshot: Snapshot,
    sectors: Mapping[int, Collection[str]],
    kinds: Collection[str],
) -> Sequence[Proposal]:
    people = {
        one: Person(
            person.country,
            person.region,
            person.institution_id,
            person.topics,
            sectors.get(one, ()),
        )
        for one, person in snapshot.people.items()
    }
    return [one for kind in KINDS if kind in kinds for one in _PROPOSE[kind](graph, people)]


async def _list_sectors(ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the sectors of members, as all members see them; the matcher does not know them."""
    members = await see_members(ids, ANY_MEMBER)
    return {one.id: [tag.key for tag in one.sectors if tag.key] for one in members}


def tell_reason(proposal: Proposal, vocabulary: Vocabulary, language: str) -> str:
    """Say in plain words why these people would make a chapter."""
    topics = [vocabulary.label("topic", one.topic, language) for one in proposal.topics[:3]]
    if proposal.kind == "thematic":
        return " ".join(_tell_theme(proposal, topics))
    if proposal.kind == "bridge":
        sectors = [vocabulary.label("sector", one, language) for one in proposal.scope.split("+")]
        sentences = [_tell_bridge(proposal, sectors)]
    else:
        sentences = [_tell_place(proposal)]
    if topics:
        sentences.append(
            _("More than elsewhere they work on {topics}.").format(topics=join_words(topics))
        )
    return " ".join(sentences)


def _tell_theme(proposal: Proposal, topics: Sequence[str]) -> Iterator[str]:
    count, first = len(proposal.members), proposal.topics[0]
    yield ngettext(
        "%(num)s person in %(countries)s countries shares %(topics)s.",
        "%(num)s people in %(countries)s countries share %(topics)s.",
        count,
    ) % {
        "num": format_number(count),
        "countries": format_number(len(proposal.countries)),
        "topics": join_words(topics),
    }
    yield _(
        "{inside} in 100 of them work on {topic}, {outside} in 100 elsewhere; "
        "{kept} in 100 of their closest ties stay among them."
    ).format(
        inside=format_number(round(100 * first.inside)),
        topic=topics[0],
        outside=format_number(max(1, round(100 * first.outside))),
        kept=format_number(round(100 * (1 - proposal.quality.conductance))),
    )


def _tell_bridge(proposal: Proposal, sectors: Sequence[str]) -> str:
    count = len(proposal.members)
    return ngettext(
        "%(num)s person in one of %(sectors)s has a close peer in the other.",
        "%(num)s people in one of %(sectors)s have a close peer in the other.",
        count,
    ) % {"num": format_number(count), "sectors": join_words(sectors)}


def _tell_place(proposal: Proposal) -> str:
    count = len(proposal.members)
    return ngettext(
        "%(num)s member lives here; %(tied)s in 100 have a close peer at home.",
        "%(num)s members live here; %(tied)s in 100 have a close peer at home.",
        count,
    ) % {
        "num": format_number(count),
        "tied": format_number(round(100 * proposal.quality.coverage)),
    }
