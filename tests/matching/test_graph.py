"""The graph of members, and the pairs down the hall."""

from __future__ import annotations

import pytest

from matching.graph import HallPair, build_graph, pairs_down_the_hall
from matching.overlap import Overlap, Peer

HELD = {
    1: ["tax", "land", "water"],
    2: ["tax", "land"],
    3: ["tax", "schools"],
    4: ["schools"],
    5: ["water"],
    6: [],
}


@pytest.fixture
def overlap() -> Overlap:
    return Overlap.of(HELD)


def test_an_edge_says_how_close_two_are_and_over_what(overlap: Overlap) -> None:
    graph = build_graph(
        {one: overlap.peers(one, 9) for one in (1, 2, 3, 4, 5, 6)}, overlap.shared_topics
    )

    assert sorted(graph) == [1, 2, 3, 4, 5, 6]
    assert sorted(map(sorted, graph.edges)) == [[1, 2], [1, 3], [1, 5], [2, 3], [3, 4]]
    for one, other, edge in graph.edges(data=True):
        assert edge["weight"] == overlap.score(one, other)
        assert edge["topics"] == overlap.shared_topics(one, other)
    assert graph.edges[1, 2]["topics"] == ("land", "tax")


def test_one_sided_closeness_makes_an_edge_too() -> None:
    graph = build_graph({1: [], 2: [Peer(1, 0.5)]}, lambda _one, _other: ("tax",))

    assert [*graph.edges(data=True)] == [(1, 2, {"weight": 0.5, "topics": ("tax",)})]


def test_peers_who_are_not_in_the_graph_are_left_out() -> None:
    graph = build_graph({1: [Peer(2, 0.9), Peer(3, 0.8)], 3: []}, lambda _one, _other: ())

    assert sorted(graph) == [1, 3]
    assert [*graph.edges] == [(1, 3)]


def test_weak_ties_are_no_edges() -> None:
    peers = {1: [Peer(2, 0.5), Peer(3, 0.49)], 2: [], 3: []}

    assert [*build_graph(peers, lambda _one, _other: (), least=0.5).edges] == [(1, 2)]


def test_the_graph_does_not_depend_on_the_order_of_what_it_is_made_from(overlap: Overlap) -> None:
    peers = {one: overlap.peers(one, 9) for one in HELD}
    backwards = {one: peers[one][::-1] for one in reversed(peers)}

    graph = build_graph(peers, overlap.shared_topics)
    other = build_graph(backwards, overlap.shared_topics)

    assert [*graph.edges(data=True)] == [*other.edges(data=True)]
    assert [*graph] == [*other]


def test_two_shared_topics_or_a_rare_one_make_a_pair(overlap: Overlap) -> None:
    everybody = {1: [1, 2, 3, 4, 5, 6]}

    common = pairs_down_the_hall(overlap, everybody, rare=0)
    assert common == [HallPair(1, 2, ("land", "tax"), overlap.score(1, 2))]

    rare = pairs_down_the_hall(overlap, everybody, rare=2)
    assert [(pair.one, pair.other) for pair in rare] == [(3, 4), (1, 2), (1, 5)]
    scores = [pair.score for pair in rare]
    assert scores == sorted(scores, reverse=True)


def test_pairs_are_made_inside_a_place_only(overlap: Overlap) -> None:
    assert pairs_down_the_hall(overlap, {7: [1, 3], 8: [2, 4]}, rare=0) == []
    assert len(pairs_down_the_hall(overlap, {7: [2, 1], 8: [4, 99]}, rare=0)) == 1


def test_equally_close_pairs_come_in_the_order_of_ids() -> None:
    overlap = Overlap.of({one: ["tax", "land"] for one in (4, 3, 2, 1)} | {9: ["water"]})

    pairs = pairs_down_the_hall(overlap, {2: [4, 3], 1: [2, 1]}, rare=0)

    assert [(pair.one, pair.other, pair.score) for pair in pairs] == [(1, 2, 1.0), (3, 4, 1.0)]
