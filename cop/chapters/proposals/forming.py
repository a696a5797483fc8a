"""Chapters that the graph proposes, and those that it sees in two: from the stored matches."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cop.accounts.viewer import ADMINISTRATOR, ANY_MEMBER, Audience
from cop.chapters.proposals.dismissing import Dismissals
from cop.chapters.proposals.telling import (
    in_short,
    tell_halves,
    tell_near,
    tell_quality,
    tell_reason,
)
from cop.chapters.queries.chapters import list_chapters, list_formed
from cop.chapters.queries.memberships import list_joined, list_member_sets
from cop.chapters.queries.willing import is_willing
from cop.chapters.rules.states import Stage
from cop.chapters.scopes import scope_name
from cop.kit.clock import now
from cop.vocabulary.shapes import stakeholder_group
from matching.drift import find_halves
from matching.existing import Existing
from matching.graph import build_graph
from matching.proposals import KINDS, Landscape, Person, propose
from matching.queries import list_stored_peers
from profiles.access import see_members

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cop.vocabulary.concepts import Vocabulary
    from matching.drift import Half
    from matching.matcher import Matcher
    from matching.proposals import Proposal
    from matching.snapshot import Snapshot
    from profiles.member import Member

PEERS: Final = 10  # of each member, that make the graph
CLOSE: Final = 0.12  # overlap of two members that makes them close
NEW_FOR: Final = timedelta(days=365)  # somebody is a newcomer


@dataclass(frozen=True, slots=True)
class Named:
    """A proposal in the reader's language: its name, why it is made, and how well it holds."""

    proposal: Proposal
    name: str
    reason: str
    near: str
    quality: Sequence[str]


@dataclass(frozen=True, slots=True)
class Drifting:
    """A chapter whose active members form two communities."""

    slug: str
    name: str
    halves: tuple[Half, Half]
    told: str


async def survey(matcher: Matcher, vocabulary: Vocabulary) -> Landscape:
    """Return the members and their ties, by what all members may see of each other."""
    snapshot = matcher.snapshot(Audience.MEMBERS)
    peers = await list_stored_peers(Audience.MEMBERS, most=PEERS)
    seen = {one.id: one for one in await see_members(snapshot.people, ANY_MEMBER)}
    people = _as_people(snapshot, seen, vocabulary)
    known = {one: peers.get(one, []) for one in people}
    graph = await asyncio.to_thread(build_graph, known, snapshot.overlap.shared_topics, least=CLOSE)
    return await asyncio.to_thread(Landscape, graph, people)


async def propose_chapters(
    land: Landscape, vocabulary: Vocabulary, language: str, kinds: Collection[str] = KINDS
) -> list[Named]:
    """Return the chapters that could be and are not yet, by kind, the largest first.

    Without those that administrators dismissed and that have hardly changed since.
    """
    existing = Existing(await list_member_sets())
    chapters = {
        one.chapter.id: one for one in await list_chapters(vocabulary, language, ADMINISTRATOR)
    }
    formed = await list_formed()
    dismissed = await Dismissals.read()
    named: list[Named] = []
    for one in await asyncio.to_thread(propose, land, kinds):
        near = existing.nearest(one.members)
        is_there = (one.kind, one.scope) in formed or (near is not None and near.is_same)
        if not is_there and not dismissed.hold(one):
            near_name = chapters[near.chapter].name if near else ""
            named.append(
                Named(
                    one,
                    scope_name(one.kind, one.scope, vocabulary, language),
                    tell_reason(one, vocabulary, language),
                    tell_near(one, near, near_name),
                    [*tell_quality(one)],
                )
            )
    return named


async def find_drifting(land: Landscape, vocabulary: Vocabulary, language: str) -> list[Drifting]:
    """Return the chapters whose active members form two communities, in the order of the list."""
    joined = await list_joined()
    found: list[Drifting] = []
    for one in await list_chapters(vocabulary, language, ADMINISTRATOR):
        active = () if one.chapter.state == Stage.CLOSED else joined.get(one.chapter.id, ())
        if halves := await find_halves_of(active, land):
            told = tell_halves(in_short(halves), vocabulary, language)
            found.append(Drifting(one.chapter.slug, one.name, halves, told))
    return found


async def find_halves_of(active: Collection[int], land: Landscape) -> tuple[Half, Half] | None:
    """Return the two communities that a chapter's active members form, None where it is one."""
    return await asyncio.to_thread(find_halves, land.graph, land.people, active)


def _as_people(
    snapshot: Snapshot, seen: Mapping[int, Member], vocabulary: Vocabulary
) -> dict[int, Person]:
    """Return who the members are; the matcher does not know all that proposals ask."""
    since = now() - NEW_FOR
    return {
        one: Person(
            person.country,
            person.region,
            person.institution_id,
            person.topics,
            [tag.key for tag in seen[one].sectors if tag.key],
            stakeholder_group(vocabulary, seen[one].stakeholder),
            seen[one].joined_at > since,
            is_willing(seen[one]),
        )
        for one, person in snapshot.people.items()
        if one in seen
    }
