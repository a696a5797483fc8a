"""Who stands between groups, and who knows two fields that few know both."""

from __future__ import annotations

from itertools import combinations

import pytest

from matching.bridges import (
    CONNECTIONS,
    FEWEST,
    MOST_CONNECTORS,
    Bridge,
    Connection,
    find_bridges,
    find_connections,
)
from tests.matching.cliques import join, two_cliques

LEFT, RIGHT = range(1, 6), range(6, 11)


def test_the_ends_of_the_one_tie_between_two_cliques_are_the_bridges() -> None:
    """Each is on the way of the four others of their side to the five of the other: 20 pairs."""
    assert find_bridges(two_cliques(5), [LEFT, RIGHT]) == [Bridge(5, 2, 20), Bridge(6, 2, 20)]


def test_who_is_between_members_of_one_group_is_no_bridge() -> None:
    chain = join([(1, 2), (2, 3), (3, 4), (4, 5)])

    assert find_bridges(chain, [(1, 2, 3, 4, 5)]) == []
    assert [bridge.member for bridge in find_bridges(chain, [(1, 2, 3), (4, 5)])] == [3, 4]


def test_where_two_ways_are_as_short_each_counts_half() -> None:
    ring = join([(1, 2), (2, 3), (3, 4), (4, 1)])

    assert [one.between for one in find_bridges(ring, [(1, 2), (3, 4)])] == [0.5] * 4


def test_without_anybody_there_are_no_bridges() -> None:
    assert find_bridges(join([]), []) == []


def know(**holders: range) -> dict[int, set[str]]:
    """Return 100 members, and who of them knows which field."""
    return {
        member: {field for field, members in holders.items() if member in members}
        for member in range(100)
    }


def test_those_who_know_both_fields_connect_them() -> None:
    (found,) = find_connections(know(finance=range(20), health=range(17, 40)))

    assert found == Connection(("finance", "health"), [17, 18, 19])


def test_the_pair_that_chance_would_connect_most_comes_first() -> None:
    """Two connect either pair; by chance 20 · 20 / 100 = 4 would, or 20 · 40 / 100 = 8."""
    found = find_connections(know(a=range(20), b=range(18, 38), c=range(36, 76)))

    assert [one.fields for one in found] == [("b", "c"), ("a", "b")]


@pytest.mark.parametrize(
    ("one", "other", "connected"),
    [
        (range(10), range(10, 20), False),  # nobody
        (range(10), range(10 - MOST_CONNECTORS, 20), True),
        (range(10), range(9 - MOST_CONNECTORS, 20), False),  # too many to be named
        (range(FEWEST), range(FEWEST - 1, 20), True),
        (range(FEWEST - 1), range(FEWEST - 2, 20), False),  # hardly a field
    ],
)
def test_few_but_somebody_connects_two_fields_worth_it(
    one: range, other: range, *, connected: bool
) -> None:
    assert bool(find_connections(know(a=one, b=other))) is connected


def test_only_the_most_telling_pairs_are_told() -> None:
    fields = {name: set(range(10 * at, 10 * at + 10)) for at, name in enumerate("abcde")}
    both = {200 + at: {*pair} for at, pair in enumerate(combinations("abcde", 2))}
    members = {one: {name for name in fields if one in fields[name]} for one in range(50)} | both

    assert len(find_connections(members)) == CONNECTIONS
