"""Bridges between sectors, proposed as chapters."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from matching.proposals import LEAST_STABLE, Landscape, Person, propose_bridges
from tests.matching.cliques import join

if TYPE_CHECKING:
    from matching.graph import MemberGraph

HEALTH, SCHOOLS = range(1, 9), range(11, 19)
COUNTRIES = ("KE", "NG", "EG", "BR")


def make_people() -> dict[int, Person]:
    """Eight of health and eight of schools, and one who is in both."""
    people = {
        one: Person(
            COUNTRIES[one % 4], "", None, ("wash",), ("health",) if one < 10 else ("schools",)
        )
        for one in (*HEALTH, *SCHOOLS)
    }
    return people | {20: Person("KE", "", None, ("wash",), ("health", "schools"))}


def make_graph(across: int) -> MemberGraph:
    """Each side is a clique, and each member has so many peers on the other side."""
    edges = [(HEALTH[at], SCHOOLS[(at + step) % 8]) for at in range(8) for step in range(across)]
    inside = [pair for side in (HEALTH, SCHOOLS) for pair in combinations(side, 2)]
    return join([*edges, *inside, *((20, one) for one in (*HEALTH, *SCHOOLS))])


def test_people_of_two_sectors_with_peers_across_are_a_bridge() -> None:
    graph = make_graph(2)
    graph.edges[3, 14]["weight"] = 2.0

    (bridge,) = propose_bridges(Landscape(graph, make_people()))

    assert (bridge.kind, bridge.scope, bridge.key) == (
        "bridge", "health+schools", "bridge:health+schools",
    )  # fmt: skip
    assert bridge.members == (*HEALTH, *SCHOOLS)  # who is in both needs no bridge
    assert bridge.co_chairs == (3, 14)
    assert bridge.quality.stability == pytest.approx(1 - 0.5**2)
    assert {country for country, _count in bridge.countries} == {*COUNTRIES}


def test_who_offers_to_lead_comes_before_who_is_closer() -> None:
    graph, people = make_graph(2), make_people()
    graph.edges[3, 14]["weight"] = 2.0
    people[5] = replace(people[5], is_willing=True)

    (bridge,) = propose_bridges(Landscape(graph, people))

    assert bridge.co_chairs == (5, 16)


def test_a_bridge_of_single_ties_falls_with_half_of_its_people() -> None:
    assert 1 - 0.5 < LEAST_STABLE < 1 - 0.5**2
    assert list(propose_bridges(Landscape(make_graph(1), make_people()))) == []


def test_a_sector_is_bridged_once_where_most_have_a_peer_across() -> None:
    people, graph = make_people(), make_graph(3)
    farms = range(31, 61)
    people |= {one: Person(COUNTRIES[one % 4], "", None, ("wash",), ("farms",)) for one in farms}
    graph.add_edges_from(
        ((one, farms[(at + step) % 30]) for at, one in enumerate(HEALTH[:6]) for step in range(3)),
        weight=1.0,
    )

    assert [one.scope for one in propose_bridges(Landscape(graph, people))] == ["health+schools"]


@pytest.mark.parametrize("fault", ["one country", "no sectors", "too few"])
def test_what_is_no_chapter_is_no_bridge(fault: str) -> None:
    people = make_people()
    for one, person in people.items():
        country = "KE" if fault == "one country" else person.country
        held = () if fault == "no sectors" or (fault == "too few" and one > 13) else person.sectors
        people[one] = Person(country, "", None, person.topics, held)

    assert list(propose_bridges(Landscape(make_graph(2), people))) == []
