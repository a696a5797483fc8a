"""Announcements for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.announcements.access import reads_all
from cop.announcements.queries import DEEPEST, see_archive
from cop.announcements.wording import words_for
from cop.chapters.queries.chapters import get_chapter
from cop.kit.api import Endpoint
from cop.kit.forms import read_page
from cop.kit.i18n import current_language, mark
from cop.kit.parameters import LANG, Parameter
from profiles.api import SLUG

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.announcements.models import Announcement
    from cop.chapters.models.chapters import Chapter


async def list_of_chapter(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/announcements: what was announced there, the last first."""
    return await _page(request, await get_chapter(request.path_params["slug"], caller(request)))


async def list_of_all(request: Request) -> dict[str, Any]:
    """GET /api/v1/announcements: what was announced to the whole community, the last first."""
    return await _page(request, None)


async def _page(request: Request, chapter: Chapter | None) -> dict[str, Any]:
    all_of_them = await reads_all(chapter, caller(request))
    number = read_page(request.query_params, last=DEEPEST)
    archive = await see_archive(chapter, number, all_of_them=all_of_them)
    return {
        "total": archive.total,
        "page": archive.number,
        "pages": archive.pages,
        "announcements": [_as_json(one) for one in archive.listed],
    }


def _as_json(one: Announcement) -> dict[str, Any]:
    words = words_for(one, current_language())
    return {
        "id": one.id,
        "title": words.title,
        "text": words.text,
        "language": words.language,
        "languages": [*one.words],
        "public": one.is_public,
        "sent": (one.sent_at or one.created_at).isoformat(),
    }


_PAGE: Final = Parameter(name="page", about=mark("Which page, from 1."), most=DEEPEST)
_ANSWER: Final = {
    "total": int,
    "page": int,
    "pages": int,
    "announcements": [
        {
            "id": int,
            "title": str,
            "text": str,
            "language": str,
            "languages": [str],
            "public": bool,
            "sent": str,
        }
    ],
}

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/announcements",
        view=list_of_all,
        name="api-announcements",
        about=mark("What was announced to all members, the last first; they read it with a token."),
        parameters=(_PAGE, LANG),
        answer=_ANSWER,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/announcements",
        view=list_of_chapter,
        name="api-chapter-announcements",
        about=mark("What was announced to a chapter, the last first: its members read all of it."),
        parameters=(SLUG, _PAGE, LANG),
        answer=_ANSWER,
    ),
)
