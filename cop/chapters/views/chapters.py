"""The pages of chapters, and where they are formed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.access import access_own_place, may_coordinate, may_form_chapters
from cop.chapters.actions.memberships import take_own_step
from cop.chapters.forms.memberships import read_line, read_own_deed
from cop.chapters.models.chapters import Joining
from cop.chapters.queries.chapters import find_chapter, find_chapter_for, get_chapter
from cop.chapters.queries.memberships import find_place, list_chapters_of
from cop.chapters.queries.people import see_chapter, see_chapters, see_family
from cop.chapters.queries.seated import list_own_seats
from cop.chapters.rules.memberships import Deed, Step, own_deeds
from cop.chapters.rules.states import CALLED, MEANT
from cop.chapters.scopes import chapter_name
from cop.kit.forms import read_page, read_posted
from cop.kit.i18n import current_language
from cop.kit.mail import Post
from cop.kit.panels import Panel, make_panels
from cop.kit.web import go, opened, page
from cop.vocabulary.atlas import draw_window
from cop.vocabulary.concepts import Vocabulary
from profiles.looks import IN_ROWS, record_looks
from search.engine import Engine

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.chapters.models.chapters import Chapter
    from cop.vocabulary.concepts import Concept
    from profiles.member import Member

PAGE_SIZE: Final = 20


async def show_chapters(request: Request) -> Response:
    """GET /chapters: all chapters by kind."""
    viewer = caller(request)
    listed = await see_chapters(
        opened(request, Vocabulary), current_language(), opened(request, Engine), viewer
    )
    return page(
        request,
        "chapters/list.html",
        chapters=listed,
        called=CALLED,
        may_form=may_form_chapters(viewer),
    )


async def show_chapter(request: Request) -> Response:
    """GET /chapters/{slug}: who belongs to it, where they are and what they work on."""
    viewer, vocabulary, engine = (
        caller(request),
        opened(request, Vocabulary),
        opened(request, Engine),
    )
    chapter = await get_chapter(request.path_params["slug"], viewer)
    number = read_page(request.query_params)
    shown = await see_chapter(chapter, vocabulary, engine, viewer, page=number, size=PAGE_SIZE)
    place = await find_place(chapter, viewer.account_id)
    leads = chapter.slug in viewer.coordinates
    await record_looks(viewer, shown.members, IN_ROWS)
    return page(
        request,
        "chapters/chapter.html",
        chapter=chapter,
        name=chapter_name(chapter, vocabulary, current_language()),
        called=CALLED,
        meant=MEANT,
        shown=shown,
        family=await see_family(chapter, vocabulary, current_language(), engine, viewer),
        place=place,
        deeds=own_deeds(place.state, chapter, leads=leads) if place else (),
        own_seats=await list_own_seats(chapter, viewer.account_id),
        may_coordinate=may_coordinate(viewer, chapter.slug),
        may_form=may_form_chapters(viewer),
        number=number,
        size=PAGE_SIZE,
        window=draw_window(dict(shown.countries), dict(shown.countries))
        if shown.countries
        else None,
        names={one.key: one.label(current_language()) for one in vocabulary.list("country")},
        panels=await make_panels(request, "chapter", chapter),
    )


async def make_member_panel(request: Request, member: Member) -> Panel | None:
    """Show which chapters a member has joined."""
    vocabulary = opened(request, Vocabulary)
    joined = [
        (one.chapter, chapter_name(one.chapter, vocabulary, current_language()), one.since)
        for one in await list_chapters_of(member.id, caller(request))
    ]
    return Panel("chapters/of_member.html", {"joined": joined}) if joined else None


async def make_first_panel(request: Request, member: Member) -> Panel | None:
    """Show one chapter to join to somebody who has just arrived."""
    vocabulary = opened(request, Vocabulary)
    chapter = await find_chapter_for(member, vocabulary, caller(request))
    if chapter is None:
        return None
    name = chapter_name(chapter, vocabulary, current_language())
    return Panel("chapters/to_join.html", {"chapter": chapter, "name": name})


async def save_joining(request: Request) -> Response:
    """POST /chapters/{slug}/join: become a member of the chapter, or ask to."""
    words = read_line(await read_posted(request))
    chapter, member = await _access(request)
    if chapter.joining == Joining.OPEN:
        return await _take(request, Step(Deed.JOIN, chapter, member.id))
    return await _take(request, Step(Deed.ASK, chapter, member.id, words))


async def save_leaving(request: Request) -> Response:
    """POST /chapters/{slug}/leave: be a member of the chapter no more."""
    chapter, member = await _access(request)
    return await _take(request, Step(Deed.LEAVE, chapter, member.id))


async def save_place(request: Request) -> Response:
    """POST /chapters/{slug}/place: answer an invitation, pause, or take back that one asked."""
    deed = read_own_deed(await read_posted(request))
    chapter, member = await _access(request)
    return await _take(request, Step(deed, chapter, member.id))


async def _access(request: Request) -> tuple[Chapter, Member]:
    return await access_own_place(caller(request), request.path_params["slug"])


async def _take(request: Request, step: Step) -> Response:
    """Do something about one's own place, and return to the chapter's page, which says so."""
    await take_own_step(opened(request, Post), opened(request, Vocabulary), caller(request), step)
    return go(request.app.url_path_for("chapter", slug=step.chapter.slug))


async def make_country_panel(request: Request, country: Concept) -> Panel | None:
    """Show the chapter of a country, else that of its region."""
    region = str(country.facts.get("region", ""))
    viewer = caller(request)
    chapter = await find_chapter("country", country.key, viewer)
    chapter = chapter or await find_chapter("regional", region, viewer)
    if chapter is None:
        return None
    name = chapter_name(chapter, opened(request, Vocabulary), current_language())
    context: dict[str, Any] = {"chapter": chapter, "name": name}
    return Panel("chapters/of_country.html", context)
