"""What somebody may mean who has typed only the beginning: people, topics, places, chapters.

Programs are answered in JSON, the search field of a page with options in HTML.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.queries.chapters import list_chapter_names
from cop.kit.api import Endpoint
from cop.kit.forms import read_one
from cop.kit.i18n import current_language, mark
from cop.kit.parameters import LANG, Parameter
from cop.kit.text import tokens
from cop.kit.web import opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_members
from profiles.finding import find_members
from profiles.houses import list_institutions
from profiles.pickers import unless_equal
from search.engine import Engine
from search.index import Query
from search.words import MOST_CHARACTERS, read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.accounts.viewer import Viewer
    from cop.chapters.queries.chapters import Called
    from cop.vocabulary.concepts import Suggestion
    from profiles.member import Member, Workplace

MOST: Final = 5  # of each kind
LOOKED_THROUGH: Final = 60  # places of work, for those whose name it is that answers
# Letters from which on a beginning says something of a person, and of where people work: too many
# work somewhere, or as something, that begins with "de".
OF_A_PERSON, OF_A_PLACE = 2, 3


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What begins so, of all that a viewer may see."""

    text: str
    people: Sequence[Member]
    topics: Sequence[Suggestion]
    countries: Sequence[Suggestion]
    institutions: Sequence[Workplace]
    chapters: Sequence[Called]

    @property
    def count(self) -> int:
        """Return how many there are of all kinds."""
        kinds = (self.people, self.topics, self.countries, self.institutions, self.chapters)
        return sum(map(len, kinds))


async def suggest(request: Request) -> dict[str, Any]:
    """GET /api/v1/suggest: what begins so, of all that the caller may see."""
    language, found = current_language(), await _suggested(request)

    def concepts(suggestions: Sequence[Suggestion]) -> list[dict[str, str]]:
        return [
            {"id": one.concept.key, "label": one.concept.label(language), "matched": one.matched}
            for one in suggestions
        ]

    return {
        "q": found.text,
        "people": [
            {"slug": one.slug, "name": one.name, "country": one.country} for one in found.people
        ],
        "topics": concepts(found.topics),
        "countries": concepts(found.countries),
        "institutions": [
            {"slug": one.slug, "name": one.name, "country": one.country}
            for one in found.institutions
        ],
        "chapters": [{"slug": one.slug, "name": one.name} for one in found.chapters],
    }


async def show_suggestions(request: Request) -> Response:
    """GET /suggest: the same as options for the search field, for those with script."""
    found = await _suggested(request)
    return page(request, "suggestions.html", found=found, also=unless_equal)


async def _suggested(request: Request) -> Suggestions:
    vocabulary, language = opened(request, Vocabulary), current_language()
    text = read_one(request.query_params, "q").strip()[:MOST_CHARACTERS]
    words = read_words(text)
    engine, viewer = opened(request, Engine), caller(request)
    people, institutions, chapters = await asyncio.gather(
        _people(engine, words if len(text) >= OF_A_PERSON else (), viewer),
        _institutions(engine, words if len(text) >= OF_A_PLACE else (), viewer),
        _chapters(words, vocabulary, language, viewer),
    )
    return Suggestions(
        text=text,
        people=people,
        topics=vocabulary.suggest(text, "topic", language=language, limit=MOST),
        countries=vocabulary.suggest(text, "country", language=language, limit=MOST),
        institutions=institutions,
        chapters=chapters,
    )


async def _people(engine: Engine, words: tuple[str, ...], viewer: Viewer) -> list[Member]:
    """Return members by name; thousands may answer, and to rank them all would take too long."""
    if not words:
        return []
    query = Query(words=words, texts=("name",), order="by_name", limit=MOST)
    hits = (await find_members(engine, query, viewer)).hits
    members = await see_members([int(hit.key) for hit in hits], viewer)
    return [one for one in members if _begins(one.name, words)]


async def _institutions(engine: Engine, words: tuple[str, ...], viewer: Viewer) -> list[Workplace]:
    """Return institutions by how many members the viewer may find there.

    Others are not suggested: that they are there could be what somebody hides.
    """
    if not words:
        return []
    query = Query(words=words, texts=("work",), count=("institution",), order="by_name", limit=1)
    counted = (await find_members(engine, query, viewer)).facets["institution"]
    slugs = [slug for slug, _count in counted[:LOOKED_THROUGH]]
    found = {one.slug: one for one in await list_institutions(slugs)}
    named = (found[slug] for slug in slugs if slug in found)
    return [one for one in named if _begins(one.name, words)][:MOST]


async def _chapters(
    words: tuple[str, ...], vocabulary: Vocabulary, language: str, viewer: Viewer
) -> list[Called]:
    named = await list_chapter_names(vocabulary, language, viewer) if words else []
    return [one for one in named if _begins(one.name, words)][:MOST]


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
