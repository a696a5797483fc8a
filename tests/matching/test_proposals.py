"""Chapters that the graph proposes: those that were planted, and no others."""

from __future__ import annotations

from itertools import combinations
from math import log, sqrt
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from matching.graph import build_graph
from matching.overlap import Overlap
from matching.proposals import (
    FEWEST,
    Landscape,
    Person,
    TypicalTopic,
    propose_countries,
    propose_regions,
    propose_themes,
    typical_topics,
)
from tests.matching.cliques import join, two_cliques

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matching.graph import MemberGraph
    from matching.proposals import Proposal

COUNTRIES = ("KE", "NG", "EG", "BR")
THEMES = (("tax", "cadastre", "fees"), ("water", "waste", "energy"), ("vote", "budget", "audit"))


def make_people(themes: Sequence[Sequence[str]] = THEMES, size: int = 16) -> dict[int, Person]:
    """`size` people a theme, from four countries in two regions, four at an institution."""
    return {
        100 * number + at: Person(
            COUNTRIES[at % 4],
            "north" if at % 2 else "south",
            100 * number + at // 4,
            (*theme, "governance") if at % 3 else theme,
        )
        for number, theme in enumerate(themes, 1)
        for at in range(size)
    }


def make_graph(people: Mapping[int, Person], most: int = 10) -> MemberGraph:
    overlap = Overlap.of({one: person.topics for one, person in people.items()})
    return build_graph({one: overlap.peers(one, most) for one in people}, overlap.shared_topics)


def planted(number: int, size: int = 16) -> tuple[int, ...]:
    return tuple(range(100 * number, 100 * number + size))


@pytest.fixture
def themes() -> list[Proposal]:
    people = make_people()
    return list(propose_themes(Landscape(make_graph(people), people)))


def test_planted_themes_are_proposed(themes: list[Proposal]) -> None:
    assert sorted(one.members for one in themes) == [planted(1), planted(2), planted(3)]
    assert {one.kind for one in themes} == {"thematic"}


def test_a_theme_is_named_by_two_of_its_topics(themes: list[Proposal]) -> None:
    for proposal in themes:
        theme = THEMES[proposal.members[0] // 100 - 1]
        assert proposal.scope == "+".join(sorted(theme)[:2])
        assert proposal.key == f"thematic:{proposal.scope}"
        assert {one.topic for one in proposal.topics} == set(theme)
        assert all((one.inside, one.outside) == (1, 0) for one in proposal.topics)


def test_a_planted_theme_holds_together(themes: list[Proposal]) -> None:
    for proposal in themes:
        assert proposal.quality.conductance == 0
        assert proposal.quality.modularity == pytest.approx(4 / 9, abs=0.05)
        assert proposal.quality.coverage == 1
        assert proposal.quality.stability > 0.9
        assert proposal.countries == (("BR", 4), ("EG", 4), ("KE", 4), ("NG", 4))


def test_co_chairs_come_from_different_countries_and_institutions(themes: list[Proposal]) -> None:
    people = make_people()
    for proposal in themes:
        chairs = [people[one] for one in proposal.co_chairs]
        assert len(chairs) == 3
        assert len({one.country for one in chairs}) == 3
        assert len({one.institution for one in chairs}) == 3
        assert set(proposal.co_chairs) <= set(proposal.members)


def test_co_chairs_of_a_country_share_the_country() -> None:
    people = {
        one: Person("KE", "south", 1 + at // 2, ("tax",) if at % 2 else ("tax", "fees"))
        for at, one in enumerate(range(1, 21))
    }
    people |= {99: Person("NG", "south", None, ("water",))}

    (proposal,) = propose_countries(Landscape(make_graph(people), people))

    assert (proposal.kind, proposal.scope) == ("country", "KE")
    assert len({people[one].institution for one in proposal.co_chairs}) == 3


def test_the_best_tied_chair_and_nobody_without_ties() -> None:
    graph = two_cliques(12)
    people = {one: Person(f"{one:02}", "south", None, ()) for one in graph}
    graph.add_node(99)
    people[99] = Person("99", "south", None, ())

    (proposal,) = propose_regions(Landscape(graph, people))

    assert proposal.co_chairs == (12, 13, 1)  # the ends of the bridge, then the first of the rest
    assert proposal.members == tuple(sorted(people))
    lonely = nx.empty_graph(sorted(people))
    assert [one.co_chairs for one in propose_regions(Landscape(lonely, people))] == [()]


def test_regions_with_enough_members_are_proposed_the_largest_first() -> None:
    people = {at: Person("KE", "north" if at < 14 else "south", None, ()) for at in range(30)}
    people |= {100 + at: Person("KE", "small", None, ()) for at in range(FEWEST - 1)}
    people |= {200: Person("", "", None, ())}

    proposals = list(propose_regions(Landscape(nx.empty_graph(sorted(people)), people)))

    assert [(one.scope, len(one.members)) for one in proposals] == [("south", 16), ("north", 14)]


def test_a_country_whose_people_have_no_peers_at_home_is_not_proposed() -> None:
    people = {one: Person("KE", "south", None, ()) for one in range(1, 25)}
    lonely, tied = nx.empty_graph(sorted(people)), two_cliques(12)

    assert list(propose_countries(Landscape(lonely, people))) == []
    assert [one.quality.coverage for one in propose_countries(Landscape(tied, people))] == [1]


@pytest.mark.parametrize("fault", ["too few", "one country", "no topics"])
def test_a_group_that_is_no_chapter_is_not_proposed(fault: str) -> None:
    people = make_people(size=FEWEST - 1 if fault == "too few" else 16)
    if fault == "one country":
        people = {
            at: Person("KE", one.region, one.institution, one.topics) for at, one in people.items()
        }
    graph = make_graph(people)
    if fault == "no topics":
        people = {
            at: Person(one.country, one.region, one.institution, ("governance",))
            for at, one in people.items()
        }

    assert list(propose_themes(Landscape(graph, people))) == []


def test_groups_without_a_border_are_not_proposed() -> None:
    people = make_people()
    everybody = nx.complete_graph(sorted(people))
    nx.set_edge_attributes(everybody, 1.0, "weight")

    assert list(propose_themes(Landscape(everybody, people))) == []


def test_of_two_groups_about_the_same_the_larger_is_proposed() -> None:
    twins = make_people((THEMES[0], THEMES[0], *THEMES[1:]), size=40)
    people = {at: one for at, one in twins.items() if at != 139}
    cliques = [planted(1, 39), planted(2, 40), planted(3, 40), planted(4, 40)]
    graph = join(pair for clique in cliques for pair in combinations(clique, 2))

    proposals = list(propose_themes(Landscape(graph, people)))

    assert [one.members for one in proposals] == cliques[1:]
    assert len({one.key for one in proposals}) == 3


def test_what_is_typical_is_the_closed_form() -> None:
    """Two speak of tax, two of water: ln(4/3) - ln(2/5) in units of √(1/4 + 1/2)."""
    people = {at: Person("", "", None, ("tax",) if at < 3 else ("water",)) for at in (1, 2, 3, 4)}
    deviations = (log(4 / 3) - log(2 / 5)) / sqrt(1 / 4 + 1 / 2)

    found = typical_topics((1, 2), people, least=deviations - 1e-9)

    assert found == (TypicalTopic("tax", 1.0, 0.0),)
    assert typical_topics((1, 2), people, least=deviations + 1e-9) == ()


def test_a_topic_that_all_hold_alike_is_typical_of_nobody() -> None:
    people = make_people()
    for at in people:
        people[at] = Person("", "", None, ("governance", *people[at].topics[:1]))

    for number in (1, 2, 3):
        assert [one.topic for one in typical_topics(planted(number), people)] == [
            THEMES[number - 1][0]
        ]


def test_shares_count_inside_and_elsewhere() -> None:
    people = {at: Person("", "", None, ("tax", "land")[: 1 + at % 2]) for at in range(20)}
    people |= {at: Person("", "", None, ("water",)) for at in range(20, 59)}
    people |= {59: Person("", "", None, ("land",))}

    assert typical_topics(range(20), people) == (
        TypicalTopic("tax", 1.0, 0.0),
        TypicalTopic("land", 0.5, 1 / 40),
    )
