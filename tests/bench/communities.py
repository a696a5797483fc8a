"""How well communities are found again, and beside networkx's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import igraph
import networkx as nx

from matching.communities import Ties, find_communities
from matching.graph import build_graph
from matching.rankings import rank_everybody
from tests.bench.clocks import timed
from tests.bench.matching import make_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Sequence

    from matching.graph import MemberGraph

    Figure = tuple[str, str]

PLANTED: Final = 10_000  # members of an artificial graph
SIZES: Final = ((20, 200), (50, 500))  # of its communities
SEEDS: Final = (1, 2, 3)
PEERS: Final = 10


async def compare_communities(members: int) -> AsyncIterator[Figure]:
    """Measure artificial graphs with planted communities, then one of so many members.

    Source: A. Lancichinetti, S. Fortunato and F. Radicchi, Benchmark graphs for testing community
    detection algorithms, Physical Review E 78 (2008) 046110; a third of the ties lead elsewhere.
    """
    for least, most in SIZES:
        found = [_find_planted(least, most, seed) for seed in SEEDS]
        yield (
            f"LFR graphs of {PLANTED:,}, communities of {least} to {most}",
            f"NMI {', '.join(f'{one:.3f}' for one in found)}",
        )
    overlap, _ = make_world(members)
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


def _find_planted(least: int, most: int, seed: int) -> float:
    """Return how much what is found tells of what was planted, 0 to 1."""
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
    planted = {frozenset(graph.nodes[one]["community"]) for one in graph}
    sides = [_numbered(graph, one) for one in (find_communities(graph), [*planted])]
    return float(cast("Any", igraph).compare_communities(*sides, method="nmi"))


def _numbered(graph: MemberGraph, communities: Sequence[Collection[int]]) -> list[int]:
    number = {member: at for at, community in enumerate(communities) for member in community}
    return [number[member] for member in sorted(graph)]
