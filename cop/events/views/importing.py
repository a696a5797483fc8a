"""Where coordinators bring in a calendar that they kept elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.events.actions.importing import (
    MOST_SHOWN,
    import_calendar,
    preview_import,
    read_incoming,
)
from cop.events.components import MOST_BYTES, BadCalendar
from cop.events.forms import read_zone
from cop.events.views.editing import access_chapter
from cop.events.views.meetings import called
from cop.events.zones import AREAS, as_zone, list_zones, show_clock
from cop.kit.again import shown_again_by
from cop.kit.forms import read_file, read_posted
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.kit.mail import Post
from cop.kit.settings import Settings
from cop.kit.web import opened, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.chapters.models.chapters import Chapter
    from cop.events.actions.importing import Preview
    from cop.kit.errors import CopError


async def show_import(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/meetings/import: choose a file."""
    chapter = await access_chapter(request)
    return page(
        request,
        "events/import.html",
        chapter=chapter,
        name=called(request, chapter),
        zones=list_zones(current_language()),
        areas=AREAS,
        own=as_zone(request.cookies.get("zone", "")),
        error=error,
        private=True,
    )


@shown_again_by(show_import)
async def show_preview(request: Request) -> Response:
    """POST /chapters/{slug}/meetings/import/preview: what would become of a file's events."""
    chapter = await access_chapter(request)
    data = await read_file(request, "text", MOST_BYTES)
    if not data:
        raise BadCalendar(_("Choose a file."))
    async with request.form() as sent:
        form = {name: str(value) for name, value in sent.items() if isinstance(value, str)}
    zone = read_zone(form)
    taken = await read_incoming(data, zone, opened(request, Settings).cop_data)
    preview = await preview_import(chapter, taken)
    typed = {"text": data.decode("utf-8-sig"), "zone": zone}
    return _show(request, chapter, preview, typed | {"audience": form.get("audience", "")})


@shown_again_by(show_import)
async def save_import(request: Request) -> Response:
    """POST /chapters/{slug}/meetings/import: take in the events of a file."""
    chapter, form = await access_chapter(request), await read_posted(request)
    text, folder = form.get("text", ""), opened(request, Settings).cop_data
    taken = await read_incoming(text.encode(), read_zone(form), folder)
    is_public = form.get("audience") == "public"
    post, viewer = opened(request, Post), caller(request)
    done = await import_calendar(post, viewer, chapter, taken, is_public=is_public)
    return _show(request, chapter, done, None)


def _show(
    request: Request, chapter: Chapter, preview: Preview, typed: dict[str, str] | None
) -> Response:
    """Show what would be done, or was where nothing is typed any more."""
    return page(
        request,
        "events/preview.html",
        chapter=chapter,
        name=called(request, chapter),
        preview=preview,
        rows=[
            (one, show_clock(one.event.plan.starts_at, one.event.plan.zone))
            for one in preview.events[:MOST_SHOWN]
        ],
        typed=typed,
        private=True,
    )
