"""Two hundred planted communities: found again by what proposals are made of, and by k-means.

Each has eight topics, two sectors and two disciplines drawn by chance, so that many share some; a
third of the members are of two, and one topic in seven is any at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from scipy.cluster import vq

from matching.communities import find_settled
from matching.graph import build_graph
from matching.overlap import Overlap
from matching.proposals import FEWEST, Landscape, Person, propose_themes
from matching.rankings import rank_everybody
from tests.bench.agreement import adjusted_mutual_information
from tests.bench.clocks import timed
from tests.bench.planted import draw_among

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    Figure = tuple[str, str]
    Holdings = Mapping[int, Collection[str]]

PLANTED: Final = 200
MEMBERS: Final = 20_000
TIES: Final = 10
COUNTRIES: Final = 40
ROUNDS: Final = 30  # of k-means


def compare_recovered(seed: int = 2026) -> Iterator[Figure]:
    """Measure how much what is found tells of what was planted, by topics and by all."""
    members = draw_among(PLANTED, MEMBERS, seed)
    truth = [one.archetype for one in members]
    for what, holdings in (
        ("topics", {at: one.topics for at, one in enumerate(members)}),
        ("all", {at: (*one.topics, *one.markers) for at, one in enumerate(members)}),
    ):
        land = _lay_out(holdings)
        seconds, communities = timed(find_settled, land.graph, FEWEST)
        found = {one: at for at, (rows, _stable) in enumerate(communities) for one in rows}
        agreed = adjusted_mutual_information([found[one] for one in holdings], truth)
        themes = [*propose_themes(land)]
        reached = sum(len(one.members) for one in themes) / MEMBERS
        yield (
            f"{PLANTED} planted among {MEMBERS:,}, found as communities by {what}",
            f"AMI {agreed:.3f}, {seconds:.1f} s; {len(themes)} proposed, {reached:.0%} of members",
        )
        spent, means = timed(_means, holdings)
        yield (
            f"the same by scipy's k-means, told how many, by {what}",
            f"AMI {adjusted_mutual_information(means, truth):.3f}, {spent:.1f} s",
        )


def _lay_out(holdings: Holdings) -> Landscape:
    rankings = rank_everybody(Overlap.of(holdings), TIES)
    peers = {one: rankings.of(one) for one in rankings.members.tolist()}
    people = {
        one: Person(f"country-{one % COUNTRIES}", "", None, held) for one, held in holdings.items()
    }
    return Landscape(build_graph(peers, lambda _one, _other: ()), people)


def _means(holdings: Holdings) -> Sequence[int]:
    """Divide by k-means: what is held, by how rare it is, each member's row of length 1."""
    names = sorted({one for held in holdings.values() for one in held})
    column = {name: at for at, name in enumerate(names)}
    rows = np.zeros((len(holdings), len(names)))
    for at, held in enumerate(holdings.values()):
        rows[at, [column[one] for one in held]] = 1
    rows *= np.log(len(rows) / rows.sum(axis=0))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    _means, labels = cast("Any", vq).kmeans2(rows, PLANTED, iter=ROUNDS, minit="points", rng=1)
    return [*labels.tolist()]
