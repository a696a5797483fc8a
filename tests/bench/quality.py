"""Whether those are found who belong together, where two of each member's topics are hidden.

Members of four topics or more take part, so that two are left to match by and all have as many
hidden: else whoever holds more would be found for holding more. Who is a true peer, twice, neither
time made of what is matched:

* somebody of the same archetype, which their topics were drawn from;
* somebody with whom one shares a topic that is hidden with both; two of them count twice.

Recall is what the twenty found are worth, of what the best twenty are worth.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np
from scipy import stats

from matching.communities import find_communities
from matching.graph import build_graph
from matching.overlap import Overlap
from matching.rankings import rank_everybody
from tests.bench.agreement import adjusted_mutual_information
from tests.bench.planted import draw_planted, read_planted
from tests.relevance.plain import PlainCosine

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.bench.planted import Planted

    Figure = tuple[str, str]
    Holdings = Mapping[int, Collection[str]]
    Ask = Callable[[int], Sequence[int]]  # a member -> others, the closest first
    Worth = Callable[[int], NDArray[np.float64]]  # a member -> what each other is worth to them

MEMBERS: Final = 10_000
SEEDS: Final = (2026, 2027, 2028)
HIDDEN: Final = 2  # topics of each member
FOUND: Final = 20
ASKED: Final = 3_000
TIES: Final = 10  # peers that make the graph
TOPICS: Final = "topics"
ALL: Final = "topics, sectors, disciplines"


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Members, whose ids are their places, of whom topics are hidden.

    Attributes:
        kept: the topics of each that are not.
        marked: these, with sectors and disciplines.
    """

    kept: Mapping[int, set[str]]
    marked: Mapping[int, set[str]]
    hidden: Sequence[frozenset[str]]
    archetypes: Sequence[str]


def compare_quality(folder: Path | None = None) -> Iterator[Figure]:
    """Measure recall and communities, of members drawn here or elsewhere (`read_planted`)."""
    worlds = [read_planted(folder)] if folder else [draw_planted(MEMBERS, one) for one in SEEDS]
    yield from _recalls(hide(worlds[0]))
    for what, hold in ((TOPICS, _topics), (ALL, _all)):
        found = [_agreement(members, hold) for members in worlds]
        yield (
            f"archetypes found as communities of {len(worlds[0]):,} by {what}",
            f"AMI {', '.join(f'{one:.3f}' for one in found)}",
        )


def hide(members: Sequence[Planted], seed: int = 1) -> HeldOut:
    """Hide topics of all members who have enough; the others are left out."""
    chance = random.Random(seed)
    some = [one for one in members if len(one.topics) >= 2 * HIDDEN]
    hidden = [frozenset(chance.sample(one.topics, HIDDEN)) for one in some]
    kept = [{*one.topics} - gone for one, gone in zip(some, hidden, strict=True)]
    marked = [{*topics, *one.markers} for one, topics in zip(some, kept, strict=True)]
    return HeldOut(
        dict(enumerate(kept)), dict(enumerate(marked)), hidden, [one.archetype for one in some]
    )


def recall(found: Sequence[int], worth: NDArray[np.float64]) -> float:
    """Return what those `found` are worth, of what as many of the best are worth, 0 to 1."""
    best = np.sort(worth)[-FOUND:].sum()
    return float(worth[[*found]].sum() / best) if best else 0.0


def _recalls(world: HeldOut) -> Iterator[Figure]:
    asked = random.Random(1).sample(range(len(world.hidden)), ASKED)
    truths = {"archetype": _of_archetype(world), "hidden topics": _of_hidden(world)}
    for what, holdings in ((TOPICS, world.kept), (ALL, world.marked)):
        found = {
            name: [*map(make(holdings), asked)]
            for name, make in (
                ("overlap", by_overlap),
                ("plain cosine", by_cosine),
                ("adamic_adar_index of networkx", by_adamic_adar),
            )
        }
        for truth, worth in truths.items():
            worths = [worth(one) for one in asked]
            scores = {
                name: np.array([recall(*pair) for pair in zip(lists, worths, strict=True)])
                for name, lists in found.items()
            }
            for name, their in scores.items():
                yield f"peers in {truth} by {what}: {name}", _told(scores["overlap"], their)


def _told(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> str:
    """Return the mean, and how much better ours is with an interval of 95 % of resamples."""
    mean = f"recall@{FOUND} {theirs.mean():.3f}"
    if ours is theirs:
        return mean
    differences = ours - theirs
    drawn = stats.bootstrap((differences,), np.mean, method="percentile", batch=100, rng=1)
    low, high = drawn.confidence_interval
    return f"{mean}; ours {differences.mean():+.3f} ({low:+.3f} to {high:+.3f})"


def _of_archetype(world: HeldOut) -> Worth:
    names = np.array(world.archetypes)

    def worth(one: int) -> NDArray[np.float64]:
        return _but(one, (names == names[one]).astype(float))

    return worth


def _of_hidden(world: HeldOut) -> Worth:
    def worth(one: int) -> NDArray[np.float64]:
        own = world.hidden[one]
        return _but(one, np.array([float(len(own & other)) for other in world.hidden]))

    return worth


def _but(one: int, worth: NDArray[np.float64]) -> NDArray[np.float64]:
    worth[one] = 0
    return worth


def by_overlap(holdings: Holdings) -> Ask:
    overlap = Overlap.of(holdings)
    return lambda one: [peer.member for peer in overlap.peers(one, FOUND)]


def by_cosine(holdings: Holdings) -> Ask:
    plain = PlainCosine(holdings)

    def ask(one: int) -> Sequence[int]:
        found = plain.nearest(holdings[one], FOUND + 1)
        return [other for other in found if other != one][:FOUND]

    return ask


def by_adamic_adar(holdings: Holdings) -> Ask:
    """Rank by Σ 1 / ln(n) over shared topics of n holders: members and topics are the graph.

    Source: L. A. Adamic and E. Adar, Friends and neighbors on the Web, Social Networks 25 (2003)
    211.
    """
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_edges_from((one, topic) for one, topics in holdings.items() for topic in topics)

    def ask(one: int) -> Sequence[int]:
        others = {other for topic in graph[one] for other in graph[topic]} - {one}
        pairs = [(one, other) for other in sorted(others)]  # of an iterator it makes nothing
        scored = [
            (-round(score, 9), other) for _, other, score in nx.adamic_adar_index(graph, pairs)
        ]
        return [other for _, other in sorted(scored)[:FOUND]]

    return ask


def _topics(member: Planted) -> Collection[str]:
    return member.topics


def _all(member: Planted) -> Collection[str]:
    return (*member.topics, *member.markers)


def _agreement(members: Sequence[Planted], hold: Callable[[Planted], Collection[str]]) -> float:
    """Return how much the communities that are found tell of the archetypes."""
    rankings = rank_everybody(
        Overlap.of({at: hold(one) for at, one in enumerate(members, 1)}), TIES
    )
    peers = {one: rankings.of(one) for one in rankings.members.tolist()}
    communities = find_communities(build_graph(peers, lambda _one, _other: ()))
    found = {one: at for at, community in enumerate(communities) for one in community}
    return adjusted_mutual_information(
        [found[one] for one in sorted(found)], [one.archetype for one in members]
    )
