"""Groups of members who are closer to each other than to the rest."""

from __future__ import annotations

import random
import threading
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import igraph
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from matching.graph import MemberGraph

SEED: Final = 2022
PASSES: Final = 2
ROUNDS: Final = 20
MANY: Final = 20_000  # members, of whom a quarter of the rounds says as much
APART: Final = 0.7  # of a community is found again in parts that stand for themselves
NOWHERE: Final = -1

Rows: TypeAlias = "Sequence[int]"  # of the members in a graph

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
    row = {member: at for at, member in enumerate(members)}
    wanted = [[row[member] for member in community] for community in communities]
    return _find_again(heavy, wanted, rounds or _rounds(members))


def find_settled(graph: MemberGraph, least: int) -> list[tuple[tuple[int, ...], float]]:
    """Divide the members into communities that do not fall apart further, and say how stable.

    Modularity joins small communities in a large graph. So each that could be two of `least`
    members is divided by itself, and taken for its parts where these are found again in halves of
    it. A part is as stable as it is found again among the parts of a half's communities.

    Returns:
        Member ids, each community sorted, and its stability; the largest first.

    Source: S. Fortunato and M. Barthélemy, Resolution limit in community detection, PNAS 104 (2007)
    36.
    """
    members, heavy = _as_igraph(graph)
    whole: list[Rows] = []
    parts: list[Rows] = []
    for rows in _leiden(heavy, SEED):
        settled = [*_settle(heavy, rows, least)]
        (parts if len(settled) > 1 else whole).extend(settled)
    again = _find_again(heavy, whole, _rounds(members))
    again += _find_again(heavy, parts, _rounds(members), divide=_leiden_twice)
    found = [
        (tuple(members[at] for at in sorted(rows)), stable)
        for rows, stable in zip([*whole, *parts], again, strict=True)
    ]
    return sorted(found, key=lambda one: (-len(one[0]), one[0]))


def _settle(heavy: Any, rows: Rows, least: int) -> Iterator[Rows]:
    """Yield a community, or its parts where they stand for themselves."""
    inside = heavy.induced_subgraph(rows)
    parts = _leiden(inside, SEED) if len(rows) >= 2 * least else ()
    if len(parts) > 1 and _share_found_again(inside, parts) >= APART:
        for part in parts:
            for its in _settle(inside, part, least):
                yield [rows[at] for at in its]
    else:
        yield rows


def _share_found_again(heavy: Any, parts: Sequence[Rows]) -> float:
    again = _find_again(heavy, parts, ROUNDS // 4)
    found = sum(len(part) * one for part, one in zip(parts, again, strict=True))
    return found / heavy.vcount()


def _leiden_twice(heavy: Any, seed: int) -> list[Rows]:
    """Divide, and each community by itself again."""
    return [
        [rows[at] for at in part]
        for rows in _leiden(heavy, seed)
        for part in _leiden(heavy.induced_subgraph(rows), seed)
    ]


def _rounds(members: Sequence[int]) -> int:
    return ROUNDS if len(members) <= MANY else ROUNDS // 4


def _find_again(
    heavy: Any,
    wanted: Sequence[Rows],
    rounds: int,
    *,
    divide: Callable[[Any, int], Sequence[Rows]] = _leiden,
) -> list[float]:
    """Return of each that is `wanted` the mean best Jaccard index in divisions of random halves."""
    if not wanted:
        return []
    who = np.concatenate([np.array(rows, dtype=np.int64) for rows in wanted])
    of = np.repeat(np.arange(len(wanted)), [len(rows) for rows in wanted])
    sums = np.zeros(len(wanted))
    for turn in range(rounds):
        drawn = sorted(_chance(turn).sample(range(heavy.vcount()), heavy.vcount() // 2))
        at_home = np.full(heavy.vcount(), NOWHERE)
        found = divide(heavy.induced_subgraph(drawn), turn)
        for number, rows in enumerate(found):
            at_home[[drawn[at] for at in rows]] = number
        left = at_home[who] != NOWHERE
        sizes = np.array([len(rows) for rows in found])
        sums += _best_jaccard(of[left], at_home[who[left]], sizes, len(wanted))
    return (sums / rounds).tolist()


def _best_jaccard(
    wanted: NDArray[np.int64], found: NDArray[np.int64], sizes: NDArray[np.int64], many: int
) -> NDArray[np.float64]:
    """Return for each of `many` groups its best Jaccard index with one that was found.

    Args:
        wanted: the group of each place in a group.
        found: the group in which it was found.
        sizes: of those that were found.
        many: groups there are.
    """
    best, left = np.zeros(many), np.bincount(wanted, minlength=many)
    pairs, both = np.unique(wanted * len(sizes) + found, return_counts=True)
    one, other = np.divmod(pairs, max(1, len(sizes)))
    np.maximum.at(best, one, both / (left[one] + sizes[other] - both))
    return best
