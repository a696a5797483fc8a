"""The pages of meetings, and where they stand on others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cop.accounts.session import caller
from cop.accounts.viewer import ANYONE
from cop.chapters.access import may_coordinate
from cop.chapters.queries.chapters import get_chapter
from cop.chapters.scopes import chapter_name
from cop.events.access import access_meeting, see, see_chapters_meetings
from cop.events.linked_data import as_linked_data
from cop.events.models import Rhythm
from cop.events.queries import get_rhythm, list_coming, list_full, next_due
from cop.events.states import is_open, list_steps
from cop.events.views.clocks import show_rows, zone_for
from cop.events.zones import show_cities, show_clock
from cop.kit.clock import now
from cop.kit.errors import Invalid
from cop.kit.forms import read_page, read_posted
from cop.kit.i18n import current_language
from cop.kit.paging import count_pages
from cop.kit.panels import Panel
from cop.kit.settings import Settings
from cop.kit.web import opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.chapters.models.chapters import Chapter
    from cop.events.access import Seen
    from cop.kit.errors import CopError

SIZE: Final = 30  # past meetings of a page
SOON: Final = timedelta(days=30)  # a meeting is due


async def show_meetings(request: Request) -> Response:
    """GET /chapters/{slug}/meetings: the meetings of a chapter, those to come first."""
    chapter = await get_chapter(request.path_params["slug"], caller(request))
    rows = show_rows(request, await see_chapters_meetings(chapter, caller(request)))
    moment = now()
    coming = [one for one in rows if one.seen.meeting.ends_at > moment]
    past = [one for one in reversed(rows) if one.seen.meeting.ends_at <= moment]
    pages, runs = count_pages(len(past), SIZE), may_coordinate(caller(request), chapter.slug)
    number = min(read_page(request.query_params), pages)
    return page(
        request,
        "events/list.html",
        chapter=chapter,
        name=called(request, chapter),
        coming=coming,
        past=past[(number - 1) * SIZE : number * SIZE],
        number=number,
        pages=pages,
        runs=runs,
        rhythm=await get_rhythm(chapter),
        rhythms=list(Rhythm),
        due=await _make_due_panel("events/due.html", chapter) if runs else None,
    )


async def show_meeting(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/meetings/{number}: what it is about, when, where, and who may come."""
    viewer = caller(request)
    seen = await access_meeting(request.path_params["slug"], request.path_params["number"], viewer)
    meeting, zone = seen.meeting, zone_for(request, seen.meeting)
    typed = await read_posted(request) if error else {}
    return page(
        request,
        "events/meeting.html",
        seen=seen,
        meeting=meeting,
        chapter=seen.chapter,
        name=called(request, seen.chapter),
        begins=show_clock(meeting.starts_at, zone),
        ends=show_clock(meeting.ends_at, zone),
        cities=show_cities(meeting.starts_at, zone),
        open=is_open(meeting),
        has_begun=meeting.starts_at <= now(),
        is_over=meeting.ends_at < now(),
        own=seen.own,
        has_profile=bool(await list_ids_of([viewer.account_id])) if viewer.account_id else False,
        full=meeting.id in await list_full([meeting]),
        steps=list_steps(meeting) if seen.runs else (),
        summary=typed.get("summary", meeting.summary),
        # What is wrong is not what others wrote: until they are told, it stays the same one.
        sequence=typed.get("sequence", meeting.sequence)
        if isinstance(error, Invalid)
        else meeting.sequence,
        facts=await _facts(request, seen),
        error=error,
    )


async def _facts(request: Request, seen: Seen) -> dict[str, object]:
    """Return the linked data of a meeting that everybody may see."""
    if not seen.meeting.is_public:
        return {}
    shown = await see([seen.meeting], seen.chapter, ANYONE)
    path = request.app.url_path_for(
        "meeting", slug=seen.chapter.slug, number=str(seen.meeting.number)
    )
    address = f"{opened(request, Settings).base_url}{path}"
    return as_linked_data(shown[0], called(request, seen.chapter), address) if shown else {}


async def make_chapter_panel(request: Request, chapter: Chapter) -> Panel | None:
    """Show the next meeting on the chapter's page."""
    viewer = caller(request)
    coming = await see(await list_coming(chapter), chapter, viewer)
    if not (
        coming
        or may_coordinate(viewer, chapter.slug)
        or await see_chapters_meetings(chapter, viewer)
    ):
        return None
    context = {"chapter": chapter, "rows": show_rows(request, coming[:1])}
    return Panel("events/of_chapter.html", context)


async def make_desk_panel(_request: Request, chapter: Chapter) -> Panel | None:
    """Show coordinators when the chapter should meet again soon, while nothing is planned."""
    return await _make_due_panel("events/duty.html", chapter, SOON)


async def _make_due_panel(
    template: str, chapter: Chapter, within: timedelta = timedelta.max
) -> Panel | None:
    due = await next_due(chapter)
    if due is None or due - now() > within:
        return None
    return Panel(template, {"chapter": chapter, "due": due, "is_late": due < now()})


def called(request: Request, chapter: Chapter) -> str:
    """Return what the chapter is called in the reader's language."""
    return chapter_name(chapter, opened(request, Vocabulary), current_language())
