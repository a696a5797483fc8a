"""Calendars that others read: of one meeting, of a chapter, of a member."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from cop.accounts.queries import find_absent_viewer
from cop.accounts.session import caller
from cop.accounts.viewer import ANYONE
from cop.chapters.queries.chapters import get_chapter
from cop.events.access import access_feed, access_meeting, feed_token, see, see_chapters_meetings
from cop.events.actions.feeds import end_feed, make_feed
from cop.events.calendar import write_calendar
from cop.events.export import write_all
from cop.events.forms import read_feed_deed
from cop.events.queries import find_feed, list_kept, list_meetings, list_meetings_for
from cop.events.views.clocks import show_rows
from cop.events.views.editing import access_chapter
from cop.events.views.meetings import called
from cop.kit.api import is_named_by
from cop.kit.clock import now
from cop.kit.forms import read_posted
from cop.kit.i18n import gettext as _
from cop.kit.i18n import use_language
from cop.kit.settings import Settings
from cop.kit.web import go, opened, page
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.accounts.viewer import Viewer
    from cop.events.access import Seen

FRESH: Final = 900  # seconds in which a reader need not ask again


async def show_event(request: Request) -> Response:
    """GET /chapters/{slug}/meetings/{number}.ics: a meeting for one's calendar."""
    where = request.path_params
    seen = await access_meeting(where["slug"], where["number"], caller(request))
    return _answer(request, seen.meeting.title, [seen], f"{where['slug']}-{where['number']}")


async def show_feed(request: Request) -> Response:
    """GET /chapters/{slug}/meetings.ics: the public meetings of a chapter."""
    chapter = await get_chapter(request.path_params["slug"], caller(request))
    shown = await see_chapters_meetings(chapter, ANYONE)
    return _answer(request, called(request, chapter), shown, chapter.slug)


async def show_own_feed(request: Request) -> Response:
    """GET /meetings/{token}.ics: the meetings of a member's chapters, as the member sees them."""
    feed = await access_feed(request.path_params["token"], opened(request, Settings).cop_data)
    viewer = await find_absent_viewer(feed.account)
    with use_language(feed.account.language or "en"):
        return _answer(request, _("My meetings"), await _see_own(viewer), "meetings")


async def show_export(request: Request) -> Response:
    """GET /chapters/{slug}/meetings/export.ics: all meetings, with what was imported."""
    chapter = await access_chapter(request)
    data = write_all(await list_meetings(chapter), await list_kept(chapter))
    return _file(data, f"{chapter.slug}-all", {"Cache-Control": "no-store"})


async def show_own(request: Request) -> Response:
    """GET /meetings: the meetings of one's chapters, and the address of one's own calendar."""
    viewer, settings = caller(request), opened(request, Settings)
    rows = show_rows(request, await _see_own(viewer))
    feed = await find_feed(viewer.account_id or 0)
    return page(
        request,
        "events/own.html",
        rows=[
            (one, called(request, one.seen.chapter))
            for one in rows
            if one.seen.meeting.ends_at > now()
        ],
        address=feed and f"{settings.base_url}/meetings/{feed_token(feed, settings.cop_data)}.ics",
        private=True,
    )


async def save_feed(request: Request) -> Response:
    """POST /meetings: give one's own calendar an address, another one, or none."""
    deed = read_feed_deed(await read_posted(request))
    await (end_feed if deed == "end" else make_feed)(caller(request).account_id or 0)
    return go(request.app.url_path_for("own-meetings"))


async def _see_own(viewer: Viewer) -> list[Seen]:
    """Return what the viewer may see of the meetings of their chapters, and of where they go."""
    ids = await list_ids_of([viewer.account_id]) if viewer.account_id else []
    if not ids:
        return []
    meetings = await list_meetings_for(ids[0], viewer)
    shown: list[Seen] = []
    for chapter in {one.chapter_id: one.chapter for one in meetings}.values():
        theirs = [one for one in meetings if one.chapter_id == chapter.id]
        shown += await see(theirs, chapter, viewer)
    return sorted(shown, key=lambda one: one.meeting.starts_at)


def _answer(request: Request, name: str, shown: list[Seen], file: str) -> Response:
    """Answer with a calendar; one that asks again learns whether it has changed."""
    data = write_calendar(name, shown, opened(request, Settings).base_url)
    tag = f'"{hashlib.sha256(data).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": f"private, max-age={FRESH}"}
    if is_named_by(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return _file(data, file, headers)


def _file(data: bytes, name: str, headers: dict[str, str]) -> Response:
    headers |= {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return Response(data, headers=headers, media_type="text/calendar; charset=utf-8")
