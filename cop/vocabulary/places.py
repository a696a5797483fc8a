"""Places that people name or stand at, and what lies within reach of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cop.kit.errors import Invalid
from cop.kit.i18n import current_language, join_choices
from cop.kit.i18n import gettext as _
from cop.kit.text import as_number
from cop.vocabulary.geography import cities_called, distance_km, get_city, list_cities
from cop.vocabulary.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cop.vocabulary.concepts import Vocabulary
    from cop.vocabulary.geography import City

# Between town centres, as the crow flies: on roads about 500, eight hours at 60 an hour.
A_DAYS_TRAVEL: Final = 400.0  # kilometres
LONGEST: Final = 80  # characters that anybody writes for a place
MOST_CHOICES: Final = 12
_A_DEGREE: Final = 110.5  # kilometres from south to north, at the least


@dataclass(frozen=True, slots=True)
class Place:
    """A town, or a country as a whole."""

    country: str
    city: City | None = None

    @property
    def key(self) -> str:
        """Return what stands for it in an address."""
        return str(self.city.id) if self.city else self.country

    def label(self, vocabulary: Vocabulary) -> str:
        """Return what it is called in the current language."""
        country = vocabulary.label("country", self.country, current_language())
        if self.city is None:
            return country
        return _("{city}, {country}").format(city=self.city.name, country=country)


class PlaceUnclear(Invalid):
    """The words name no place that we know, or several."""


def find_places(text: str, vocabulary: Vocabulary) -> list[Place]:
    """Return all that `text` may mean, towns first, the largest first.

    It is a key, or a name in any language: "Nakuru", "Nakuru, Kenya", "Kenya".
    """
    return [*dict.fromkeys(_read(text[:LONGEST].strip(), vocabulary))][:MOST_CHOICES]


def get_place(text: str, vocabulary: Vocabulary) -> Place:
    """Return the one place that `text` means.

    Raises:
        PlaceUnclear: it means none, or several; they are named.
    """
    found = find_places(text, vocabulary)
    if not found:
        raise PlaceUnclear(_("We know no place called “{name}”.").format(name=text[:LONGEST]))
    if len(found) > 1:
        choices = join_choices(f"{one.label(vocabulary)} ({one.key})" for one in found)
        raise PlaceUnclear(
            _("“{name}” can mean {choices}.").format(name=text[:LONGEST], choices=choices)
        )
    return found[0]


def nearest_city(lat: float, lon: float) -> City:
    """Return the town whose centre is nearest."""
    return min(list_cities(), key=lambda one: distance_km(lat, lon, one.lat, one.lon))


@lru_cache(maxsize=256)
def cities_around(city: City) -> Mapping[int, float]:
    """Return the kilometres to the towns within a day's travel of `city`, itself included."""
    degrees = A_DAYS_TRAVEL / _A_DEGREE
    near = (one for one in list_cities() if abs(one.lat - city.lat) <= degrees)
    away = {one.id: distance_km(city.lat, city.lon, one.lat, one.lon) for one in near}
    return {one: far for one, far in away.items() if far <= A_DAYS_TRAVEL}


def _read(text: str, vocabulary: Vocabulary) -> Iterator[Place]:
    number = as_number(text)
    city = get_city(number) if number is not None else None
    if city:
        yield Place(city.country, city)
    name, comma, rest = text.replace("،", ",").rpartition(",")
    if comma:
        countries = {one.key for one in vocabulary.find(rest, "country")}
        yield from (one for one in _called(name) if one.country in countries)
    yield from _called(text)
    yield from (Place(one.key) for one in vocabulary.find(text, "country"))


def _called(name: str) -> Iterator[Place]:
    yield from (Place(city.country, city) for city in cities_called().get(plain(name), ()))
