"""Where coordinators plan meetings, and take them through their states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters import access as chapters
from cop.events.access import access_meeting_to_run
from cop.events.actions.meetings import (
    change_meeting,
    plan_meeting,
    set_agenda,
    set_rhythm,
    set_summary,
    take_step,
)
from cop.events.forms import (
    COLUMNS,
    read_agenda,
    read_known,
    read_plan,
    read_rhythm,
    read_step,
    read_summary,
    write_plan,
)
from cop.events.views.meetings import called, show_meeting
from cop.events.zones import AREAS, as_zone, list_zones
from cop.kit.again import shown_again_by
from cop.kit.forms import read_posted, read_posted_lists
from cop.kit.i18n import current_language
from cop.kit.mail import Post
from cop.kit.settings import Settings
from cop.kit.web import go, opened, page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.chapters.models.chapters import Chapter
    from cop.events.access import Seen
    from cop.events.models import Meeting
    from cop.kit.errors import CopError
    from cop.kit.forms import Params

EMPTY_ROWS: Final = 3  # of an agenda, to write into


async def show_new(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/meetings/new: plan a meeting."""
    chapter = await access_chapter(request)
    zone = as_zone(request.cookies.get("zone", ""))
    empty = {"zone": zone, "minutes": 60, "audience": "members"}
    typed = dict(await read_posted(request)) if error else empty
    return _form(request, chapter, typed, error, None)


@shown_again_by(show_new)
async def save_new(request: Request) -> Response:
    """POST /chapters/{slug}/meetings: plan a meeting."""
    chapter = await access_chapter(request)
    plan = read_plan(await read_posted(request))
    host = opened(request, Settings).base.hostname or "localhost"
    meeting = await plan_meeting(chapter, plan, host)
    return _go(request, chapter, meeting)


async def show_edit(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/meetings/{number}/edit: change a meeting."""
    seen = await access_to_run(request)
    typed = dict(await read_posted(request)) if error else write_plan(seen.meeting)
    return _form(request, seen.chapter, typed, error, seen)


@shown_again_by(show_edit)
async def save_edit(request: Request) -> Response:
    """POST /chapters/{slug}/meetings/{number}/edit: change a meeting."""
    seen = await access_to_run(request)
    form = await read_posted(request)
    await change_meeting(opened(request, Post), seen, read_plan(form), read_known(form))
    return _go(request, seen.chapter, seen.meeting)


async def show_agenda(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/meetings/{number}/agenda: change what a meeting is about."""
    seen = await access_to_run(request)
    rows = _posted_rows(await read_posted_lists(request)) if error else _agenda_rows(seen)
    return page(
        request,
        "events/agenda.html",
        seen=seen,
        meeting=seen.meeting,
        chapter=seen.chapter,
        name=called(request, seen.chapter),
        rows=rows,
        error=error,
        private=True,
    )


@shown_again_by(show_agenda)
async def save_agenda(request: Request) -> Response:
    """POST /chapters/{slug}/meetings/{number}/agenda: change what a meeting is about."""
    seen = await access_to_run(request)
    form = await read_posted_lists(request)
    await set_agenda(caller(request), seen, read_agenda(form), read_known(form))
    return _go(request, seen.chapter, seen.meeting)


@shown_again_by(show_meeting)
async def save_step(request: Request) -> Response:
    """POST /chapters/{slug}/meetings/{number}/state: announce it, say it was held, cancel it."""
    seen = await access_to_run(request)
    step = read_step(await read_posted(request))
    await take_step(opened(request, Post), caller(request), seen, step)
    return _go(request, seen.chapter, seen.meeting)


@shown_again_by(show_meeting)
async def save_summary(request: Request) -> Response:
    """POST /chapters/{slug}/meetings/{number}/summary: say what came of it."""
    seen = await access_to_run(request)
    form = await read_posted(request)
    await set_summary(seen.meeting, read_summary(form), read_known(form))
    return _go(request, seen.chapter, seen.meeting)


async def save_rhythm(request: Request) -> Response:
    """POST /chapters/{slug}/meetings/rhythm: say how often the chapter means to meet."""
    chapter = await access_chapter(request)
    await set_rhythm(chapter, read_rhythm(await read_posted(request)))
    return go(request.app.url_path_for("meetings", slug=chapter.slug))


async def access_chapter(request: Request) -> Chapter:
    """Return the chapter of an address for who runs it.

    Raises:
        NotFound: for everybody else there is no such page.
    """
    return await chapters.access_chapter(caller(request), request.path_params["slug"])


async def access_to_run(request: Request) -> Seen:
    """Return the meeting of an address for who runs its chapter.

    Raises:
        NotFound: for everybody else there is no such page.
    """
    where = request.path_params
    return await access_meeting_to_run(where["slug"], where["number"], caller(request))


def _form(
    request: Request,
    chapter: Chapter,
    typed: Mapping[str, Any],
    error: CopError | None,
    seen: Seen | None,
) -> Response:
    return page(
        request,
        "events/form.html",
        chapter=chapter,
        name=called(request, chapter),
        typed=typed,
        seen=seen,
        zones=list_zones(current_language()),
        areas=AREAS,
        error=error,
        private=True,
    )


def _posted_rows(form: Params) -> list[dict[str, Any]]:
    columns = [form.getlist(name) for name in COLUMNS]
    return [dict(zip(COLUMNS, row, strict=True)) for row in zip(*columns, strict=False)]


def _agenda_rows(seen: Seen) -> list[dict[str, Any]]:
    """Return the agenda as its form shows it, with empty rows to write into."""
    rows: list[dict[str, Any]] = [
        {
            "item": one.item.id,
            "title": one.item.title,
            "contributor": f"/members/{one.member.slug}" if one.member else one.name,
            "minutes": one.item.minutes or "",
            "recording": one.item.recording,
        }
        for one in seen.agenda
    ]
    return rows + [dict[str, Any].fromkeys(COLUMNS, "")] * EMPTY_ROWS


def _go(request: Request, chapter: Chapter, meeting: Meeting) -> Response:
    where = {"slug": chapter.slug, "number": str(meeting.number)}
    return go(request.app.url_path_for("meeting", **where))
