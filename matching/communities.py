"""Groups of members who are closer to each other than to the rest."""

from __future__ import annotations

import random
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, cast

import igraph

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from matching.graph import MemberGraph

SEED: Final = 2022
PASSES: Final = 2

_generator = threading.Lock()  # igraph has one random generator for all


def find_communities(graph: MemberGraph, *, seed: int = SEED) -> list[tuple[int, ...]]:
    """Divide the members of `graph` so that its modularity is as high as can be found.

    Returns:
        Member ids, each community sorted, the largest first. Same graph, same answer.

    Source: V. A. Traag, L. Waltman and N. J. van Eck, From Louvain to Leiden: guaranteeing
    well-connected communities, Scientific Reports 9 (2019) 5233.
    """
    members, heavy = _as_igraph(graph)
    communities = [tuple(members[at] for at in rows) for rows in _leiden(heavy, seed)]
    return sorted(communities, key=lambda community: (-len(community), community))


def _as_igraph(graph: MemberGraph) -> tuple[list[int], Any]:
    """Return the members, sorted, and the graph of their places in this order."""
    members = sorted(graph)
    row = {member: at for at, member in enumerate(members)}
    edges = [(row[one], row[other], weight) for one, other, weight in graph.edges(data="weight")]
    edges = sorted((min(one, other), max(one, other), weight) for one, other, weight in edges)
    heavy = cast("Any", igraph).Graph(n=len(members), edges=[edge[:2] for edge in edges])
    heavy.es["weight"] = [edge[2] for edge in edges]
    return members, heavy


def _leiden(heavy: Any, seed: int) -> Sequence[Sequence[int]]:
    with _generator:
        cast("Any", igraph).set_random_number_generator(random.Random(seed))  # noqa: S311
        return [
            *heavy.community_leiden(
                objective_function="modularity",
                weights="weight" if heavy.ecount() else None,
                n_iterations=PASSES,
            )
        ]


class Ties:
    """How much a graph is tied together, inside groups and between them; weights as they are."""

    def __init__(self, graph: MemberGraph) -> None:
        self._graph = graph
        self.strength: dict[int, float] = {
            member: sum(edge["weight"] for edge in graph.adj[member].values()) for member in graph
        }
        self.total: float = sum(self.strength.values()) / 2

    def modularity(self, communities: Iterable[Collection[int]]) -> float:
        """Return Newman's modularity of a division, -0.5 to 1; 0 without ties.

        Source: M. E. J. Newman, Analysis of weighted networks, Physical Review E 70 (2004) 056131.
        """
        groups = [self._inside_and_strength(community) for community in communities]
        return self._modularity(groups) if self.total else 0.0

    def modularity_against_rest(self, community: Collection[int]) -> float:
        """Return the modularity of dividing the graph into `community` and everybody else."""
        if not self.total:
            return 0.0
        inside, strength = self._inside_and_strength(community)
        rest = 2 * self.total - strength
        inside_rest = self.total - strength + inside
        return self._modularity([(inside, strength), (inside_rest, rest)])

    def conductance(self, community: Collection[int]) -> float:
        """Return the share of the community's ties that leave it, 0 (none) to 1 (all).

        Against the smaller side, so that the rest of a tiny rest does not look like a group.

        Source: J. Shi and J. Malik, Normalized cuts and image segmentation, IEEE TPAMI 22 (2000)
        888.
        """
        inside, strength = self._inside_and_strength(community)
        smaller = min(strength, 2 * self.total - strength)
        return (strength - 2 * inside) / smaller if smaller > 0 else 0.0

    def strength_inside(self, community: Collection[int]) -> dict[int, float]:
        """Return how strongly each member of the community is tied to the others of it."""
        members = set(community)
        return {
            member: sum(
                edge["weight"]
                for other, edge in self._graph.adj[member].items()
                if other in members
            )
            for member in sorted(members)
        }

    def _inside_and_strength(self, community: Collection[int]) -> tuple[float, float]:
        inside = self.strength_inside(community)
        return sum(inside.values()) / 2, sum(self.strength[member] for member in inside)

    def _modularity(self, groups: Iterable[tuple[float, float]]) -> float:
        return sum(
            inside / self.total - (strength / (2 * self.total)) ** 2 for inside, strength in groups
        )


def stability(
    graph: MemberGraph, communities: Sequence[Collection[int]], *, rounds: int = 20
) -> list[float]:
    """Return for each community how well it is found again in halves of the members, 0 to 1.

    The mean over `rounds` random halves of the best Jaccard index between what is left of the
    community and a community of the half.

    Source: C. Hennig, Cluster-wise assessment of cluster stability, Computational Statistics and
    Data Analysis 52 (2007) 258.
    """
    members, heavy = _as_igraph(graph)
    row = {member: at for at, member in enumerate(members)}
    wanted = [{row[member] for member in community} for community in communities]
    sums = [0.0] * len(wanted)
    for turn in range(rounds):
        drawn = sorted(random.Random(turn).sample(range(len(members)), len(members) // 2))  # noqa: S311
        found = _leiden(heavy.induced_subgraph(drawn), turn)
        at_home = {drawn[at]: number for number, rows in enumerate(found) for at in rows}
        for number, community in enumerate(wanted):
            left = community & at_home.keys()
            shared = Counter(at_home[one] for one in left)
            sums[number] += max(
                (both / (len(left) + len(found[one]) - both) for one, both in shared.items()),
                default=0.0,
            )
    return [total / rounds for total in sums]
