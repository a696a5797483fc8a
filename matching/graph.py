"""The graph of members: who is close to whom, and over what.

`networkx.Graph` is the public type. Nodes are member ids. An edge says that one is among the
closest peers of the other, and carries

* `weight`: their overlap, 0 < weight <= 1;
* `topics`: what they share, the rarest first.

It is built from each member's best peers and never projected from topics: one topic that 4,000
members hold would make eight million edges of no meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from matching.overlap import Overlap, Peer

MemberGraph: TypeAlias = "nx.Graph[int]"


def build_graph(
    peers: Mapping[int, Iterable[Peer]],
    topics: Callable[[int, int], tuple[str, ...]],
    *,
    least: float = 0.0,
) -> MemberGraph:
    """Join every member of `peers` to those of their peers who are in it too.

    Args:
        peers: member id -> closest peers; members without any stay in the graph alone.
        topics: what two members share, the rarest first.
        least: the smallest overlap that makes an edge.
    """
    graph: MemberGraph = nx.Graph()
    graph.add_nodes_from(sorted(peers))
    edges = {
        (min(member, peer.member), max(member, peer.member)): peer.score
        for member in sorted(peers)
        for peer in peers[member]
        if peer.member in peers and peer.score >= least
    }
    for (one, other), score in sorted(edges.items()):
        graph.add_edge(one, other, weight=score, topics=topics(one, other))
    return graph


@dataclass(frozen=True, slots=True)
class HallPair:
    """Two members of one institution who work on the same thing: `one` < `other`."""

    one: int
    other: int
    topics: tuple[str, ...]
    score: float


def pairs_down_the_hall(
    overlap: Overlap,
    places: Mapping[int, Collection[int]],
    *,
    rare: int,
) -> list[HallPair]:
    """Return the pairs inside each place who share two topics, or one that is rare.

    Args:
        overlap: what members hold.
        places: an institution -> its members.
        rare: a topic that at most so many members hold is rare.

    Returns:
        The closest first, then by ids.
    """
    found: list[HallPair] = []
    for members in places.values():
        known = sorted(member for member in members if member in overlap)
        for at, one in enumerate(known):
            for other in known[at + 1 :]:
                shared = overlap.shared(one, other)
                telling = len(shared) > 1 or any(topic.holders <= rare for topic in shared)
                if telling:
                    topics = tuple(topic.topic for topic in shared)
                    found.append(HallPair(one, other, topics, overlap.score(one, other)))
    return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))
