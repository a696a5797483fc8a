"""Small graphs whose groups one can see."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matching.graph import MemberGraph


def join(edges: Iterable[tuple[int, int]], weight: float = 1.0) -> MemberGraph:
    graph: MemberGraph = nx.Graph()
    graph.add_edges_from(edges, weight=weight, topics=())
    return graph


def two_cliques(size: int) -> MemberGraph:
    """Members 1 … size, and size + 1 … 2 size, with one edge from `size` to `size + 1`."""
    left, right = range(1, size + 1), range(size + 1, 2 * size + 1)
    return join([*combinations(left, 2), *combinations(right, 2), (size, size + 1)])


def planted(groups: int, size: int, *, inside: float, outside: float, seed: int) -> MemberGraph:
    """Groups of `size` members; two are tied with one chance in a group, another across."""
    rng = random.Random(seed)
    graph: MemberGraph = nx.Graph()
    graph.add_nodes_from(range(groups * size))
    for one, other in combinations(graph, 2):
        if rng.random() < (inside if one // size == other // size else outside):
            graph.add_edge(one, other, weight=rng.uniform(0.2, 1), topics=())
    return graph
