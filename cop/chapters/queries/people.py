"""The people of a chapter, as a viewer may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cop.chapters.models.memberships import State
from cop.chapters.queries.chapters import list_chapters, list_children, list_parents
from cop.chapters.queries.memberships import list_joined, list_member_ids
from cop.chapters.scopes import chapter_name, read_scope
from profiles.access import see_members
from profiles.finding import find_members
from profiles.index import GROUPS
from search.index import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from cop.chapters.queries.chapters import Called
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member
    from search.engine import Engine

MOST_TOPICS: Final = 10


@dataclass(frozen=True, slots=True)
class ChapterPage:
    """Who belongs to a chapter, one page of them, and how all divide.

    Attributes:
        total: everybody in the chapter's reach: those who joined, and those who live there or
            work on its topics.
        joined: how many of them have joined.
        members: a page of those who joined; of all where nobody has.
        directory: the facets and values that ask the directory for all; none where nothing does.
    """

    total: int
    joined: int
    members: Sequence[Member]
    countries: Sequence[tuple[str, int]]
    topics: Sequence[tuple[str, int]]
    directory: Sequence[tuple[str, str]]

    @property
    def listed(self) -> int:
        """Return how many members the pages list together."""
        return self.joined or self.total


@dataclass(frozen=True, slots=True)
class Listed:
    """A chapter in a list, and how many of those who joined it a viewer may find."""

    chapter: Chapter
    name: str
    joined: int


async def see_chapters(
    vocabulary: Vocabulary, language: str, engine: Engine, viewer: Viewer
) -> list[Listed]:
    """Return all chapters as `viewer` may see them: whom they may not find is not counted."""
    joined = await list_joined()
    listed: list[Listed] = []
    for one in await list_chapters(vocabulary, language, viewer):
        found = await find_members(
            engine, replace(_only(joined.get(one.chapter.id, ())), limit=1), viewer
        )
        listed.append(Listed(one.chapter, one.name, found.total))
    return listed


@dataclass(frozen=True, slots=True)
class Family:
    """The regional chapters around a country one, or the country chapters within a regional one.

    Attributes:
        together: who joined the chapter or one of those within, each person once.
    """

    parents: Sequence[Called]
    children: Sequence[Listed]
    together: int


async def see_family(
    chapter: Chapter, vocabulary: Vocabulary, language: str, engine: Engine, viewer: Viewer
) -> Family:
    """Return what stands around and within `chapter`; who may not be found is not counted."""
    parents = await list_parents(chapter, vocabulary, language, viewer)
    children = await list_children(chapter, vocabulary, viewer)
    joined = await list_joined([chapter, *children] if children else [])

    async def count(*ids: int) -> int:
        return (await find_members(engine, replace(_only(ids), limit=1), viewer)).total

    listed = [
        Listed(one, chapter_name(one, vocabulary, language), await count(*joined.get(one.id, ())))
        for one in children
    ]
    return Family(
        parents,
        sorted(listed, key=lambda one: (-one.joined, one.name)),
        await count(*{one for ids in joined.values() for one in ids}) if children else 0,
    )


async def see_chapter(
    chapter: Chapter,
    vocabulary: Vocabulary,
    engine: Engine,
    viewer: Viewer,
    *,
    page: int,
    size: int,
) -> ChapterPage:
    """Return the people of `chapter` as `viewer` may see them."""
    active = await list_member_ids(chapter, State.ACTIVE)
    parts = [one.filters(vocabulary) for one in read_scope(chapter.kind, chapter.scope).parts]
    reach = Query(must=parts, order="by_name") if parts else _only(active)
    place = {"offset": (page - 1) * size, "limit": size}
    everyone = await find_members(
        engine, replace(reach, count=("country", "topic"), **place), viewer
    )
    joined = await find_members(engine, replace(_only(active), **place), viewer)
    hits = joined.hits if joined.total else everyone.hits
    return ChapterPage(
        max(everyone.total, joined.total),
        joined.total,
        await see_members([int(hit.key) for hit in hits], viewer),
        everyone.facets["country"],
        everyone.facets["topic"],
        [
            (GROUPS.get(facet, facet), value)
            for part in parts
            for facet, values in part.items()
            for value in values
        ],
    )


async def see_topics(chapter: Chapter, engine: Engine, viewer: Viewer) -> list[str]:
    """Return the topics of `chapter`, the first first: where it has none, those of its members."""
    if chapter.topics:
        return [str(topic) for topic, *_shares in chapter.topics]
    active = await list_member_ids(chapter, State.ACTIVE)
    found = await find_members(engine, replace(_only(active), count=("topic",), limit=1), viewer)
    return [topic for topic, _count in found.facets["topic"][:MOST_TOPICS]]


def _only(ids: Sequence[int]) -> Query:
    return Query(keys=[str(one) for one in ids])
