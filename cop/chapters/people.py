"""The people of a chapter, as a viewer may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cop.chapters.models import Kind, State
from cop.chapters.queries import SCHEMES, list_chapters, list_joined, list_member_ids
from profiles.access import see_members
from profiles.directory import find_members
from search.index import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.models import Chapter
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member
    from search.engine import Engine

MOST_TOPICS: Final = 10
_SCOPE_FACET: Final = {Kind.REGIONAL: "region", Kind.COUNTRY: "country"}


@dataclass(frozen=True, slots=True)
class ChapterPage:
    """Who belongs to a chapter, one page of them, and how all divide.

    Attributes:
        total: everybody in the chapter's reach: those who joined, and those who live there or
            work on its topics.
        joined: how many of them have joined.
        members: a page of those who joined; of all where nobody has.
        directory: the facet and value that ask the directory for all; None where nothing does.
    """

    total: int
    joined: int
    members: Sequence[Member]
    countries: Sequence[tuple[str, int]]
    topics: Sequence[tuple[str, int]]
    directory: tuple[str, str] | None

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


async def see_chapter(
    chapter: Chapter, engine: Engine, viewer: Viewer, *, page: int, size: int
) -> ChapterPage:
    """Return the people of `chapter` as `viewer` may see them."""
    facet = _SCOPE_FACET.get(Kind(chapter.kind))
    active = await list_member_ids(chapter, State.ACTIVE)
    if facet:
        reach = Query(filters={facet: (chapter.scope,)})
    else:
        # To stand here says what one works on: only who shows that to the viewer is suggested.
        suggested = _only([*active, *await list_member_ids(chapter, State.SUGGESTED)])
        reach = replace(
            suggested, filters={SCHEMES[Kind(chapter.kind)]: tuple(chapter.scope.split("+"))}
        )
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
        [(chapter.scope, everyone.total)]
        if facet == "country"  # whose own filter a facet does not count with
        else everyone.facets["country"],
        everyone.facets["topic"],
        (facet, chapter.scope) if facet else None,
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
