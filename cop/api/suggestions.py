"""What somebody may mean who has typed only the beginning: people, topics, places, chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.queries import list_chapters
from cop.kit.api import LANG, Endpoint, Parameter
from cop.kit.forms import read_one
from cop.kit.i18n import current_language, mark
from cop.kit.text import tokens
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_members
from profiles.directory import find_members
from search.engine import Engine
from search.index import Query
from search.words import MOST_CHARACTERS, read_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.requests import Request

    from cop.chapters.queries import Named
    from profiles.member import Member

MOST: Final = 5  # of each kind
LOOKED_THROUGH: Final = 60  # hits, for those whose name it is that answers


async def suggest(request: Request) -> dict[str, Any]:
    """GET /api/v1/suggest: what begins so, of all that the caller may see."""
    vocabulary, language = opened(request, Vocabulary), current_language()
    text = read_one(request.query_params, "q").strip()[:MOST_CHARACTERS]
    words = read_words(text)
    members: Sequence[Member] = ()
    chapters: Sequence[Named] = ()
    if words:
        viewer, query = caller(request), _named(words)
        results = await find_members(opened(request, Engine), query, viewer)
        members = await see_members([int(hit.key) for hit in results.hits], viewer)
        chapters = await list_chapters(vocabulary, language)

    def concepts(scheme: str) -> list[dict[str, str]]:
        found = vocabulary.suggest(text, scheme, language=language, limit=MOST)
        return [
            {"id": one.concept.key, "label": one.concept.label(language), "matched": one.matched}
            for one in found
        ]

    return {
        "q": text,
        "people": _people(members, words),
        "topics": concepts("topic"),
        "countries": concepts("country"),
        "institutions": _institutions(members, words),
        "chapters": [
            {"slug": one.chapter.slug, "name": one.name}
            for one in chapters
            if _begins(one.name, words)
        ][:MOST],
    }


def _named(words: tuple[str, ...]) -> Query:
    return Query(words=words, texts=("name", "work"), limit=LOOKED_THROUGH)


def _people(members: Iterable[Member], words: Sequence[str]) -> list[dict[str, str]]:
    return [
        {"slug": one.slug, "name": one.name, "country": one.country}
        for one in members
        if _begins(one.name, words)
    ][:MOST]


def _institutions(members: Iterable[Member], words: Sequence[str]) -> list[dict[str, str]]:
    """Return where those work who were found, if it is the name of that which answers."""
    places = {one.institution.slug: one.institution for one in members if one.institution}
    return [
        {"slug": place.slug, "name": place.name, "country": place.country}
        for place in places.values()
        if _begins(place.name, words)
    ][:MOST]


def _begins(name: str, words: Sequence[str]) -> bool:
    """Say whether each of `words` begins a word of `name`."""
    there = tokens(name)
    return all(any(one.startswith(word) for one in there) for word in words)


_CONCEPT: Final = {"id": str, "label": str, "matched": str}

ENDPOINT: Final = Endpoint(
    path="/api/v1/suggest",
    view=suggest,
    name="api-suggest",
    about=mark("What you may mean when only the beginning is typed: people, topics and places."),
    parameters=(Parameter(name="q", about=mark("What has been typed so far.")), LANG),
    answer={
        "q": str,
        "people": [{"slug": str, "name": str, "country": str}],
        "topics": [_CONCEPT],
        "countries": [_CONCEPT],
        "institutions": [{"slug": str, "name": str, "country": str}],
        "chapters": [{"slug": str, "name": str}],
    },
)
