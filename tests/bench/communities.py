"""How well communities are found again, and beside networkx's own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, cast

import igraph
import networkx as nx
import numpy as np

from matching.communities import Ties, find_communities, find_settled
from matching.graph import build_graph
from matching.proposals import FEWEST, KINDS, Landscape, Person, propose
from matching.rankings import rank_everybody
from tests.bench.clocks import timed
from tests.bench.matching import make_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Sequence

    from numpy.typing import NDArray

    from matching.graph import MemberGraph
    from matching.overlap import Overlap

    Figure = tuple[str, str]

PLANTED: Final = 10_000  # members of an artificial graph
SIZES: Final = ((20, 200), (50, 500))  # of its communities
SEEDS: Final = (1, 2, 3)
PEERS: Final = 10
REGIONS: Final = 7
SECTORS: Final = 24


async def compare_communities(members: int) -> AsyncIterator[Figure]:
    """Measure artificial graphs with planted communities, then one of so many members.

    Source: A. Lancichinetti, S. Fortunato and F. Radicchi, Benchmark graphs for testing community
    detection algorithms, Physical Review E 78 (2008) 046110; a third of the ties lead elsewhere.
    """
    for least, most in SIZES:
        graphs = [_plant(least, most, seed) for seed in SEEDS]
        for how, divide in (("by modularity", find_communities), ("settled", _divide_further)):
            found = ", ".join(f"{_agreement(one, divide(one)):.3f}" for one in graphs)
            yield (
                f"LFR graphs of {PLANTED:,}, communities of {least} to {most}, {how}",
                f"NMI {found}",
            )
    overlap, countries = make_world(members)
    rankings = rank_everybody(overlap, PEERS)
    peers = {member: rankings.of(member) for member in rankings.members.tolist()}
    graph = build_graph(peers, lambda _one, _other: ())
    ties = Ties(graph)
    seconds, own = timed(find_communities, graph)
    theirs, others = timed(lambda: nx.community.louvain_communities(graph, seed=1))
    yield (
        f"communities of {members:,} members",
        f"{seconds:.1f} s, modularity {ties.modularity(own):.4f}",
    )
    yield (
        "the same by networkx's louvain",
        f"{theirs:.1f} s, {theirs / seconds:.0f} times as long, {ties.modularity(others):.4f}",
    )
    people = _make_people(overlap, countries)
    spent, proposals = timed(lambda: propose(Landscape(graph, people), KINDS))
    kinds = Counter(one.kind for one in proposals)
    yield (
        f"chapters proposed for {members:,} members",
        f"{spent:.1f} s: {', '.join(f'{kinds[kind]} {kind}' for kind in KINDS)}",
    )


def _make_people(overlap: Overlap, countries: NDArray[np.int64]) -> dict[int, Person]:
    """Return members who know what `overlap` says; the rest of them is made up."""
    starts, held = overlap.topics_of(np.arange(len(overlap), dtype=np.int32))
    topics = [[f"topic-{one}" for one in some.tolist()] for some in np.split(held, starts[1:-1])]
    places = zip(overlap.members.tolist(), countries.tolist(), topics, strict=True)
    return {
        member: Person(
            f"country-{country}",
            f"region-{country % REGIONS}",
            member // 20,
            known,
            (f"sector-{member % SECTORS}", f"sector-{member // 7 % SECTORS}"),
            f"stakeholders-{member % 5}",
            member % 10 == 0,
        )
        for member, country, known in places
    }


def _divide_further(graph: MemberGraph) -> list[tuple[int, ...]]:
    return [members for members, _stable in find_settled(graph, FEWEST)]


def _plant(least: int, most: int, seed: int) -> MemberGraph:
    graph: MemberGraph = nx.LFR_benchmark_graph(
        PLANTED,
        tau1=2.5,
        tau2=1.5,
        mu=0.3,
        average_degree=20,
        max_degree=100,
        min_community=least,
        max_community=most,
        seed=seed,
    )
    graph.remove_edges_from([*nx.selfloop_edges(graph)])
    for edge in graph.edges:
        graph.edges[edge]["weight"] = 1.0
    return graph


def _agreement(graph: MemberGraph, found: Sequence[Collection[int]]) -> float:
    """Return how much what was found tells of what was planted, 0 to 1."""
    planted = {frozenset(graph.nodes[one]["community"]) for one in graph}
    sides = [_numbered(graph, one) for one in (found, [*planted])]
    return float(cast("Any", igraph).compare_communities(*sides, method="nmi"))


def _numbered(graph: MemberGraph, communities: Sequence[Collection[int]]) -> list[int]:
    number = {member: at for at, community in enumerate(communities) for member in community}
    return [number[member] for member in sorted(graph)]
