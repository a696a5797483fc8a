"""Announcements for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.announcements.access import reads_all
from cop.announcements.queries import list_read
from cop.announcements.wording import words_for
from cop.chapters.queries.chapters import get_chapter
from cop.kit.api import LANG, Endpoint
from cop.kit.i18n import current_language, mark
from profiles.api import SLUG

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.announcements.models import Announcement


async def list_all(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/announcements: what was announced there, the last first."""
    chapter = await get_chapter(request.path_params["slug"], caller(request))
    all_of_them = await reads_all(chapter, caller(request))
    found = await list_read(chapter, all_of_them=all_of_them)
    return {"announcements": [_as_json(one) for one in found]}


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


ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/chapters/{slug}/announcements",
        view=list_all,
        name="api-announcements",
        about=mark("What was announced to a chapter, the last first: its members read all of it."),
        parameters=(SLUG, LANG),
        answer={
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
            ]
        },
    ),
)
