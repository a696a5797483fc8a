"""Who is near a place or a member, in bands from the same institution to neighbouring countries.

Nobody stands in two bands. Whoever keeps their town to themselves stands in the band of their
country; whoever keeps their country, in none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from cop.kit.i18n import mark
from cop.vocabulary.geography import distance_km, get_city, neighbours
from cop.vocabulary.places import Place, cities_around, find_places
from matching.peers import matcher_for
from profiles.access import NoSuchMember, see_member, see_members, see_own

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Vocabulary
    from cop.vocabulary.geography import City
    from matching.forms import NearbyQuestion
    from matching.matcher import Matcher
    from matching.overlap import SharedTopic
    from matching.snapshot import Snapshot
    from profiles.member import Member, Workplace

SHOWN: Final = 8  # of each band


class Band(StrEnum):
    """How near somebody is, from the nearest."""

    INSTITUTION = "institution"
    CITY = "city"
    DAY = "day"  # within a day's travel
    COUNTRY = "country"
    NEIGHBOUR = "neighbour"


BAND_NAMES: Final[Mapping[Band, str]] = {
    Band.INSTITUTION: mark("At the same institution"),
    Band.CITY: mark("In the same town"),
    Band.DAY: mark("Within a day's travel"),
    Band.COUNTRY: mark("Elsewhere in the country"),
    Band.NEIGHBOUR: mark("In neighbouring countries"),
}


@dataclass(frozen=True, slots=True)
class Centre:
    """From where one looks, as the viewer may know it.

    Attributes:
        place: None where it is not told.
        topics: what is worth most to have in common.
        without: who is not looked for: who looks from there.
    """

    place: Place | None
    institution: Workplace | None = None
    topics: Collection[str] = ()
    without: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody near, as the viewer may see them; kilometres between towns, None if not told."""

    member: Member
    kilometres: float | None
    shared: Sequence[SharedTopic]


@dataclass(frozen=True, slots=True)
class SeenBand:
    """The people of a band: how many the viewer may find, the best of them, who all are."""

    band: Band
    count: int
    people: Sequence[Near]
    search: Sequence[tuple[str, str]]  # in the directory


@dataclass(frozen=True, slots=True)
class _Reach:
    """What puts somebody into a band."""

    band: Band
    institution: int = 0
    cities: Collection[int] = ()
    countries: Collection[str] = ()
    search: Sequence[tuple[str, str]] = ()

    def mask(self, snapshot: Snapshot) -> NDArray[np.bool_]:
        if self.institution:
            return snapshot.at_institution(self.institution)
        if self.cities:
            return snapshot.in_cities(self.cities)
        return snapshot.in_countries(self.countries)

    def holds(self, member: Member) -> bool:
        """Say whether what is seen of `member` now puts them here; they may have moved or hid."""
        if self.institution:
            return member.institution is not None and member.institution.id == self.institution
        return member.city_id in self.cities if self.cities else member.country in self.countries


@dataclass(frozen=True, slots=True)
class Around:
    """Who is near what was asked for.

    Attributes:
        member: that was asked for.
        places: that the words may mean; where they are several, nobody has looked yet.
    """

    member: Member | None
    places: Sequence[Place]
    bands: Sequence[SeenBand]

    @property
    def people(self) -> Sequence[Member]:
        """Return all who are shown."""
        return [near.member for band in self.bands for near in band.people]


async def look_around(
    matcher: Matcher, vocabulary: Vocabulary, question: NearbyQuestion, viewer: Viewer
) -> Around:
    """Return who is near the member or the place that the question names.

    Raises:
        NoSuchMember: there is no such member, or not for this viewer.
    """
    member = await see_member(question.member, viewer) if question.member else None
    places = [] if member else find_places(question.place, vocabulary)
    centre = centre_of(member) if member else None
    if len(places) == 1:
        centre = await centre_at(places[0], viewer)
    bands = await see_bands(matcher, vocabulary, centre, viewer) if centre else []
    return Around(member, places, bands)


async def centre_at(place: Place, viewer: Viewer) -> Centre:
    """Return `place` as `viewer` looks from it: for who shares their topics, not for themselves."""
    try:
        own = await see_own(viewer)
    except NoSuchMember:
        return Centre(place)
    return Centre(place, topics=own.topics, without=(own.id,))


def centre_of(member: Member) -> Centre:
    """Return where a member is, as far as they are seen."""
    city = get_city(member.city_id) if member.city_id else None
    place = Place(member.country, city) if member.country else None
    return Centre(place, member.institution, member.topics, (member.id,))


async def see_bands(
    matcher: Matcher, vocabulary: Vocabulary, centre: Centre, viewer: Viewer, most: int = SHOWN
) -> list[SeenBand]:
    """Return who is near `centre`, in bands that hold somebody, the best of each first.

    The best have most of the topics of the centre, then have said lately that all is true.
    """
    snapshot = (await matcher_for(matcher, viewer)).snapshot(viewer.audience)
    taken = snapshot.among(centre.without)
    found: list[tuple[_Reach, int, Sequence[int]]] = []
    for reach in _list_reaches(centre, vocabulary):
        inside = reach.mask(snapshot) & ~taken
        taken |= inside
        if inside.any():
            best = snapshot.best(inside, centre.topics, most)
            found.append((reach, int(inside.sum()), best))
    chosen = [one for _reach, _total, best in found for one in best]
    now = {one.id: one for one in await see_members(chosen, viewer) if one.country}
    bands: list[SeenBand] = []
    for reach, total, best in found:
        seen = [now[one] for one in best if one in now and reach.holds(now[one])]
        if seen:
            near = [_as_near(one, centre, snapshot) for one in seen]
            count = total - len(best) + len(seen)
            bands.append(SeenBand(reach.band, count, near, reach.search))
    return bands


def _list_reaches(centre: Centre, vocabulary: Vocabulary) -> Iterator[_Reach]:
    place, house = centre.place, centre.institution
    if place is None:
        return
    if house is not None:
        search = [("institution", house.slug)]
        yield _Reach(Band.INSTITUTION, institution=house.id, search=search)
    if place.city is not None:
        search = [("near", place.key)]
        yield _Reach(Band.CITY, cities=(place.city.id,), search=search)
        yield _Reach(Band.DAY, cities=cities_around(place.city).keys(), search=search)
    search = [("country", place.country)]
    yield _Reach(Band.COUNTRY, countries=(place.country,), search=search)
    others = neighbours(vocabulary, place.country)
    yield _Reach(Band.NEIGHBOUR, countries=others, search=[("country", one) for one in others])


def _as_near(member: Member, centre: Centre, snapshot: Snapshot) -> Near:
    here = centre.place.city if centre.place else None
    there = get_city(member.city_id) if member.city_id else None
    shared = snapshot.overlap.describe({*centre.topics}.intersection(member.topics))
    return Near(member, _kilometres(here, there), shared)


def _kilometres(here: City | None, there: City | None) -> float | None:
    return distance_km(here.lat, here.lon, there.lat, there.lon) if here and there else None
