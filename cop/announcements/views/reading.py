"""Where announcements are read: one page each, the archive, a feed, a panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.session import caller
from cop.announcements.access import access_to_read, may_write, reads_all
from cop.announcements.feed import write_feed
from cop.announcements.queries import DEEPEST, list_latest, list_unsent, see_archive
from cop.announcements.wording import list_name, words_for
from cop.chapters.queries.chapters import get_chapter
from cop.kit.atom import answer_with
from cop.kit.forms import read_page
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
FED: Final = 50  # in a feed, the last first


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
    public = await list_latest(chapter, FED, all_of_them=False)
    base_url, vocabulary = opened(request, Settings).base_url, opened(request, Vocabulary)
    return answer_with(request, write_feed(chapter, public, vocabulary, base_url))


async def make_chapter_panel(request: Request, chapter: Chapter) -> Panel | None:
    """Show on a chapter's page the latest that the viewer may read, and where to write."""
    viewer = caller(request)
    writes, all_of_them = may_write(viewer, chapter), await reads_all(chapter, viewer)
    read = _in_words(await list_latest(chapter, LATEST, all_of_them=all_of_them))
    if not (read or writes):
        return None
    return Panel("announcements/of_chapter.html", {"read": read, "may_write": writes})


async def _show_archive(request: Request, chapter: Chapter | None) -> Response:
    viewer, language = caller(request), current_language()
    writes, all_of_them = may_write(viewer, chapter), await reads_all(chapter, viewer)
    number = read_page(request.query_params, last=DEEPEST)
    archive = await see_archive(chapter, number, all_of_them=all_of_them)
    unsent = await list_unsent(chapter) if writes and archive.number == 1 else []
    return page(
        request,
        "announcements/archive.html",
        chapter=chapter,
        name=list_name(chapter, opened(request, Vocabulary), language),
        archive=archive,
        read=_in_words(archive.listed),
        unsent=_in_words(unsent),
        may_write=writes,
        private=True,
    )


def _in_words(announcements: Sequence[Announcement]) -> list[tuple[Announcement, Words]]:
    """Return them with what they say, in the reader's language where they have it."""
    return [(one, words_for(one, current_language())) for one in announcements]
