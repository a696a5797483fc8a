"""Chapters for machines. The command line lists them in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.queries.chapters import get_chapter
from cop.chapters.queries.people import Listed, see_chapter, see_chapters, see_family
from cop.chapters.queries.seated import see_leading
from cop.chapters.scopes import chapter_name
from cop.kit.api import Endpoint
from cop.kit.forms import read_page
from cop.kit.i18n import current_language, mark
from cop.kit.parameters import LANG, which_page
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary
from profiles.api import SHORT, SLUG, short_as_json
from search.engine import Engine

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.chapters.queries.seated import Seated

SIZE: Final = 20
DEEPEST: Final = 25


async def list_all(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters: all chapters by kind."""
    listed = await see_chapters(
        opened(request, Vocabulary), current_language(), opened(request, Engine), caller(request)
    )
    return {"chapters": [chapter_as_json(one) for one in listed]}


async def show_chapter(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}: who belongs to it, where they are and what they work on."""
    vocabulary, language = opened(request, Vocabulary), current_language()
    engine, viewer = opened(request, Engine), caller(request)
    chapter = await get_chapter(request.path_params["slug"], viewer)
    page = read_page(request.query_params, last=DEEPEST)
    shown = await see_chapter(chapter, vocabulary, engine, viewer, page=page, size=SIZE)
    family = await see_family(chapter, vocabulary, language, engine, viewer)

    def counted(scheme: str, key: str, count: int) -> dict[str, Any]:
        return {"id": key, "label": vocabulary.label(scheme, key, language), "count": count}

    return {
        **chapter_as_json(
            Listed(chapter, chapter_name(chapter, vocabulary, language), shown.joined)
        ),
        "co_chairs": [
            _chair_as_json(one) for one in (await see_leading(chapter, viewer)).co_chairs
        ],
        "reach": shown.total,
        "members": [short_as_json(member) for member in shown.members],
        "countries": [counted("country", *one) for one in shown.countries],
        "topics": [counted("topic", *one) for one in shown.topics],
        "within": [{"slug": one.slug, "name": one.name} for one in family.parents],
        "chapters": [chapter_as_json(one) for one in family.children],
        "together": family.together or shown.joined,
    }


def chapter_as_json(listed: Listed) -> dict[str, Any]:
    """Return a chapter as it stands in a list."""
    return {
        "slug": listed.chapter.slug,
        "name": listed.name,
        "kind": listed.chapter.kind,
        "scope": listed.chapter.scope,
        "joined": listed.joined,
        "state": listed.chapter.state,
        "purpose": listed.chapter.purpose,
        "languages": [*filter(None, listed.chapter.languages.split("+"))],
        "joining": listed.chapter.joining,
    }


def _chair_as_json(one: Seated) -> dict[str, Any]:
    until = one.seat.ends_on
    return short_as_json(one.member) | ({"ends_on": until.isoformat()} if until else {})


_LISTED: Final = {
    "slug": str,
    "name": str,
    "kind": str,
    "scope": str,
    "joined": int,
    "state": str,
    "purpose": str,
    "languages": [str],
    "joining": str,
}
_CO_CHAIR: Final = SHORT | {"ends_on?": str}
_COUNTED: Final = {"id": str, "label": str, "count": int}

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/chapters",
        view=list_all,
        name="api-chapters",
        about=mark("All chapters: regional, thematic, then of countries."),
        parameters=(LANG,),
        answer={"chapters": [_LISTED]},
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}",
        view=show_chapter,
        name="api-chapter",
        about=mark("A chapter: who belongs to it, where they are and what they work on."),
        parameters=(
            SLUG,
            which_page(DEEPEST),
            LANG,
        ),
        answer=_LISTED
        | {
            "co_chairs": [_CO_CHAIR],
            "reach": int,
            "members": [SHORT],
            "countries": [_COUNTED],
            "topics": [_COUNTED],
            "within": [{"slug": str, "name": str}],
            "chapters": [_LISTED],
            "together": int,
        },
    ),
)
