"""Profiles as rows hold them, in plain values: for what reads many and writes none.

As models of the ORM they would take longer than the database and all the rest.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson

from cop.kit.database import as_moment, read_rows
from profiles.member import Tag, Workplace
from profiles.models import QuietChapter

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

_PROFILES: Final = (
    "SELECT p.id, p.slug, p.account_id, p.name, p.photo, p.email, p.country, p.city, p.city_id,"
    " p.unit, p.position, p.stakeholder, p.government_level, p.bio, p.website, p.orcid,"
    " p.gender, p.visibility, p.published_at, p.hidden_at, p.kept_hidden_at, p.held_at,"
    " p.joined_at, p.confirmed_at, p.levels, i.id, i.slug, i.name, i.country, i.kind"
    " FROM profile p LEFT JOIN institution i ON i.id = p.institution_id WHERE p.id IN ({})"
    " ORDER BY p.id"
)
_MOMENTS: Final = slice(18, 24)  # of a row: from `published_at`
_LEVELS: Final = 24
_PLACE: Final = slice(25, 30)
_TAGS: Final = (
    "SELECT profile_id, field, key, text, level FROM profile_tag WHERE profile_id IN ({{}}){}"
    " ORDER BY profile_id, field, rank"
)
_CHAPTERS: Final = "SELECT profile_id, chapter FROM shared_with WHERE profile_id IN ({})"
_BARE: Final = (
    "SELECT id, account_id, visibility, published_at, hidden_at, kept_hidden_at, held_at, gender,"
    " levels, coalesce(confirmed_at, joined_at) FROM profile WHERE id IN ({})"
)

Lists = dict[str, tuple[Tag, ...]]

_tag: Final = lru_cache(maxsize=16_384)(Tag)  # most are alike, and making one takes a while


@dataclass(frozen=True, slots=True)
class Stored:
    """What `profiles.access.visible` looks at of a `profiles.models.Profile`, called the same."""

    id: int
    slug: str
    account_id: int | None
    name: str
    photo: str
    email: str
    country: str
    city: str
    city_id: int | None
    unit: str
    position: str
    stakeholder: str
    government_level: str
    bio: str
    website: str
    orcid: str
    gender: str
    visibility: str
    published_at: datetime | None
    hidden_at: datetime | None
    kept_hidden_at: datetime | None
    held_at: datetime | None
    joined_at: datetime
    confirmed_at: datetime | None
    levels: Mapping[str, int]
    institution: Workplace | None
    lists: Lists
    chapters: frozenset[str]
    quiet: frozenset[str]


class Bare(NamedTuple):  # made by the thousand, and a frozen dataclass takes longer
    """Of a profile what says who may find it, and the little that pages of thousands tell."""

    id: int
    account_id: int | None
    visibility: str
    published_at: object
    hidden_at: object
    kept_hidden_at: object
    held_at: object
    gender: str
    chosen: str  # the levels, as they are stored
    confirmed_at: datetime | str  # as the database gives it; who never confirmed has joined
    chapters: frozenset[str]

    @property
    def levels(self) -> tuple[tuple[str, int], ...]:
        """Return which levels they have chosen."""
        return _levels(self.chosen)


@lru_cache(maxsize=1_024)
def _levels(stored: str) -> tuple[tuple[str, int], ...]:
    return tuple(orjson.loads(stored).items())


async def list_bare_profiles(ids: Collection[int]) -> list[Bare]:
    """Return the little that is read fast of thousands."""
    chapters = await map_chapters(ids)
    return [Bare._make((*row, chapters[row[0]])) for row in await read_rows(_BARE, ids)]


async def list_profiles(ids: Collection[int], only: str | None = "") -> list[Stored]:
    """Return the profiles with these ids, in the order of ids; of their lists one, or None.

    Most rows are of lists, so to read one of them takes half as long.
    """
    rows = await read_rows(_PROFILES, ids)
    lists: Mapping[int, Lists] = {one: {} for one in ids}
    if only is not None:
        lists = await map_lists(ids, only)
    chapters, quiet = await map_chapters(ids), await list_quiet_chapters()
    return [_as_stored(row, lists[row[0]], chapters[row[0]], quiet) for row in rows]


async def map_lists(ids: Collection[int], only: str = "") -> Mapping[int, Lists]:
    """Return the lists of each of these profiles, by name; all of them, or `only` one."""
    statement = _TAGS.format(f" AND field = '{only}'" if only else "")
    lists: defaultdict[int, defaultdict[str, list[Tag]]] = defaultdict(lambda: defaultdict(list))
    for one, name, key, text, level in await read_rows(statement, ids):
        lists[one][name].append(_tag(key, text, level))
    return {one: {name: tuple(tags) for name, tags in lists[one].items()} for one in ids}


async def map_chapters(ids: Collection[int]) -> Mapping[int, frozenset[str]]:
    """Return the chapters whose coordinators may see more of each of these profiles."""
    chapters: dict[int, set[str]] = {one: set() for one in ids}
    for one, chapter in await read_rows(_CHAPTERS, ids):
        chapters[one].add(chapter)
    return {one: frozenset(slugs) for one, slugs in chapters.items()}


async def list_quiet_chapters() -> frozenset[str]:
    """Return the chapters that only members know of."""
    return frozenset([one.chapter for one in await QuietChapter.all()])


def _as_stored(
    row: Sequence[Any], lists: Lists, chapters: frozenset[str], quiet: frozenset[str]
) -> Stored:
    values: list[Any] = [*row]
    values[_MOMENTS] = [one and as_moment(one) for one in row[_MOMENTS]]
    values[_LEVELS] = orjson.loads(row[_LEVELS])
    place = row[_PLACE]
    values[_PLACE] = [None if place[0] is None else Workplace(*place)]
    return Stored(*values, lists=lists, chapters=chapters, quiet=quiet)
