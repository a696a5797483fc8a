"""One member of a chapter: how they stand, what they ask, and what to decide about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.chapters.access import may_note
from cop.chapters.actions.memberships import take_step
from cop.chapters.forms.memberships import read_decision
from cop.chapters.queries.asking import see_asking
from cop.chapters.queries.leading import name_coordinators
from cop.chapters.queries.notes import list_notes
from cop.chapters.queries.trail import see_steps_of
from cop.chapters.rules.memberships import Step, deeds_about
from cop.chapters.views.desk import access_chapter, show_of
from cop.kit.again import shown_again_by
from cop.kit.forms import read_posted
from cop.kit.mail import Post
from cop.kit.web import go, opened
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_member
from profiles.looks import IN_ROWS, record_looks
from search.engine import Engine

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.chapters.models.chapters import Chapter
    from cop.kit.errors import CopError


async def show_place(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/members/{member}: one member of the chapter, and what to decide."""
    viewer, chapter = caller(request), await access_chapter(request)
    member = await see_member(request.path_params["member"], viewer)
    asking = await see_asking(chapter, member, opened(request, Engine), viewer)
    await record_looks(viewer, [member], IN_ROWS)
    return show_of(
        request,
        "chapters/one_member.html",
        chapter,
        member=member,
        asking=asking,
        place=asking.place,
        deeds=deeds_about(asking.place.state),
        steps=await see_steps_of(chapter, member, viewer),
        notes=await list_notes(chapter, member.id) if may_note(viewer, chapter.slug) else None,
        names=await name_coordinators(chapter, viewer),
        error=error,
    )


@shown_again_by(show_place)
async def save_step(request: Request) -> Response:
    """POST /chapters/{slug}/members/{member}: decide about a member; what is done stays done."""
    viewer, chapter = caller(request), await access_chapter(request)
    member = await see_member(request.path_params["member"], viewer)
    decision = read_decision(await read_posted(request))
    step = Step(decision.deed, chapter, member.id, decision.words)
    await take_step(opened(request, Post), opened(request, Vocabulary), viewer, step)
    return go(place_address(request, chapter, member.slug))


async def show_request(request: Request) -> Response:
    """GET /chapters/{slug}/requests/{member}: their page, by the address in old mails."""
    chapter = await access_chapter(request)
    member = await see_member(request.path_params["member"], caller(request))
    return go(place_address(request, chapter, member.slug))


def place_address(request: Request, chapter: Chapter, slug: str) -> str:
    """Return the address of the page about one member of the chapter."""
    return str(request.app.url_path_for("chapter-member", slug=chapter.slug, member=slug))
