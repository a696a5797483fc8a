"""Where countries and towns lie."""

from __future__ import annotations

from math import pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cop.vocabulary.concepts import Vocabulary
from cop.vocabulary.geography import (
    EARTH_RADIUS_KM,
    distance_km,
    find_city,
    get_city,
    neighbours,
    region_of,
    suggest_cities,
)
from cop.vocabulary.shapes import UNKNOWN, stakeholder_group, stakeholder_shape
from tests.people import CAIRO, LAGOS, NAIROBI

QUARTER = EARTH_RADIUS_KM * pi / 2


@pytest.mark.parametrize(
    ("points", "kilometres"),
    [
        ((0, 0, 0, 0), 0),
        ((0, 0, 0, 90), QUARTER),
        ((0, 0, 90, 0), QUARTER),
        ((90, 0, -90, 0), 2 * QUARTER),
        ((0, -179, 0, 179), QUARTER / 45),  # across the date line
        ((0, 0, 0, 180), 2 * QUARTER),
        ((90, 12, 90, -150), 0),  # at the pole all longitudes meet
        ((60, 0, 60, 180), 2 * QUARTER / 3),  # over the pole
    ],
)
def test_distances_on_a_sphere(points: tuple[float, ...], kilometres: float) -> None:
    assert distance_km(*points) == pytest.approx(kilometres, abs=1e-6)


points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@settings(deadline=None)
@given(one=points, two=points, three=points)
def test_a_way_is_as_long_back_and_a_detour_never_shorter(
    one: tuple[float, float], two: tuple[float, float], three: tuple[float, float]
) -> None:
    way = distance_km(*one, *two)

    assert way == pytest.approx(distance_km(*two, *one), abs=1e-6)
    assert 0 <= way <= 2 * QUARTER + 1e-6
    assert way <= distance_km(*one, *three) + distance_km(*three, *two) + 1e-4


@pytest.mark.parametrize(
    ("name", "country", "city"),
    [
        ("Nairobi", "KE", NAIROBI),
        ("nairobi ", "KE", NAIROBI),
        ("Le Caire", "EG", CAIRO),
        ("القاهرة", "EG", CAIRO),
        ("LAGOS", "NG", LAGOS),
    ],
)
def test_a_town_is_known_by_its_names(name: str, country: str, city: int) -> None:
    found = find_city(name, country)

    assert found is not None
    assert (found.id, found.country) == (city, country)
    assert get_city(city) == found


def test_a_town_is_looked_for_in_its_country_only() -> None:
    assert find_city("Nairobi", "NG") is None
    assert find_city("", "KE") is None
    assert find_city("Nairobi", "") is None
    assert get_city(-1) is None


def test_of_towns_with_one_name_the_largest_is_meant() -> None:
    capital = find_city("San Jose", "CR")

    assert capital is not None
    assert capital.population > 300_000  # the other one has 31,000


def test_the_capital_of_every_country_is_a_town_we_know(vocabulary: Vocabulary) -> None:
    missing = [
        country.key
        for country in vocabulary.list("country")
        if country.facts["capital"] and not find_city(country.facts["capital"], country.key)
    ]

    assert missing == []


def test_neighbours_share_a_border_and_islands_have_those_across_the_sea(
    vocabulary: Vocabulary,
) -> None:
    assert set(neighbours(vocabulary, "KE")) == {"ET", "SO", "SS", "TZ", "UG"}
    assert neighbours(vocabulary, "LS") == ("ZA",)
    assert neighbours(vocabulary, "MG")  # an island
    assert neighbours(vocabulary, "XX") == ()


def test_countries_lie_in_regions(vocabulary: Vocabulary) -> None:
    assert region_of(vocabulary, "KE") == "ssa"
    assert region_of(vocabulary, "EG") == "mena"
    assert region_of(vocabulary, "") == region_of(vocabulary, "XX") == ""


def test_every_stakeholder_has_the_shape_of_its_group(vocabulary: Vocabulary) -> None:
    for role in vocabulary.list("stakeholder"):
        group = stakeholder_group(vocabulary, role.key)
        assert stakeholder_shape(vocabulary, role.key) == stakeholder_shape(vocabulary, group)
        assert stakeholder_shape(vocabulary, role.key) in {0, 1, 2, 4, 5}
    assert stakeholder_shape(vocabulary, "") == stakeholder_shape(vocabulary, "zzz") == UNKNOWN


def test_without_the_groups_nobody_has_a_shape() -> None:
    assert stakeholder_shape(Vocabulary([]), "academia") == UNKNOWN
    assert stakeholder_group(Vocabulary([]), "academia") == ""


def test_cities_are_offered_by_how_their_names_begin_in_any_language() -> None:
    assert [city.name for city, _ in suggest_cities("nair", "KE")] == ["Nairobi"]
    assert suggest_cities("القاهر", "EG")[0][0].name == "Cairo"
    assert suggest_cities("nair", "NG") == suggest_cities("", "KE") == suggest_cities("x", "") == []
    sizes = [city.population for city, _ in suggest_cities("k", "KE", limit=99)]
    assert sizes == sorted(sizes, reverse=True)
