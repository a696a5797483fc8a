"""Groups in the graph: found where one can see them, and measured as the books say."""

from __future__ import annotations

import os
import random
import subprocess
import sys

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.communities import Ties, find_communities, find_settled, stability
from tests.matching.cliques import join, planted, two_cliques

LEFT, RIGHT = range(1, 6), range(6, 11)
INSIDE = 10  # edges of a clique of five
TOTAL = 2 * INSIDE + 1


def test_two_cliques_are_two_communities() -> None:
    assert find_communities(two_cliques(5)) == [tuple(LEFT), tuple(RIGHT)]


def test_the_modularity_of_two_cliques_is_the_closed_form() -> None:
    ties = Ties(two_cliques(5))
    half = 2 * INSIDE + 1  # the strength of one side

    expected = 2 * (INSIDE / TOTAL - (half / (2 * TOTAL)) ** 2)
    assert ties.modularity([LEFT, RIGHT]) == pytest.approx(expected)
    assert ties.modularity_against_rest(LEFT) == pytest.approx(expected)
    assert ties.modularity([range(1, 11)]) == pytest.approx(0)
    assert ties.total == TOTAL


def test_the_conductance_of_a_clique_is_the_one_edge_that_leaves_it() -> None:
    ties = Ties(two_cliques(5))

    assert ties.conductance(LEFT) == ties.conductance(RIGHT) == pytest.approx(1 / TOTAL)
    assert ties.conductance([1]) == 1
    assert ties.conductance(range(1, 11)) == 0
    assert ties.conductance(range(2, 11)) == 1  # as seen from the smaller side


def test_weights_count_as_they_are() -> None:
    graph = two_cliques(5)
    graph.edges[5, 6]["weight"] = 5.0
    ties = Ties(graph)

    assert ties.conductance(LEFT) == pytest.approx(5 / 25)
    assert ties.strength[5] == 4 + 5
    assert ties.strength_inside(LEFT) == dict.fromkeys(LEFT, 4)


def test_without_ties_there_is_nothing_to_measure() -> None:
    graph = nx.empty_graph(4)

    assert find_communities(graph) == [(0,), (1,), (2,), (3,)]
    assert Ties(graph).modularity([[0, 1], [2, 3]]) == 0
    assert Ties(graph).modularity_against_rest([0, 1]) == 0
    assert Ties(graph).conductance([0, 1]) == 0
    assert find_communities(nx.Graph()) == []
    assert stability(nx.Graph(), []) == []
    assert find_settled(nx.Graph(), 12) == []


graphs = st.builds(
    planted,
    st.integers(1, 4),
    st.integers(2, 7),
    inside=st.floats(0.3, 1),
    outside=st.floats(0.05, 0.5),
    seed=st.integers(0, 10**6),
).filter(lambda graph: graph.number_of_edges() > 0)


@settings(max_examples=60, deadline=None)
@given(graph=graphs, cut=st.integers(1, 27))
def test_modularity_and_conductance_are_those_of_networkx(graph: nx.Graph, cut: int) -> None:
    members = sorted(graph)
    one, rest = members[: cut % len(members)], members[cut % len(members) :]
    ties = Ties(graph)

    assert ties.modularity([one, rest]) == pytest.approx(
        nx.community.modularity(graph, [one, rest])
    )
    assert ties.modularity_against_rest(one) == pytest.approx(ties.modularity([one, rest]))
    if min(nx.volume(graph, side, weight="weight") for side in (one, rest)) > 0:
        conductance = nx.conductance(graph, one, weight="weight")
        assert ties.conductance(one) == pytest.approx(conductance)


@settings(max_examples=40, deadline=None)
@given(graph=graphs)
def test_everybody_is_in_one_community_and_no_division_found_is_worse_than_none(
    graph: nx.Graph,
) -> None:
    communities = find_communities(graph)

    assert sorted(member for community in communities for member in community) == sorted(graph)
    assert Ties(graph).modularity(communities) >= -1e-9
    sizes = [len(community) for community in communities]
    assert sizes == sorted(sizes, reverse=True)
    assert all(list(community) == sorted(community) for community in communities)


def test_planted_groups_are_found() -> None:
    graph = planted(6, 20, inside=0.6, outside=0.02, seed=1)

    assert sorted(find_communities(graph)) == [
        tuple(range(group * 20, group * 20 + 20)) for group in range(6)
    ]


def test_the_answer_does_not_depend_on_the_order_of_the_graph() -> None:
    graph = planted(5, 12, inside=0.4, outside=0.1, seed=2)
    rng = random.Random(3)
    nodes, edges = list(graph), [(*edge[::-1], graph.edges[edge]) for edge in graph.edges]
    rng.shuffle(nodes)
    rng.shuffle(edges)
    other = nx.Graph()
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)

    assert find_communities(other) == find_communities(graph)
    assert find_communities(graph) == find_communities(graph)


PROGRAM = """
from matching.communities import find_communities, stability
from tests.matching.cliques import planted
graph = planted(5, 12, inside=0.4, outside=0.12, seed=4)
found = find_communities(graph)
print(found, stability(graph, found, rounds=5))
"""


def test_every_process_finds_the_same() -> None:
    """Whatever order its sets are in."""
    answers = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(answers) == 1
    assert answers.pop().startswith("[(")


def test_clear_cliques_are_found_again_in_halves() -> None:
    graph = two_cliques(20)

    assert all(one > 0.99 for one in stability(graph, [range(1, 21), range(21, 41)]))


def test_small_communities_that_modularity_joins_are_told_apart() -> None:
    """As Fortunato and Barthélemy say of more than 12 · 11 + 2 cliques of 12 in a ring."""
    cliques, size = 140, 12
    ring: nx.Graph[int] = nx.ring_of_cliques(cliques, size)
    nx.set_edge_attributes(ring, 1.0, "weight")

    settled = find_settled(ring, size)

    assert len(find_communities(ring)) < cliques
    assert [rows for rows, _stable in settled] == [
        tuple(range(at * size, (at + 1) * size)) for at in range(cliques)
    ]
    assert all(stable > 0.6 for _rows, stable in settled)


def test_chance_is_not_divided_further() -> None:
    graph: nx.Graph[int] = nx.gnm_random_graph(200, 2000, seed=3)
    nx.set_edge_attributes(graph, 1.0, "weight")

    settled = find_settled(graph, 12)

    assert [rows for rows, _stable in settled] == find_communities(graph)
    assert all(stable < 0.6 for _rows, stable in settled)


def test_a_group_without_a_reason_is_not_found_again() -> None:
    graph = planted(2, 20, inside=0.9, outside=0.02, seed=5)
    mixed = [*range(10), *range(20, 30)]

    clear, arbitrary = stability(graph, [range(20), mixed])

    assert clear > 0.95
    assert arbitrary < 0.5


def test_the_graph_itself_is_left_alone() -> None:
    graph = join([(1, 2), (2, 3)])
    before = [*graph.edges(data=True)]

    find_communities(graph)
    stability(graph, [(1, 2, 3)], rounds=2)

    assert [*graph.edges(data=True)] == before
