"""Where a coordinator hands a chapter over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.chapters.access import access_chapter
from cop.chapters.actions.leading import step_down
from cop.chapters.queries.handing_over import see_hand_over
from cop.chapters.scopes import chapter_name
from cop.kit.again import shown_again_by
from cop.kit.forms import read_one
from cop.kit.i18n import current_language
from cop.kit.panels import make_panels
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.looks import IN_ROWS, record_looks
from search.engine import Engine

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.errors import CopError


async def show_hand_over(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/hand-over: what is open, who could take over, and stepping down."""
    chapter = await access_chapter(caller(request), request.path_params["slug"])
    text = read_one(request.query_params, "q").strip()
    shown = await see_hand_over(chapter, caller(request), text, opened(request, Engine))
    await record_looks(caller(request), shown.everybody, IN_ROWS)
    return page(
        request,
        "chapters/hand_over.html",
        chapter=chapter,
        name=chapter_name(chapter, opened(request, Vocabulary), current_language()),
        shown=shown,
        panels=await make_panels(request, "hand-over", chapter),
        text=text,
        error=error,
        private=True,
    )


@shown_again_by(show_hand_over)
async def save_stepping_down(request: Request) -> Response:
    """POST /chapters/{slug}/step-down: look after the chapter no more."""
    chapter = await access_chapter(caller(request), request.path_params["slug"])
    await step_down(caller(request), chapter)
    return go(request.app.url_path_for("chapter", slug=chapter.slug))
