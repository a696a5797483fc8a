"""A chapter that has become two is seen as two, and no other."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from matching.drift import find_halves
from matching.proposals import FEWEST, Person
from tests.matching.cliques import join, two_cliques

if TYPE_CHECKING:
    from matching.graph import MemberGraph

SIZE = 14
EVERYBODY = range(1, 2 * SIZE + 1)


def make_people(*topics: str, size: int = SIZE) -> dict[int, Person]:
    """So many who know each of `topics`, and some who are in no chapter."""
    people = {
        at * size + one: Person("KE", "", None, ("governance", topic))
        for at, topic in enumerate(topics)
        for one in range(1, size + 1)
    }
    return people | {one: Person("NG", "", None, ("wash",)) for one in range(900, 910)}


def test_two_groups_in_a_chapter_are_told_apart_by_what_they_work_on() -> None:
    halves = find_halves(two_cliques(SIZE), make_people("tax", "land"), EVERYBODY)

    assert halves is not None
    assert [half.members for half in halves] == [
        tuple(range(1, SIZE + 1)),
        tuple(range(SIZE + 1, 2 * SIZE + 1)),
    ]
    assert [[one.topic for one in half.topics] for half in halves] == [["tax"], ["land"]]


def test_the_same_chapter_is_told_the_same() -> None:
    people = make_people("tax", "land")
    one, other = (find_halves(two_cliques(SIZE), people, EVERYBODY) for _ in range(2))

    assert one == other


def test_ties_to_people_outside_do_not_count() -> None:
    graph = two_cliques(SIZE)
    graph.add_edges_from(((one, 900 + one % 10) for one in EVERYBODY), weight=9.0)

    assert find_halves(graph, make_people("tax", "land"), EVERYBODY) is not None


@pytest.mark.parametrize(
    "why", ["one group", "by chance", "too small", "one topic", "three", "few"]
)
def test_a_chapter_that_is_not_two_is_left_in_peace(why: str) -> None:
    graph, members = two_cliques(SIZE), list(EVERYBODY)
    people = make_people("tax", "land")
    if why == "one group":
        graph = nx.complete_graph(members)
        nx.set_edge_attributes(graph, 1.0, "weight")
    elif why == "by chance":
        graph = tied_by_chance()
    elif why == "too small":
        members = members[: SIZE + FEWEST - 1]
    elif why == "one topic":
        people = make_people("tax", "tax")
    elif why == "three":
        groups = [range(at * SIZE + 1, (at + 1) * SIZE + 1) for at in range(3)]
        graph = join(pair for group in groups for pair in combinations(group, 2))
        people, members = make_people("tax", "land", "vote"), [*range(1, 3 * SIZE + 1)]
    else:
        graph.add_nodes_from(range(100, 110))
        people |= {one: Person("KE", "", None, ("vote",)) for one in range(100, 110)}
        members += range(100, 110)

    assert find_halves(graph, people, members) is None


def tied_by_chance() -> MemberGraph:
    chance = random.Random(1)
    pairs = [pair for pair in combinations(EVERYBODY, 2) if chance.random() < 0.3]
    return join(pairs)


def test_a_chapter_without_members_is_not_two() -> None:
    assert find_halves(nx.Graph(), {}, []) is None
