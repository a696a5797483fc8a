"""The page where coordinators say what their chapter is, and change its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.chapters.access import access_chapter, access_turn, list_turns
from cop.chapters.actions.about import describe_chapter
from cop.chapters.actions.turning import turn_chapter
from cop.chapters.forms.about import read_about, read_turn, write_about
from cop.chapters.queries.states import list_steps
from cop.chapters.rules.states import CALLED, LACKING, MEANT, MOVES, TURNS
from cop.chapters.scopes import chapter_name
from cop.kit.again import shown_again_by
from cop.kit.errors import Conflict
from cop.kit.forms import read_posted, read_version
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.errors import CopError


async def show_about(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/settings: what the chapter says of itself, and its state."""
    viewer = caller(request)
    chapter = await access_chapter(viewer, request.path_params["slug"])
    vocabulary, language = opened(request, Vocabulary), current_language()
    stored = write_about(chapter, vocabulary, language)
    typed = await read_posted(request) if error else {}
    # Browsers send the end of a line in two characters.
    about = stored | {name: "\n".join(typed[name].splitlines()) for name in stored if name in typed}
    is_behind = isinstance(error, Conflict) and "version" in typed
    return page(
        request,
        "chapters/about.html",
        chapter=chapter,
        name=chapter_name(chapter, vocabulary, language),
        about=about,
        theirs=stored if is_behind else about,
        # What is wrong is not what others wrote: until they are told, it stays the same version.
        version=chapter.version if is_behind else typed.get("version", chapter.version),
        typed=typed,
        turns=[
            (one, MOVES[one], [_(LACKING[need]) for need in lacking])
            for one, lacking in await list_turns(viewer, chapter)
        ],
        words=TURNS,
        called=CALLED,
        meant=MEANT,
        steps=await list_steps(chapter),
        error=error,
        private=True,
    )


@shown_again_by(show_about)
async def save_about(request: Request) -> Response:
    """POST /chapters/{slug}/settings: say what the chapter is."""
    viewer = caller(request)
    chapter = await access_chapter(viewer, request.path_params["slug"])
    form = await read_posted(request)
    about = read_about(form, opened(request, Vocabulary))
    await describe_chapter(viewer, chapter, about, read_version(form))
    return go(request.app.url_path_for("chapter", slug=chapter.slug))


@shown_again_by(show_about)
async def save_turn(request: Request) -> Response:
    """POST /chapters/{slug}/state: change the state of the chapter."""
    viewer = caller(request)
    chapter = await access_chapter(viewer, request.path_params["slug"])
    turn, words = read_turn(await read_posted(request))
    access_turn(viewer, chapter.slug, turn)
    await turn_chapter(viewer, chapter, turn, words)
    return go(request.app.url_path_for("about-chapter", slug=chapter.slug))
