"""The shortest ways through the closest peers: as one sees them, and as networkx finds them."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.overlap import Peer
from matching.packing import unpack_ties
from matching.paths import NO_TIES, TieList, Ways

# Two ways of two steps from 10 to 40, over 20 and over 30, and one of three over 50 and 60.
SQUARE = {
    (10, 20): 0.9, (20, 40): 0.2, (10, 30): 0.5, (40, 30): 0.4,
    (10, 50): 1.0, (50, 60): 1.0, (60, 40): 1.0,
}  # fmt: skip


def walk(ties: dict[tuple[int, int], float]) -> Ways:
    ones, others = ([pair[end] for pair in ties] for end in (0, 1))
    scores = np.array([*ties.values()], dtype=np.float32)
    return Ways(TieList(np.array(ones, dtype=np.int64), np.array(others, dtype=np.int64), scores))


def known(*members: int) -> np.ndarray:
    return np.array(members, dtype=np.int64)


def test_of_ways_as_short_that_with_the_strongest_weakest_tie_is_taken() -> None:
    ways = walk(SQUARE)

    assert ways.between(10, 40) == [10, 30, 40]
    assert ways.between(40, 10) == [40, 30, 10]
    assert ways.between(20, 30) == [20, 10, 30]
    assert ways.between(10, 20) == [10, 20]


def test_equally_good_ways_have_one_answer() -> None:
    even = walk(dict.fromkeys(SQUARE, 0.5))

    assert even.between(10, 40) == [10, 20, 40]
    assert even.between(40, 10) == [40, 20, 10]


def test_who_does_not_exist_for_the_asker_is_on_no_way_and_around_nobody() -> None:
    ways = walk(SQUARE)

    assert ways.between(10, 40, known(10, 20, 40, 50, 60)) == [10, 20, 40]
    assert ways.between(10, 40, known(10, 40, 50, 60)) == [10, 50, 60, 40]
    assert ways.between(10, 40, known(10, 40, 60)) == []
    assert ways.between(10, 40, known(10, 20, 30)) == []
    assert ways.around(10, 2, known(20, 40)) == [20, 40]


def test_a_refused_tie_is_not_walked_whichever_way_round() -> None:
    ways = walk(SQUARE)

    assert ways.between(10, 40, refused={(30, 10)}) == [10, 20, 40]
    assert ways.between(10, 40, refused={(30, 40), (10, 20)}) == [10, 50, 60, 40]


def test_who_is_around_comes_nearest_first_then_best_tied() -> None:
    ways = walk(SQUARE)

    assert ways.around(10, 1) == [50, 20, 30]
    assert ways.around(10, 2) == [50, 20, 30, 60, 40]
    assert ways.around(10, 9) == [50, 20, 30, 60, 40]


@pytest.mark.parametrize("ways", [walk(SQUARE), Ways(NO_TIES)])
def test_strangers_are_nowhere(ways: Ways) -> None:
    assert ways.between(10, 99) == ways.between(99, 10) == ways.between(99, 99) == []
    assert ways.around(99, 2) == []
    assert ways.between(10, 10) == []


def test_those_around_are_tied_among_each_other() -> None:
    tied = walk(SQUARE).among([10, 20, 30, 99])

    assert {
        one: sorted((peer.member, round(peer.score, 3)) for peer in tied[one]) for one in tied
    } == {
        10: [(20, 0.9), (30, 0.5)],
        20: [(10, 0.9)],
        30: [(10, 0.5)],
        99: [],
    }


edges = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda pair: pair[0] != pair[1]),
    st.sampled_from([0.25, 0.5, 0.75, 1.0]),
    min_size=1,
    max_size=30,
)


@given(edges, st.integers(1, 12), st.integers(1, 12))
def test_a_way_is_as_short_as_networkx_says_and_no_other_as_short_is_stronger(
    ties: dict[tuple[int, int], float], one: int, other: int
) -> None:
    graph: nx.Graph[int] = nx.Graph()
    for pair, weight in ties.items():
        if weight > graph.get_edge_data(*pair, {"weight": 0})["weight"]:
            graph.add_edge(*pair, weight=weight)
    way = walk(ties).between(one, other)

    if one == other or one not in graph or other not in graph or not nx.has_path(graph, one, other):
        assert way == []
        return

    def weakest(members: list[int]) -> float:
        return min(graph.edges[tie]["weight"] for tie in pairwise(members))

    ways = list(nx.all_shortest_paths(graph, one, other))
    assert way in ways
    assert weakest(way) == max(map(weakest, ways))
    near = nx.single_source_shortest_path_length(graph, one, 2)
    assert sorted(walk(ties).around(one, 2)) == sorted({*near} - {one})


def test_stored_lists_are_read_as_ties_of_their_owner() -> None:
    packed = np.array(
        [(7, 0.5), (8, 0.25), (9, 0.125)], dtype=[("member", "<i4"), ("score", "<f4")]
    )

    ties = unpack_ties([(1, packed.tobytes()), (2, b""), (3, packed[:1].tobytes())], 2)

    assert ties.ones.tolist() == [1, 1, 3]
    assert ties.others.tolist() == [7, 8, 7]
    assert ties.scores.tolist() == [0.5, 0.25, 0.5]
    assert ties.of([1, 2]) == {1: [Peer(7, 0.5), Peer(8, 0.25)]}
    assert unpack_ties([], 2).ones.tolist() == []
