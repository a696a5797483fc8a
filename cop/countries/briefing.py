"""A country on two or three pages of paper, for somebody who decides and was never here."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.viewer import Viewer
from cop.chapters.queries.chapters import list_chapters_for
from cop.chapters.scopes import About
from cop.countries.queries import get_country_page
from cop.vocabulary.shapes import stakeholder_group
from profiles.access import see_members
from profiles.finding import count_members, find_members
from search.index import Query

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cop.chapters.queries.chapters import Called
    from cop.countries.queries import CountryPage
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member
    from search.engine import Engine

TOPICS: Final = 12  # that are counted
ELSEWHERE: Final = 10  # people who live elsewhere and know the country
NEIGHBOURS: Final = 6
TOPICS_EACH: Final = 3  # of a neighbour


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A country next to it: how many members, and what they know most of."""

    country: str
    count: int
    topics: Sequence[str]


@dataclass(frozen=True, slots=True)
class Briefing:
    """What is printed of a country.

    Attributes:
        shown: what its page shows: specialists by topic, and counts.
        levels: of government, "" last where somebody does not say.
        matrix: stakeholder group -> level -> members; the group is "" for those who do not say.
        topics: the most held ones, with their members.
        languages: the most spoken ones.
        elsewhere: some who live elsewhere and know the country.
    """

    shown: CountryPage
    levels: Sequence[str]
    matrix: Mapping[str, Mapping[str, int]]
    topics: Sequence[tuple[str, int]]
    languages: Sequence[str]
    elsewhere: Sequence[Member]
    neighbours: Sequence[Neighbour]
    chapters: Sequence[Called]


async def make_briefing(
    engine: Engine, vocabulary: Vocabulary, code: str, viewer: Viewer, language: str
) -> Briefing:
    """Return what is printed of the country `code`: only what all of the viewer's kind may see.

    Paper is passed on, so it holds nothing that a coordinator, or a member of themselves, sees
    beyond that.

    Raises:
        NoSuchCountry: there is none.
    """
    eyes = Viewer(is_member=viewer.is_member, blocked=viewer.blocked)
    shown = await get_country_page(engine, vocabulary, code, eyes)
    key = shown.country.key
    counted = await count_members(engine, eyes, "topic", "language", "level", country=(key,))
    topics = counted.facets["topic"][:TOPICS]
    leading = [topic for topic, _count in topics]
    everybody = _with_rest(dict(counted.facets["level"]), counted.total)
    matrix = await _matrix(engine, vocabulary, key, eyes, everybody)
    said = {level for row in matrix.values() for level in row}
    return Briefing(
        shown=shown,
        levels=[one.key for one in vocabulary.list("level")] + ([""] if "" in said else []),
        matrix=matrix,
        topics=topics,
        languages=[one for one, _count in counted.facets["language"][:TOPICS_EACH]],
        elsewhere=await _people_elsewhere(engine, shown, leading, eyes),
        neighbours=await asyncio.gather(
            *(_neighbour(engine, one, count, eyes) for one, count in _largest(shown.neighbours))
        ),
        chapters=await list_chapters_for(About(key, leading), vocabulary, language, eyes),
    )


async def _matrix(
    engine: Engine,
    vocabulary: Vocabulary,
    country: str,
    viewer: Viewer,
    everybody: Mapping[str, int],
) -> dict[str, dict[str, int]]:
    """Count the members of a country by stakeholder group and level of government."""
    roles: dict[str, list[str]] = {}
    for one in vocabulary.list("stakeholder"):
        roles.setdefault(stakeholder_group(vocabulary, one.key), []).append(one.key)
    counted = await asyncio.gather(
        *(
            count_members(engine, viewer, "level", country=(country,), stakeholder=tuple(keys))
            for keys in roles.values()
        )
    )
    matrix = {
        group: _with_rest(dict(one.facets["level"]), one.total)
        for group, one in zip(roles, counted, strict=True)
    }
    rest = Counter(everybody)
    for row in matrix.values():
        rest.subtract(row)
    return matrix | ({"": dict(+rest)} if +rest else {})


def _with_rest(levels: Mapping[str, int], total: int) -> dict[str, int]:
    """Return `levels` with those of `total` under "" who are on none of them."""
    rest = total - sum(levels.values())
    return dict(levels) | ({"": rest} if rest > 0 else {})


async def _people_elsewhere(
    engine: Engine, shown: CountryPage, topics: Sequence[str], viewer: Viewer
) -> list[Member]:
    """Return some who live elsewhere and know the country, those on its topics first."""
    country = shown.country.key
    others = tuple(one for one in shown.counts if one != country)
    query = Query(
        must=({"knows": (country,)},),
        filters={"country": others},
        prefer={"topic": topics},
        limit=ELSEWHERE,
    )
    hits = (await find_members(engine, query, viewer)).hits if others else ()
    return await see_members([int(hit.key) for hit in hits], viewer)


async def _neighbour(engine: Engine, country: str, count: int, viewer: Viewer) -> Neighbour:
    counted = await count_members(engine, viewer, "topic", country=(country,))
    return Neighbour(country, count, [one for one, _count in counted.facets["topic"][:TOPICS_EACH]])


def _largest(neighbours: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the neighbours with most members, without those that have none."""
    ranked = sorted(neighbours, key=lambda one: -one[1])
    return [one for one in ranked if one[1]][:NEIGHBOURS]
