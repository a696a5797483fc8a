"""Where announcements are read: one page each, the archive, a feed, a panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.session import caller
from cop.announcements.access import access_to_read, may_write, reads_all
from cop.announcements.feed import write_feed
from cop.announcements.queries import MOST_LISTED, list_read, list_unsent
from cop.announcements.wording import list_name, words_for
from cop.chapters.queries.chapters import get_chapter
from cop.kit.atom import answer_with
from cop.kit.i18n import current_language, direction
from cop.kit.panels import Panel
from cop.kit.settings import Settings
from cop.kit.web import opened, page
from cop.vocabulary.concepts import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.announcements.models import Announcement
    from cop.announcements.wording import Words
    from cop.chapters.models.chapters import Chapter

LATEST: Final = 3


async def show_announcements(request: Request) -> Response:
    """GET /announcements: what was announced to the whole community."""
    return await _show_archive(request, None)


async def show_chapter_announcements(request: Request) -> Response:
    """GET /chapters/{slug}/announcements: what was announced to the members of a chapter."""
    return await _show_archive(
        request, await get_chapter(request.path_params["slug"], caller(request))
    )


async def show_announcement(request: Request) -> Response:
    """GET /announcements/{number}: one announcement, in the reader's language where it has it."""
    viewer, language = caller(request), current_language()
    one = await access_to_read(request.path_params["number"], viewer)
    words = words_for(one, language)
    return page(
        request,
        "announcements/announcement.html",
        announcement=one,
        words=words,
        way=direction(words.language),
        name=list_name(one.chapter, opened(request, Vocabulary), language),
        may_write=may_write(viewer, one.chapter),
        private=not one.is_public,
    )


async def show_announcements_feed(request: Request) -> Response:
    """GET /chapters/{slug}/announcements.atom: what a chapter announced to everybody."""
    chapter = await get_chapter(request.path_params["slug"], caller(request))
    public = await list_read(chapter, all_of_them=False)
    base_url, vocabulary = opened(request, Settings).base_url, opened(request, Vocabulary)
    return answer_with(request, write_feed(chapter, public, vocabulary, base_url))


async def make_chapter_panel(request: Request, chapter: Chapter) -> Panel | None:
    """Show on a chapter's page the latest that the viewer may read, and where to write."""
    writes = may_write(caller(request), chapter)
    read = await _read(request, chapter, LATEST)
    if not (read or writes):
        return None
    return Panel("announcements/of_chapter.html", {"read": read, "may_write": writes})


async def _show_archive(request: Request, chapter: Chapter | None) -> Response:
    writes, language = may_write(caller(request), chapter), current_language()
    unsent = await list_unsent(chapter) if writes else []
    return page(
        request,
        "announcements/archive.html",
        chapter=chapter,
        name=list_name(chapter, opened(request, Vocabulary), language),
        read=await _read(request, chapter),
        unsent=[(one, words_for(one, language)) for one in unsent],
        may_write=writes,
        private=True,
    )


async def _read(
    request: Request, chapter: Chapter | None, most: int = MOST_LISTED
) -> Sequence[tuple[Announcement, Words]]:
    """Return what the viewer may read, the last first."""
    all_of_them = await reads_all(chapter, caller(request))
    found = await list_read(chapter, all_of_them=all_of_them, most=most)
    return [(one, words_for(one, current_language())) for one in found]
