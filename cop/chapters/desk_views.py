"""The page where a chapter's coordinators decide about its members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.chapters.access import access_chapter, may_coordinate
from cop.chapters.actions import set_joining, take_step
from cop.chapters.desk import SIZE, see_desk
from cop.chapters.forms import read_decision, read_joining
from cop.chapters.memberships import Step, may_be_invited
from cop.chapters.queries import find_place_of, list_chapters_at
from cop.chapters.scopes import chapter_name
from cop.chapters.telling import tell_halves
from cop.chapters.weekly import find_drift
from cop.kit.again import shown_again_by
from cop.kit.forms import read_page, read_posted
from cop.kit.i18n import current_language
from cop.kit.mail import Post
from cop.kit.panels import Panel
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_member
from profiles.looks import IN_ROWS, record_looks
from profiles.queries import find_own_slug
from search.engine import Engine

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.chapters.models import Chapter
    from cop.kit.errors import CopError
    from profiles.member import Member


async def show_requests(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/requests: who asks to join, and everybody else one decides about."""
    viewer, vocabulary = caller(request), opened(request, Vocabulary)
    chapter = await _access_chapter(request)
    number = read_page(request.query_params)
    desk = await see_desk(chapter, opened(request, Engine), vocabulary, viewer, page=number)
    await record_looks(viewer, desk.everybody, IN_ROWS)
    return page(
        request,
        "chapters/requests.html",
        chapter=chapter,
        name=chapter_name(chapter, vocabulary, current_language()),
        desk=desk,
        number=number,
        size=SIZE,
        error=error,
        private=True,
    )


@shown_again_by(show_requests)
async def save_decision(request: Request) -> Response:
    """POST /chapters/{slug}/requests: approve, decline, invite, remove or ban somebody."""
    viewer, chapter = caller(request), await _access_chapter(request)
    decision = read_decision(await read_posted(request))
    member = await see_member(decision.who, viewer)
    step = Step(decision.deed, chapter, member.id, decision.words)
    await take_step(opened(request, Post), opened(request, Vocabulary), viewer, step)
    return _back(request, chapter)


@shown_again_by(show_requests)
async def save_rule(request: Request) -> Response:
    """POST /chapters/{slug}/joining: say how one becomes a member."""
    chapter = await _access_chapter(request)
    await set_joining(caller(request), chapter, read_joining(await read_posted(request)))
    return _back(request, chapter)


async def make_invitation_panel(request: Request, member: Member) -> Panel | None:
    """Show coordinators on a member's page where they invite them to their chapters."""
    viewer = caller(request)
    own = viewer.account_id and await find_own_slug(viewer.account_id)
    if member.slug == own or not viewer.coordinates:
        return None
    vocabulary = opened(request, Vocabulary)
    chapters = [
        (one, chapter_name(one, vocabulary, current_language()))
        for one in await list_chapters_at(viewer.coordinates)
        if may_be_invited((await find_place_of(one, member.id)).state)
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


async def _access_chapter(request: Request) -> Chapter:
    return await access_chapter(caller(request), request.path_params["slug"])


def _back(request: Request, chapter: Chapter) -> Response:
    return go(request.app.url_path_for("requests", slug=chapter.slug))
