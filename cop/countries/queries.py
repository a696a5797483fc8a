"""What can be asked about countries: how many people, on which topics, with which neighbours."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from cop.vocabulary.geography import neighbours, region_of
from cop.vocabulary.shapes import stakeholder_group
from profiles.access import see_members
from profiles.finding import count_members, find_members
from search.index import Query

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Concept, Vocabulary
    from profiles.member import Member
    from search.engine import Engine

TOPICS: Final = 8  # of a country
PEOPLE: Final = 3  # of a topic


class NoSuchCountry(NotFound):
    """The code stands for no country."""

    def __init__(self) -> None:
        super().__init__(_("We know no country by that code."))


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of the members a viewer may find: by country, region and topic, largest first."""

    total: int
    countries: Sequence[tuple[str, int]]
    regions: Sequence[tuple[str, int]]
    topics: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TopicPeople:
    """A topic in a country: how many work on it, and some of them."""

    topic: str
    count: int
    members: Sequence[Member]


@dataclass(frozen=True, slots=True)
class CountryPage:
    """What is shown of a country."""

    country: Concept
    region: str
    total: int
    topics: Sequence[TopicPeople]
    stakeholders: Sequence[tuple[str, int]]
    institutions: int
    known_by: int  # members elsewhere who know the country
    neighbours: Sequence[tuple[str, int]]
    counts: Mapping[str, int]  # of all countries, for the map


def get_country(vocabulary: Vocabulary, code: str) -> Concept:
    """Return the country with this ISO 3166-1 alpha-2 code.

    Raises:
        NoSuchCountry: there is none.
    """
    country = vocabulary.get("country", code.upper())
    if country is None or not country.facts.get("selectable"):
        raise NoSuchCountry
    return country


async def get_overview(engine: Engine, viewer: Viewer) -> Overview:
    """Count all members that `viewer` may find."""
    results = await count_members(engine, viewer, "country", "region", "topic")
    return Overview(
        results.total,
        results.facets["country"],
        results.facets["region"],
        dict(results.facets["topic"]),
    )


async def get_country_page(
    engine: Engine, vocabulary: Vocabulary, code: str, viewer: Viewer
) -> CountryPage:
    """Return what `viewer` may know of the country `code`.

    Raises:
        NoSuchCountry: there is none.
    """
    country = get_country(vocabulary, code)
    inside = await count_members(
        engine, viewer, "topic", "stakeholder", "institution", country=(country.key,)
    )
    abroad = await count_members(engine, viewer, "country", knows=(country.key,))
    everywhere = await count_members(engine, viewer, "country")
    counts = dict(everywhere.facets["country"])
    return CountryPage(
        country=country,
        region=region_of(vocabulary, country.key),
        total=inside.total,
        topics=await _people_by_topic(engine, viewer, country.key, inside.facets["topic"]),
        stakeholders=_by_group(vocabulary, inside.facets["stakeholder"]),
        institutions=len(inside.facets["institution"]),
        known_by=abroad.total - dict(abroad.facets["country"]).get(country.key, 0),
        neighbours=[(one, counts.get(one, 0)) for one in neighbours(vocabulary, country.key)],
        counts=counts,
    )


async def _people_by_topic(
    engine: Engine, viewer: Viewer, country: str, topics: Sequence[tuple[str, int]]
) -> list[TopicPeople]:
    """Return the people of the leading topics; nobody stands under two of them."""
    asked = [
        Query(filters={"country": (country,), "topic": (topic,)}, limit=PEOPLE * TOPICS)
        for topic, _count in topics[:TOPICS]
    ]
    found = await asyncio.gather(*(find_members(engine, query, viewer) for query in asked))
    taken: set[int] = set()
    chosen: list[list[int]] = []
    for results in found:
        fresh = [int(hit.key) for hit in results.hits if int(hit.key) not in taken][:PEOPLE]
        taken.update(fresh)
        chosen.append(fresh)
    members = {member.id: member for member in await see_members(sorted(taken), viewer)}
    return [
        TopicPeople(topic, count, [members[one] for one in ids if one in members])
        for (topic, count), ids in zip(topics[:TOPICS], chosen, strict=True)
        if ids
    ]


def _by_group(
    vocabulary: Vocabulary, stakeholders: Sequence[tuple[str, int]]
) -> list[tuple[str, int]]:
    """Add the counts of stakeholder roles up by group."""
    groups: Counter[str] = Counter()
    for key, count in stakeholders:
        groups[stakeholder_group(vocabulary, key)] += count
    return sorted(groups.items(), key=lambda group: (-group[1], group[0]))
