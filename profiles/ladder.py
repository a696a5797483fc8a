"""Where a country has few, who else may help: from those who know it to the rest of the world.

And around a place: from those in the town itself to the neighbouring countries.

A rung holds nobody of those above it, and is climbed to only when those above are all shown; so it
is counted without them, and costs one search.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cop.vocabulary.geography import neighbours, region_of
from cop.vocabulary.places import cities_around

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cop.vocabulary.concepts import Vocabulary
    from cop.vocabulary.places import Place

THIN: Final = 10  # a country with fewer has few
CITY: Final = "city"
DAY: Final = "day"
COUNTRY: Final = "country"
WORLD: Final = "world"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder.

    Attributes:
        name: `city`, `day`, `country`, `knows-country`, `neighbour`, `region` or `world`.
        count: how many stand on it, as far as the viewer may know; some of them are shown.
        filters: by which they are found; empty for the country that was asked for, and the world.
    """

    name: str
    count: int = 0
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


def list_rungs(vocabulary: Vocabulary, countries: Sequence[str]) -> Iterator[Rung]:
    """Yield the rungs under `countries`, from the nearest, with whom they are found by."""
    yield Rung("knows-country", filters={"knows": tuple(countries)})
    near = dict.fromkeys(one for country in countries for one in neighbours(vocabulary, country))
    others = tuple(one for one in near if one not in countries)
    if others:
        yield Rung("neighbour", filters={"country": others})
    regions = dict.fromkeys(filter(None, (region_of(vocabulary, one) for one in countries)))
    if regions:
        yield Rung("region", filters={"region": tuple(regions)})
    yield Rung(WORLD)


def place_filters(place: Place) -> Mapping[str, tuple[str, ...]]:
    """Return by what those are found who are at `place` itself."""
    if place.city is None:
        return {"country": (place.country,)}
    return {"city": (str(place.city.id),)}


def list_rungs_near(vocabulary: Vocabulary, place: Place) -> Iterator[Rung]:
    """Yield the rungs around `place`: within a day's travel, in its country, in its neighbours."""
    if place.city is not None:
        yield Rung(DAY, filters={"city": tuple(str(one) for one in cities_around(place.city))})
        yield Rung(COUNTRY, filters={"country": (place.country,)})
    others = neighbours(vocabulary, place.country)
    if others:
        yield Rung("neighbour", filters={"country": others})
