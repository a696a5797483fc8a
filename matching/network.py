"""The picture of the network: drawn when first asked for, kept until the matches change."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matching.communities import find_communities
from matching.graph import build_graph
from matching.layout.explorer import lay_out_groups
from matching.peers import matcher_for
from matching.proposals import Person, typical_topics
from matching.queries import find_current_generation, list_stored_peers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Audience, Viewer
    from cop.vocabulary.concepts import Vocabulary
    from matching.forms import NetworkQuestion
    from matching.graph import MemberGraph
    from matching.layout.explorer import Explorer
    from matching.matcher import Matcher
    from matching.snapshot import Snapshot

NEIGHBOURS: Final = 6  # best peers of each member, before those elsewhere are left out
LEAST_SHARED: Final = 2  # topics, for a line
MOST_MARKS: Final = 170
SMALLEST_GROUP: Final = 5
BRIDGES: Final = 5
KEPT_PICTURES: Final = 60


@dataclass(frozen=True, slots=True)
class Group:
    """Members who talk about the same things."""

    topics: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Bridge:
    """A member who is tied to several groups."""

    member: int
    groups: int
    ties: int


@dataclass(frozen=True, slots=True)
class Network:
    """A part of the network, laid out; ids only, for what is seen of people is not kept."""

    region: str
    country: str
    everyone: int
    picture: Explorer
    groups: Sequence[Group]
    bridges: Sequence[Bridge]

    @property
    def members(self) -> list[int]:
        """Return who is in the picture."""
        return [mark.member for mark in self.picture.marks]


class Networks:
    """Draws networks and keeps the last ones."""

    def __init__(self, matcher: Matcher, vocabulary: Vocabulary) -> None:
        self._matcher = matcher
        self._vocabulary = vocabulary
        self._kept: OrderedDict[tuple[object, ...], Network] = OrderedDict()

    async def draw(self, question: NetworkQuestion, viewer: Viewer, language: str) -> Network:
        """Return the network that `question` asks for, as the audience of `viewer` sees it.

        Raises:
            Unavailable: the matcher is still reading the members after a start.
        """
        audience = viewer.audience
        matcher = await matcher_for(self._matcher, viewer)
        snapshot = matcher.snapshot(audience)
        generation = await find_current_generation()
        region = question.region if not question.country else ""
        if not region and not question.country:
            region = _largest_region(snapshot)
        key = (
            generation.id if generation else 0,
            snapshot.number,
            region,
            question.country,
            language,
        )
        if key not in self._kept:
            self._kept[key] = await self._draw(
                snapshot, region, question.country, audience, language
            )
            if len(self._kept) > KEPT_PICTURES:
                self._kept.popitem(last=False)
        return self._kept[key]

    async def _draw(
        self, snapshot: Snapshot, region: str, country: str, audience: Audience, language: str
    ) -> Network:
        members = [
            one
            for one, person in snapshot.people.items()
            if person.topics and (person.country == country if country else person.region == region)
        ]
        peers = await list_stored_peers(audience, most=NEIGHBOURS, members=members)
        graph = await asyncio.to_thread(build_graph, peers, snapshot.overlap.shared_topics)
        core, groups = await asyncio.to_thread(_find_core, graph)
        people = {
            one: Person(person.country, person.region, person.institution_id, person.topics)
            for one, person in ((one, snapshot.people[one]) for one in members)
        }
        typical = [
            tuple(one.topic for one in typical_topics(group, people, least=0)[:2])
            for group in groups
        ]
        names = [
            tuple(self._vocabulary.label("topic", topic, language) for topic in topics) or ("",)
            for topics in typical
        ]
        return Network(
            region,
            country,
            len(members),
            await asyncio.to_thread(lay_out_groups, core, groups, names),
            [Group(topics, len(group)) for topics, group in zip(typical, groups, strict=True)],
            _find_bridges(core, groups),
        )


def _largest_region(snapshot: Snapshot) -> str:
    sizes = Counter(person.region for person in snapshot.people.values() if person.region)
    return min(sizes, key=lambda region: (-sizes[region], region), default="")


def _find_core(graph: MemberGraph) -> tuple[MemberGraph, list[tuple[int, ...]]]:
    """Return as much of the graph as a picture can show, and its groups, the largest first."""
    strong = [edge for edge in graph.edges if len(graph.edges[edge]["topics"]) >= LEAST_SHARED]
    core: MemberGraph = graph.edge_subgraph(strong)
    strength = {one: sum(edge["weight"] for edge in core.adj[one].values()) for one in core}
    best = sorted(strength, key=lambda one: (-strength[one], one))[:MOST_MARKS]
    core = core.subgraph(best)
    core = core.subgraph([one for one in best if core.degree(one)])
    return _without_crumbs(core)


def _without_crumbs(core: MemberGraph) -> tuple[MemberGraph, list[tuple[int, ...]]]:
    """Leave out groups too small to be told apart."""
    groups = [group for group in find_communities(core) if len(group) >= SMALLEST_GROUP]
    return core.subgraph([one for group in groups for one in group]), groups


def _find_bridges(core: MemberGraph, groups: Sequence[Sequence[int]]) -> list[Bridge]:
    """Return who is tied to most groups besides their own, then to most people."""
    group_of = {one: at for at, group in enumerate(groups) for one in group}
    bridges = [
        Bridge(
            one,
            len({group_of[other] for other in core.adj[one]} | {group_of[one]}),
            core.degree(one),
        )
        for one in core
    ]
    bridges.sort(key=lambda bridge: (-bridge.groups, -bridge.ties, bridge.member))
    return [bridge for bridge in bridges[:BRIDGES] if bridge.groups > 1]
