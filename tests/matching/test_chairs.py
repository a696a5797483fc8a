"""Who might lead a group: central, from different places, and not only old hands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from matching.chairs import CO_CHAIRS, suggest_chairs
from matching.proposals import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUPS = ("bottom-up", "top-down", "knowledge")


def person(
    country: str,
    *,
    institution: int | None = None,
    group: str = "",
    is_new: bool = False,
    is_willing: bool = False,
) -> Person:
    return Person(country, "", institution, (), (), group, is_new, is_willing)


def suggest(people: Sequence[Person], *, local: bool = False) -> tuple[int, ...]:
    """Return the chairs of people who are tied the less the later they come."""
    strength = {at: float(len(people) - at) for at in range(len(people))}
    return suggest_chairs(strength, dict(enumerate(people)), local=local)


def test_chairs_come_from_different_groups_of_stakeholders() -> None:
    groups = ["top-down", "top-down", "knowledge", "knowledge", "bottom-up"]
    people = [person(f"{at}", group=group) for at, group in enumerate(groups)]

    assert suggest(people) == (0, 2, 4)


def test_a_seat_is_rather_given_to_the_same_group_than_left_empty() -> None:
    people = [person(f"{at}", group="top-down") for at in range(4)]

    assert suggest(people) == (0, 1, 2)
    assert suggest([*people, person("9", group="knowledge")]) == (0, 4, 1)


def test_who_says_no_group_is_like_nobody() -> None:
    assert suggest([person("a"), person("b"), person("c")]) == (0, 1, 2)


def test_the_last_seat_is_kept_for_a_newcomer() -> None:
    old = [person(f"{at}") for at in range(5)]

    assert suggest(old) == (0, 1, 2)
    assert suggest([*old, person("5", is_new=True)]) == (0, 1, 5)
    assert suggest([old[0], person("5", is_new=True), *old[1:]]) == (0, 1, 2)


def test_a_newcomer_who_is_of_a_chairs_country_takes_no_seat() -> None:
    people = [person(f"{at}") for at in range(3)]

    assert suggest([*people, person("0", is_new=True)]) == (0, 1, 2)


def test_a_newcomer_without_ties_takes_no_seat() -> None:
    people = {0: person("a"), 1: person("b"), 2: person("c", is_new=True)}

    assert suggest_chairs({0: 2.0, 1: 1.0, 2: 0.0}, people, local=False) == (0, 1)


def test_who_offers_to_lead_comes_first_if_no_less_tied_than_half_of_the_group() -> None:
    old = [person(f"{at}") for at in range(7)]

    def offering(*willing: int) -> list[Person]:
        return [replace(one, is_willing=at in willing) for at, one in enumerate(old)]

    assert suggest(offering(3)) == (3, 0, 1)
    assert suggest(offering(3, 2)) == (2, 3, 0)
    assert suggest(offering(4, 6)) == (0, 1, 2)


def test_the_willing_too_come_from_different_places() -> None:
    people = [
        person("a"),
        person("b", institution=1, is_willing=True),
        person("b", is_willing=True),
        person("c", institution=1, is_willing=True),
        *(person(f"{at}") for at in range(4)),
    ]

    assert suggest(people) == (1, 0, 4)


def test_the_willing_leave_the_last_seat_to_a_newcomer_a_willing_one_first() -> None:
    people = [person(f"{at}", is_willing=at < 3) for at in range(4)]
    newcomers = [person("5", is_new=True), person("6", is_new=True, is_willing=True)]

    assert suggest([*people, newcomers[0]]) == (0, 1, 4)
    assert suggest([*people, *newcomers]) == (0, 1, 5)


@given(
    people=st.lists(
        st.builds(
            person,
            st.sampled_from("abcd"),
            institution=st.sampled_from((None, 1, 2, 3)),
            group=st.sampled_from(("", *GROUPS)),
            is_new=st.booleans(),
            is_willing=st.booleans(),
        ),
        max_size=12,
    ),
    local=st.booleans(),
)
def test_no_two_chairs_are_of_one_institution_or_one_country(
    people: list[Person], *, local: bool
) -> None:
    chairs = [people[one] for one in suggest(people, local=local)]
    desks = [one.institution for one in chairs if one.institution is not None]

    assert len(chairs) <= CO_CHAIRS
    assert len({*desks}) == len(desks)
    assert local or len({one.country for one in chairs}) == len(chairs)
    assert bool(chairs) == bool(people)
