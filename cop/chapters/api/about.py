"""What a chapter says of itself, and its state, for programs of those who run it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.accounts.viewer import Audience
from cop.chapters.access import access_turn, list_turns
from cop.chapters.actions.about import describe_chapter
from cop.chapters.actions.turning import turn_chapter
from cop.chapters.api.desk import access
from cop.chapters.forms.about import read_about, read_turn, write_about
from cop.chapters.queries.chapters import get_chapter
from cop.chapters.rules.states import LACKING, MOVES, By
from cop.kit.api import Endpoint, sent
from cop.kit.forms import LARGEST_ID, read_version
from cop.kit.i18n import current_language, mark
from cop.kit.i18n import gettext as _
from cop.kit.parameters import LANG, Parameter
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary
from profiles.api import SLUG

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.chapters.models.chapters import Chapter


async def show_about(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/settings: what the chapter says of itself, and its state."""
    return await _about_as_json(request, await access(request))


async def describe(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/settings: say what the chapter is; what is not said stays."""
    chapter, vocabulary = await access(request), opened(request, Vocabulary)
    said = {**write_about(chapter, vocabulary, current_language()), **sent(request)}
    about = read_about(said, vocabulary)
    await describe_chapter(caller(request), chapter, about, read_version(said))
    return await _about_as_json(request, await _again(request, chapter))


async def turn(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/state: change the state of the chapter; twice is once."""
    viewer, chapter = caller(request), await access(request)
    turn, words = read_turn(sent(request))
    access_turn(viewer, chapter.slug, turn)
    done = await turn_chapter(viewer, chapter, turn, words)
    return {"done": done} | await _about_as_json(request, await _again(request, chapter))


async def _again(request: Request, chapter: Chapter) -> Chapter:
    return await get_chapter(chapter.slug, caller(request))


async def _about_as_json(request: Request, chapter: Chapter) -> dict[str, Any]:
    return {
        **write_about(chapter, opened(request, Vocabulary), current_language()),
        "version": chapter.version,
        "state": chapter.state,
        "turns": [
            {"turn": one.value, "lacking": [_(LACKING[need]) for need in lacking]}
            for one, lacking in await list_turns(caller(request), chapter)
        ],
    }


_ABOUT: Final = {
    "purpose": str,
    "terms": str,
    "policy": str,
    "languages": str,
    "email": str,
    "visibility": str,
    "version": int,
    "state": str,
    "turns": [{"turn": str, "lacking": [str]}],
}

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/chapters/{slug}/settings",
        view=show_about,
        name="api-settings",
        about=mark(
            "For those who coordinate the chapter: what it says of itself, its state, and how they "
            "may change that."
        ),
        parameters=(SLUG, LANG),
        answer=_ABOUT,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/settings",
        view=describe,
        name="api-describe",
        about=mark(
            "For those who coordinate the chapter: say what it is. What is not sent stays as it is."
        ),
        parameters=(SLUG, LANG),
        body=(
            Parameter(
                name="version",
                about=mark(
                    "The version that was read. Where somebody has changed it since, nothing is "
                    "done."
                ),
                most=LARGEST_ID,
                required=True,
            ),
            Parameter(name="purpose", about=mark("Purpose")),
            Parameter(name="terms", about=mark("Terms of reference")),
            Parameter(name="policy", about=mark("The chapter's own rules")),
            Parameter(
                name="languages",
                about=mark(
                    "Those you meet and write in, with a semicolon between them: English; French."
                ),
            ),
            Parameter(name="email", about=mark("E-mail address of the chapter")),
            Parameter(
                name="visibility",
                about=mark("Who may see the chapter"),
                choices=tuple(Audience),
            ),
        ),
        answer=_ABOUT,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/state",
        view=turn,
        name="api-turn",
        about=mark(
            "For those who coordinate the chapter: change its state. `done` is false where it was "
            "so already."
        ),
        parameters=(SLUG, LANG),
        body=(
            Parameter(
                name="turn",
                about=mark("What to do."),
                choices=tuple(one for one, move in MOVES.items() if move.by is By.COORDINATOR),
                required=True,
            ),
            Parameter(name="words", about=mark("Why, in a few words; needed to let it rest.")),
        ),
        answer={"done": bool} | _ABOUT,
    ),
)
