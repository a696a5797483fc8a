"""Announcements for machines to read: the archives, one alone, and what is not sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.announcements.access import access_list, access_to_read, reads_all
from cop.announcements.queries import DEEPEST, list_unsent, see_archive
from cop.announcements.wording import words_for
from cop.chapters.queries.chapters import get_chapter
from cop.kit.api import Endpoint
from cop.kit.forms import read_page
from cop.kit.i18n import current_language, mark
from cop.kit.parameters import LANG, Parameter, which_page
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


async def show_one(request: Request) -> dict[str, Any]:
    """GET /api/v1/announcements/{number}: one announcement, for whoever may read it."""
    one = await access_to_read(request.path_params["number"], caller(request))
    whose = {"chapter": one.chapter.slug} if one.chapter else {}
    return _as_json(one) | whose | (_sent(one) if one.is_sent else {})


async def list_drafts(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/announcements/drafts: what is not sent, or was stopped."""
    chapter = await access_list(request.path_params["slug"], caller(request))
    return {
        "drafts": [
            {name: value for name, value in _as_json(one).items() if name != "text"}
            | {"stage": one.stage, "created": one.created_at.isoformat()}
            for one in await list_unsent(chapter)
        ]
    }


async def _page(request: Request, chapter: Chapter | None) -> dict[str, Any]:
    all_of_them = await reads_all(chapter, caller(request))
    number = read_page(request.query_params, last=DEEPEST)
    archive = await see_archive(chapter, number, all_of_them=all_of_them)
    return {
        "total": archive.total,
        "page": archive.number,
        "pages": archive.pages,
        "announcements": [_as_json(one) | _sent(one) for one in archive.listed],
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
    }


def _sent(one: Announcement) -> dict[str, Any]:
    return {"sent": (one.sent_at or one.created_at).isoformat()}


NUMBER: Final = Parameter(name="number", about=mark("Which announcement: its `id`."), in_path=True)
_PAGE: Final = which_page(DEEPEST)
_TITLE: Final = {"id": int, "title": str, "language": str, "languages": [str], "public": bool}
_WHOLE: Final = _TITLE | {"text": str}
_ANSWER: Final = {
    "total": int,
    "page": int,
    "pages": int,
    "announcements": [_WHOLE | {"sent": str}],
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
        path="/api/v1/announcements/{number}",
        view=show_one,
        name="api-announcement",
        about=mark(
            "One announcement, for whoever may read it. Those who coordinate its chapter read what "
            "is not sent, too, which has no `sent`."
        ),
        parameters=(NUMBER, LANG),
        answer=_WHOLE | {"chapter?": str, "sent?": str},
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/announcements",
        view=list_of_chapter,
        name="api-chapter-announcements",
        about=mark("What was announced to a chapter, the last first: its members read all of it."),
        parameters=(SLUG, _PAGE, LANG),
        answer=_ANSWER,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/announcements/drafts",
        view=list_drafts,
        name="api-drafts",
        about=mark(
            "For those who coordinate the chapter: its announcements that are drafts or were "
            "stopped, the last first."
        ),
        parameters=(SLUG, LANG),
        answer={"drafts": [_TITLE | {"stage": str, "created": str}]},
    ),
)
