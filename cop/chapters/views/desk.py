"""The desk of a chapter's coordinators: what needs them, and how the chapter is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cop.accounts.session import caller
from cop.chapters import access
from cop.chapters.access import may_coordinate
from cop.chapters.actions.memberships import set_joining, take_step
from cop.chapters.forms.memberships import read_decision, read_joining
from cop.chapters.proposals.telling import tell_halves
from cop.chapters.proposals.weekly import find_drift
from cop.chapters.queries.chapters import list_chapters_at
from cop.chapters.queries.desk import see_desk
from cop.chapters.queries.memberships import find_place_of
from cop.chapters.queries.trail import see_trail
from cop.chapters.rules.memberships import Step, may_be_invited
from cop.chapters.scopes import chapter_name
from cop.kit.again import shown_again_by
from cop.kit.forms import read_page, read_posted
from cop.kit.i18n import current_language, format_month
from cop.kit.mail import Post
from cop.kit.panels import Panel, make_panels
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_member
from profiles.looks import IN_ROWS, record_looks
from profiles.queries import find_own_slug
from search.engine import Engine

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.chapters.models.chapters import Chapter
    from cop.kit.errors import CopError
    from profiles.member import Member


async def show_desk(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/desk: what needs its coordinators, and how the chapter is."""
    viewer, chapter = caller(request), await access_chapter(request)
    desk = await see_desk(chapter, opened(request, Engine), opened(request, Vocabulary), viewer)
    await record_looks(viewer, desk.everybody, IN_ROWS)
    return show_of(
        request,
        "chapters/desk.html",
        chapter,
        desk=desk,
        months=[(format_month(one.first), one.members) for one in desk.months],
        panels=await make_panels(request, "desk", chapter),
        error=error,
    )


async def show_requests(request: Request) -> Response:
    """GET /chapters/{slug}/requests: the desk, by the address that stands in old mails."""
    return go(_desk(request, await access_chapter(request)))


async def show_trail(request: Request) -> Response:
    """GET /chapters/{slug}/trail: what was done in the chapter, by whom and when."""
    viewer, chapter = caller(request), await access_chapter(request)
    number = read_page(request.query_params, last=1_000)
    trail = await see_trail(chapter, viewer, number)
    if number > trail.pages:  # somebody has hidden since, or the address was made up
        return go(f"{request.url.path}?page={trail.pages}")
    return show_of(request, "chapters/trail.html", chapter, trail=trail, number=number)


@shown_again_by(show_desk)
async def save_decision(request: Request) -> Response:
    """POST /chapters/{slug}/requests: approve, decline, invite, remove or ban somebody."""
    viewer, chapter = caller(request), await access_chapter(request)
    decision = read_decision(await read_posted(request))
    member = await see_member(decision.who, viewer)
    step = Step(decision.deed, chapter, member.id, decision.words)
    await take_step(opened(request, Post), opened(request, Vocabulary), viewer, step)
    return go(_desk(request, chapter))


@shown_again_by(show_desk)
async def save_rule(request: Request) -> Response:
    """POST /chapters/{slug}/joining: say how one becomes a member."""
    chapter = await access_chapter(request)
    await set_joining(caller(request), chapter, read_joining(await read_posted(request)))
    return go(_desk(request, chapter))


async def make_invitation_panel(request: Request, member: Member) -> Panel | None:
    """Show coordinators on a member's page how they stand to their chapters, or to invite them."""
    viewer = caller(request)
    own = viewer.account_id and await find_own_slug(viewer.account_id)
    if member.slug == own or not viewer.coordinates:
        return None
    vocabulary = opened(request, Vocabulary)
    chapters = [
        (
            one,
            chapter_name(one, vocabulary, current_language()),
            may_be_invited((await find_place_of(one, member.id)).state),
        )
        for one in await list_chapters_at(viewer.coordinates)
    ]
    return Panel("chapters/invitation.html", {"chapters": chapters}) if chapters else None


async def make_drift_panel(request: Request, chapter: Chapter) -> Panel | None:
    """Tell those who look after a chapter that its members form two communities."""
    is_theirs = may_coordinate(caller(request), chapter.slug)
    halves = await find_drift(chapter) if is_theirs else None
    if halves is None:
        return None
    told = tell_halves(halves, opened(request, Vocabulary), current_language())
    return Panel("chapters/drift.html", {"told": told})


async def access_chapter(request: Request) -> Chapter:
    """Return the chapter of the address to those who decide about its members.

    Raises:
        NotFound: for everybody else there is no such page.
    """
    return await access.access_chapter(caller(request), request.path_params["slug"])


def show_of(request: Request, template: str, chapter: Chapter, **context: Any) -> Response:
    """Return a page of a chapter's desk."""
    name = chapter_name(chapter, opened(request, Vocabulary), current_language())
    return page(request, template, chapter=chapter, name=name, private=True, **context)


def _desk(request: Request, chapter: Chapter) -> str:
    return str(request.app.url_path_for("desk", slug=chapter.slug))
