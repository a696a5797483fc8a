"""The page of one request to join a chapter, where the mail about it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.chapters.access import access_chapter
from cop.chapters.actions.memberships import take_step
from cop.chapters.forms.memberships import read_answer
from cop.chapters.queries.asking import see_asking
from cop.chapters.rules.memberships import Step
from cop.chapters.scopes import chapter_name
from cop.kit.again import shown_again_by
from cop.kit.forms import read_posted
from cop.kit.i18n import current_language
from cop.kit.mail import Post
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_member
from profiles.looks import IN_ROWS, record_looks
from search.engine import Engine

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.errors import CopError


async def show_asking(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/requests/{member}: who asks to join, or what was answered."""
    viewer = caller(request)
    chapter = await access_chapter(viewer, request.path_params["slug"])
    who = request.path_params["member"]
    asking = await see_asking(chapter, who, opened(request, Engine), viewer)
    await record_looks(viewer, [asking.member], IN_ROWS)
    return page(
        request,
        "chapters/asking.html",
        chapter=chapter,
        name=chapter_name(chapter, opened(request, Vocabulary), current_language()),
        asking=asking,
        error=error,
        private=True,
    )


@shown_again_by(show_asking)
async def save_answer(request: Request) -> Response:
    """POST /chapters/{slug}/requests/{member}: approve or decline; the first answer counts."""
    viewer = caller(request)
    chapter = await access_chapter(viewer, request.path_params["slug"])
    deed = read_answer(await read_posted(request))
    member = await see_member(request.path_params["member"], viewer)
    step = Step(deed, chapter, member.id)
    await take_step(opened(request, Post), opened(request, Vocabulary), viewer, step)
    path_for = request.app.url_path_for
    return go(path_for("asking", slug=chapter.slug, member=member.slug))
