"""Where who has long been in a chapter says whether they still want to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller, own_id
from cop.chapters.actions.staying import stay
from cop.chapters.queries.chapters import get_chapter
from cop.chapters.queries.staying import list_long_in
from cop.chapters.scopes import chapter_name
from cop.kit.i18n import current_language
from cop.kit.panels import Panel
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.queries import find_own_slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.chapters.models.chapters import Chapter
    from profiles.member import Member


async def show_staying(request: Request) -> Response:
    """GET /chapters/{slug}/stay: whether I still want to be a member; the mail leads here."""
    chapter = await get_chapter(request.path_params["slug"], caller(request))
    asked = chapter in await list_long_in(own_id(request))
    return page(
        request,
        "chapters/stay.html",
        chapter=chapter,
        name=_name(request, chapter),
        panel=_panel(request, [chapter]) if asked else None,
        private=True,
    )


async def save_staying(request: Request) -> Response:
    """POST /chapters/{slug}/stay: yes, still."""
    chapter = await get_chapter(request.path_params["slug"], caller(request))
    await stay(caller(request), chapter)
    return go(request.app.url_path_for("chapter", slug=chapter.slug))


async def make_own_panel(request: Request, member: Member) -> Panel | None:
    """Ask on one's own page about all chapters that one has long been in."""
    viewer = caller(request)
    if viewer.account_id is None or await find_own_slug(viewer.account_id) != member.slug:
        return None
    return _panel(request, await list_long_in(viewer.account_id))


async def make_chapter_panel(request: Request, chapter: Chapter) -> Panel | None:
    """Ask on the page of a chapter that one has long been in."""
    account_id = caller(request).account_id
    long_in = await list_long_in(account_id) if account_id is not None else ()
    return _panel(request, [one for one in long_in if one == chapter])


def _panel(request: Request, chapters: Sequence[Chapter]) -> Panel | None:
    asked = [(one, _name(request, one)) for one in chapters]
    return Panel("chapters/staying.html", {"asked": asked}) if asked else None


def _name(request: Request, chapter: Chapter) -> str:
    return chapter_name(chapter, opened(request, Vocabulary), current_language())
