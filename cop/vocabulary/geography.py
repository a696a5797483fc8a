"""Where countries and cities lie: neighbours, regions, distances."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cop.kit.text import fold
from cop.vocabulary.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.vocabulary.concepts import Vocabulary

EARTH_RADIUS_KM: Final = 6371.0088  # mean radius, IUGG
POLE, ANTIMERIDIAN = 90, 180  # degrees
CITIES: Final = Path(__file__).parent / "data" / "cities.csv"


@dataclass(frozen=True, slots=True)
class City:
    """A town of the GeoNames list; its centre is all that ever leaves the service."""

    id: int
    name: str
    country: str
    lat: float
    lon: float
    population: int


def neighbours(vocabulary: Vocabulary, country: str) -> tuple[str, ...]:
    """Return the countries that border `country`, or lie next to it across the sea."""
    concept = vocabulary.get("country", country)
    if concept is None:
        return ()
    bordering: list[str] = concept.facts.get("neighbours") or concept.facts.get("near") or []
    return tuple(bordering)


def region_of(vocabulary: Vocabulary, country: str) -> str:
    """Return the region that `country` belongs to, "" where it is unknown."""
    concept = vocabulary.get("country", country)
    return str(concept.facts.get("region", "")) if concept else ""


def is_on_earth(lat: float, lon: float) -> bool:
    """Say whether these are degrees of a place; what is no number is none."""
    return abs(lat) <= POLE and abs(lon) <= ANTIMERIDIAN


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance in kilometres between two points in degrees.

    Source: R. W. Sinnott, Virtues of the Haversine, Sky and Telescope 68 (1984) 159.
    """
    up = sin(radians(other_lat - lat) / 2) ** 2
    along = sin(radians(other_lon - lon) / 2) ** 2
    chord = up + cos(radians(lat)) * cos(radians(other_lat)) * along
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def find_city(name: str, country: str) -> City | None:
    """Return the city of `country` called `name` in any of our languages, the largest first."""
    return _cities_by_name().get((country, fold(name))) if name and country else None


def suggest_cities(text: str, country: str, limit: int = 6) -> list[tuple[City, str]]:
    """Return cities of `country` a name of which begins with `text`, and that name.

    The largest first.
    """
    typed = fold(text)
    found: list[tuple[City, str]] = []
    for city, others in _read_cities() if typed else ():  # largest first within a country
        if city.country == country:
            names = (name for name in (city.name, *others) if fold(name).startswith(typed))
            name = next(names, None)
            if name is not None:
                found.append((city, name))
    return found[:limit]


def list_names_of(city_id: int | None) -> tuple[str, ...]:
    """Return what else the city is called, in any language."""
    return _other_names().get(city_id or 0, ())


@cache
def cities_called() -> Mapping[str, tuple[City, ...]]:
    """Return the cities of the world by each of their names, as `spelling.plain` writes it.

    The largest first.
    """
    called: defaultdict[str, dict[int, City]] = defaultdict(dict)
    for city, others in sorted(_read_cities(), key=lambda row: -row[0].population):
        for name in (city.name, *others):
            called[plain(name)][city.id] = city
    return {name: tuple(cities.values()) for name, cities in called.items()}


def get_city(city_id: int) -> City | None:
    """Return the city with this GeoNames id."""
    return _cities_by_id().get(city_id)


@cache
def list_cities() -> tuple[City, ...]:
    """Return all cities."""
    return tuple(_cities_by_id().values())


@cache
def _cities_by_id() -> Mapping[int, City]:
    return {city.id: city for city, _ in _read_cities()}


@cache
def _other_names() -> Mapping[int, tuple[str, ...]]:
    return {city.id: others for city, others in _read_cities()}


@cache
def _cities_by_name() -> Mapping[tuple[str, str], City]:
    named: dict[tuple[str, str], City] = {}
    aliases: defaultdict[tuple[str, str], list[City]] = defaultdict(list)
    for city, others in _read_cities():  # largest first within a country
        named.setdefault((city.country, fold(city.name)), city)
        for other in others:
            aliases[city.country, fold(other)].append(city)
    return {key: cities[0] for key, cities in aliases.items()} | named


@cache
def _read_cities() -> tuple[tuple[City, tuple[str, ...]], ...]:
    with CITIES.open(encoding="utf-8", newline="") as source:
        return tuple(
            (
                City(
                    int(row["id"]),
                    row["name"],
                    row["country"],
                    float(row["lat"]),
                    float(row["lon"]),
                    int(row["population"]),
                ),
                tuple(filter(None, row["other"].split("|"))),
            )
            for row in csv.DictReader(source)
        )
