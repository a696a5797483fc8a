"""The picture of the network: drawn when first asked for, kept until the matches change."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import networkx as nx

from matching.bridges import find_bridges, find_connections
from matching.communities import find_communities
from matching.graph import build_graph
from matching.layout.explorer import lay_out_groups
from matching.proposals import Person, typical_topics
from matching.queries import find_current_generation
from matching.walks import AROUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Vocabulary
    from matching.bridges import Bridge, Connection
    from matching.forms import NetworkQuestion
    from matching.graph import MemberGraph
    from matching.layout.explorer import Explorer
    from matching.snapshot import Person as Known
    from matching.snapshot import Snapshot
    from matching.walks import Walks
    from profiles.member import Member

LEAST_SHARED: Final = 2  # topics, for a line
MOST_MARKS: Final = 170
SMALLEST_GROUP: Final = 5
KEPT_PICTURES: Final = 60


@dataclass(frozen=True, slots=True)
class Group:
    """Members who talk about the same things."""

    topics: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Network:
    """A part of the network, laid out; ids only, for what is seen of people is not kept.

    Attributes:
        question: what was asked for; its region is filled in where nothing was.
        everyone: how many members there are in this part.
    """

    question: NetworkQuestion
    everyone: int
    picture: Explorer
    groups: Sequence[Group]
    bridges: Sequence[Bridge]
    connections: Sequence[Connection]

    @property
    def members(self) -> list[int]:
        """Return who is in the picture."""
        return [mark.member for mark in self.picture.marks]


class Networks:
    """Draws networks and keeps the last ones."""

    def __init__(self, vocabulary: Vocabulary, walks: Walks) -> None:
        self._vocabulary = vocabulary
        self.walks = walks
        self._kept: OrderedDict[tuple[object, ...], Network] = OrderedDict()

    async def draw(
        self, question: NetworkQuestion, around: Member | None, viewer: Viewer, language: str
    ) -> Network:
        """Return the network that `question` asks for, as the audience of `viewer` sees it.

        Args:
            question: what is asked for.
            around: whom to draw the surroundings of; None for a part of the network.
            viewer: who looks.
            language: of the names of groups.

        Raises:
            Unavailable: the matcher is still reading the members after a start.
        """
        snapshot = await self.walks.snapshot_for(viewer)
        generation = await find_current_generation()
        if not (question.is_narrow or question.region):
            question = replace(question, region=_largest_region(snapshot))
        question = replace(question, focus="", typed="")
        key = (
            generation.id if generation else 0,
            snapshot.number,
            question,
            around.id if around else 0,
            language,
        )
        if key not in self._kept:
            self._kept[key] = await self._draw(question, around, viewer, snapshot, language)
            if len(self._kept) > KEPT_PICTURES:
                self._kept.popitem(last=False)
        return self._kept[key]

    async def _draw(
        self,
        question: NetworkQuestion,
        around: Member | None,
        viewer: Viewer,
        snapshot: Snapshot,
        language: str,
    ) -> Network:
        if around:
            peers = await self.walks.around(around.id, viewer, MOST_MARKS)
        else:
            inside = {one for one, who in snapshot.people.items() if _is_in(question, who)}
            peers = await self.walks.inside(inside, viewer)
        known = {one: snapshot.people[one] for one in peers if one in snapshot.people}
        people = {
            one: Person(who.country, who.region, who.institution_id, who.topics)
            for one, who in known.items()
        }
        peers = {one: peers[one] for one in known}  # others came while ties were read
        graph = await asyncio.to_thread(build_graph, peers, snapshot.overlap.shared_topics)
        core, groups = await asyncio.to_thread(_find_core, graph, around.id if around else None)
        typical = [
            tuple(one.topic for one in typical_topics(group, people, least=0)[:2])
            for group in groups
        ]
        names = [
            tuple(self._vocabulary.label("topic", topic, language) for topic in topics) or ("",)
            for topics in typical
        ]
        return Network(
            question,
            len(peers),
            await asyncio.to_thread(lay_out_groups, core, groups, names),
            [Group(topics, len(group)) for topics, group in zip(typical, groups, strict=True)],
            find_bridges(core, groups),
            find_connections(
                {one: fields_of(who.topics, self._vocabulary) for one, who in people.items()}
            ),
        )


def fields_of(topics: Iterable[str], vocabulary: Vocabulary) -> set[str]:
    """Return the groups of topics that somebody who knows `topics` knows something of."""
    concepts = (vocabulary.get("topic", topic) for topic in topics)
    return {concept.parent for concept in concepts if concept and concept.parent}


def _is_in(question: NetworkQuestion, person: Known) -> bool:
    """Say whether somebody belongs to the part of the network that is asked for."""
    return bool(
        person.topics
        and question.country in ("", person.country)
        and question.region in ("", person.region)
        and (not question.topic or question.topic in person.topics)
        and (not question.chapter or question.chapter in person.chapters)
    )


def _largest_region(snapshot: Snapshot) -> str:
    sizes = Counter(person.region for person in snapshot.people.values() if person.region)
    return min(sizes, key=lambda region: (-sizes[region], region), default="")


def _find_core(graph: MemberGraph, around: int | None) -> tuple[MemberGraph, list[tuple[int, ...]]]:
    """Return as much of the graph as a picture can show, and its groups, the largest first."""
    least = LEAST_SHARED if around is None else 1
    strong = [edge for edge in graph.edges if len(graph.edges[edge]["topics"]) >= least]
    core: MemberGraph = graph.edge_subgraph(strong)
    if around is not None:
        near = nx.single_source_shortest_path_length(core, around, AROUND) if around in core else ()
        core = core.subgraph(near)
        return core, find_communities(core)
    strength = {one: sum(edge["weight"] for edge in core.adj[one].values()) for one in core}
    best = sorted(strength, key=lambda one: (-strength[one], one))[:MOST_MARKS]
    core = core.subgraph(best)
    core = core.subgraph([one for one in best if core.degree(one)])
    return _without_crumbs(core)


def _without_crumbs(core: MemberGraph) -> tuple[MemberGraph, list[tuple[int, ...]]]:
    """Leave out groups too small to be told apart."""
    groups = [group for group in find_communities(core) if len(group) >= SMALLEST_GROUP]
    return core.subgraph([one for group in groups for one in group]), groups
