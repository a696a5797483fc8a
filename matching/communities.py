"""Groups of members who are closer to each other than to the rest."""

from __future__ import annotations

import random
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, cast

import igraph
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from matching.graph import MemberGraph

SEED: Final = 2022
PASSES: Final = 2
ROUNDS: Final = 20
MANY: Final = 20_000  # members, of whom a quarter of the rounds says as much
NOWHERE: Final = -1

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


def _as_arrays(graph: MemberGraph) -> tuple[list[int], NDArray[np.int64], NDArray[np.float64]]:
    """Return the members, sorted, and of each tie the two places among them, and its weight."""
    members = sorted(graph)
    row = {member: at for at, member in enumerate(members)}
    weights: dict[tuple[int, int], float] = {}
    for one, other in graph.edges:
        edge = min(row[one], row[other]), max(row[one], row[other])
        weights[edge] = graph.edges[one, other]["weight"]
    edges = sorted(weights)
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    return members, ends, np.array([weights[edge] for edge in edges], dtype=np.float64)


def _as_igraph(graph: MemberGraph) -> tuple[list[int], Any]:
    """Return the members, sorted, and the graph of their places among them."""
    members, ends, weights = _as_arrays(graph)
    heavy = cast("Any", igraph).Graph(n=len(members), edges=ends)
    heavy.es["weight"] = weights
    return members, heavy


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  the same graph has the same answer; no secret


def _leiden(heavy: Any, seed: int) -> Sequence[Sequence[int]]:
    with _generator:
        cast("Any", igraph).set_random_number_generator(_chance(seed))
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
        members, self._ends, self._weights = _as_arrays(graph)
        self._row = {member: at for at, member in enumerate(members)}
        self._strengths = self._sums(np.ones(len(self._weights), dtype=np.bool_))
        self.strength: dict[int, float] = dict(zip(members, self._strengths.tolist(), strict=True))
        self.total = float(self._weights.sum())

    def modularity(self, communities: Iterable[Collection[int]]) -> float:
        """Return Newman's modularity of a division, -0.5 to 1; 0 without ties.

        Source: M. E. J. Newman, Analysis of weighted networks, Physical Review E 70 (2004) 056131.
        """
        if not self.total:
            return 0.0
        number = np.full(len(self._row), NOWHERE)
        for at, community in enumerate(communities):
            number[self._rows(community)] = at
        one, other = number[self._ends].T
        inside = self._weights[(one == other) & (one != NOWHERE)].sum()
        grouped = number != NOWHERE
        strength = np.bincount(number[grouped], self._strengths[grouped])
        return float(inside / self.total - np.square(strength / (2 * self.total)).sum())

    def modularity_against_rest(self, community: Collection[int]) -> float:
        """Return the modularity of dividing the graph into `community` and everybody else."""
        if not self.total:
            return 0.0
        inside, strength = self._inside_and_strength(community)
        rest = 2 * self.total - strength
        within = inside + (self.total - strength + inside)
        return within / self.total - (strength**2 + rest**2) / (2 * self.total) ** 2

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
        is_inside = np.zeros(len(self._row), dtype=np.bool_)
        is_inside[self._rows(community)] = True
        one, other = is_inside[self._ends].T
        sums = self._sums(one & other)
        return {member: float(sums[self._row[member]]) for member in sorted({*community})}

    def _inside_and_strength(self, community: Collection[int]) -> tuple[float, float]:
        inside = sum(self.strength_inside(community).values()) / 2
        return inside, float(self._strengths[self._rows(community)].sum())

    def _rows(self, community: Collection[int]) -> list[int]:
        return [self._row[member] for member in {*community}]

    def _sums(self, counted: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return for each member the weight of all ties of theirs that are counted."""
        ends, weights = self._ends[counted].ravel(), np.repeat(self._weights[counted], 2)
        return np.bincount(ends, weights, minlength=len(self._row)).astype(np.float64)


def stability(
    graph: MemberGraph, communities: Sequence[Collection[int]], *, rounds: int | None = None
) -> list[float]:
    """Return for each community how well it is found again in halves of the members, 0 to 1.

    The mean over `rounds` random halves of the best Jaccard index between what is left of the
    community and a community of the half.

    Source: C. Hennig, Cluster-wise assessment of cluster stability, Computational Statistics and
    Data Analysis 52 (2007) 258.
    """
    members, heavy = _as_igraph(graph)
    rounds = rounds or (ROUNDS if len(members) <= MANY else ROUNDS // 4)
    row = {member: at for at, member in enumerate(members)}
    wanted = [{row[member] for member in community} for community in communities]
    sums = [0.0] * len(wanted)
    for turn in range(rounds):
        drawn = sorted(_chance(turn).sample(range(len(members)), len(members) // 2))
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
