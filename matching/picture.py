"""People as they stand in pictures: a short name, a shape, a link; and on a map, by town."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.kit.i18n import current_language
from cop.vocabulary.atlas import draw_places, place_country
from cop.vocabulary.geography import get_city
from cop.vocabulary.maps.projection import place_town
from cop.vocabulary.places import Place
from cop.vocabulary.shapes import stakeholder_shape
from profiles.access import see_members
from profiles.names import short_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from cop.accounts.viewer import Viewer
    from cop.vocabulary.atlas import Window
    from cop.vocabulary.concepts import Vocabulary
    from matching.nearby import SeenBand
    from profiles.member import Member

MAP_WIDTH: Final = 560  # pixels


@dataclass(frozen=True, slots=True)
class Depicted:
    """What a mark in a picture needs to know of a person."""

    name: str
    short_name: str
    slug: str
    shape: int
    href: str
    country: str
    place: str


async def people_in_picture(
    path: Callable[..., str], ids: Iterable[int], viewer: Viewer, vocabulary: Vocabulary
) -> Mapping[int, Depicted]:
    """Return those of `ids` whom `viewer` may see, ready to be drawn."""
    return depict(path, await see_members(ids, viewer), vocabulary)


def depict(
    path: Callable[..., str], members: Collection[Member], vocabulary: Vocabulary
) -> Mapping[int, Depicted]:
    """Return members ready to be drawn, by id."""
    short = {member.id: short_name(member.name) for member in members}
    times = Counter(short.values())
    return {
        member.id: Depicted(
            member.name,
            short[member.id] if times[short[member.id]] == 1 else member.name,
            member.slug,
            stakeholder_shape(vocabulary, member.stakeholder),
            path("member", slug=member.slug),
            member.country,
            _place(member, vocabulary),
        )
        for member in members
    }


@dataclass(frozen=True, slots=True)
class NearMap:
    """A map whose dots are towns, and countries of those who tell no town.

    Attributes:
        names: of each dot what it is called.
        first: of each dot the member in the list to whom it leads.
    """

    window: Window
    names: Mapping[str, str]
    first: Mapping[str, str]


def draw_near(bands: Iterable[SeenBand], vocabulary: Vocabulary) -> NearMap | None:
    """Draw where the people of `bands` are: never finer than the centre of a town."""
    there: dict[Place, list[str]] = {}
    for one in (near.member for band in bands for near in band.people):
        city = get_city(one.city_id) if one.city_id else None
        there.setdefault(Place(one.country, city), []).append(one.slug)
    points = {
        place: place_town(place.city.lon, place.city.lat)
        if place.city
        else place_country(place.country)
        for place in there
    }
    drawn = {place.key: (at, len(there[place])) for place, at in points.items() if at}
    if not drawn:
        return None
    return NearMap(
        draw_places(drawn, width=MAP_WIDTH),
        {place.key: place.label(vocabulary) for place in there},
        {place.key: slugs[0] for place, slugs in there.items()},
    )


def _place(member: Member, vocabulary: Vocabulary) -> str:
    return vocabulary.label("country", member.country, current_language())
