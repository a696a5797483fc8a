"""One's own place in a chapter by program: joining, pausing and leaving, as on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.access import access_own_place
from cop.chapters.actions.memberships import take_own_step
from cop.chapters.actions.staying import stay
from cop.chapters.forms.memberships import read_line
from cop.chapters.models.memberships import State
from cop.chapters.queries.memberships import find_place_of
from cop.chapters.queries.staying import list_long_in
from cop.chapters.rules.memberships import (
    AGREED,
    AGREEING,
    By,
    Deed,
    Step,
    deeds_of,
    own_deeds,
)
from cop.chapters.scopes import chapter_name
from cop.kit.api import Endpoint, sent
from cop.kit.i18n import current_language, mark
from cop.kit.i18n import gettext as _
from cop.kit.mail import Post
from cop.kit.parameters import LANG, Parameter, deed
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary
from profiles.api import SLUG

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.chapters.models.chapters import Chapter
    from profiles.member import Member

STAY: Final = "stay"  # which changes no state
DEEDS: Final = (*(one.value for one in Deed if one in deeds_of(By.MEMBER)), STAY)
_SAID: Final = (State.REQUESTED, State.INVITED)  # with words


async def show_own_place(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/place: how I stand to the chapter, and what I may do."""
    chapter, member = await access_own_place(caller(request), request.path_params["slug"])
    return await _place_as_json(request, chapter, member)


async def save_own_place(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/place: join, ask, answer, pause or leave; twice is once."""
    viewer, form = caller(request), sent(request)
    chapter, member = await access_own_place(viewer, request.path_params["slug"])
    words = read_line(form)
    if form["deed"] == STAY:
        done = await stay(viewer, chapter)
    else:
        deed = Deed(form["deed"])
        step = Step(deed, chapter, member.id, words if deed is Deed.ASK else "")
        post, vocabulary = opened(request, Post), opened(request, Vocabulary)
        done = await take_own_step(post, vocabulary, viewer, step)
    return {"done": done} | await _place_as_json(request, chapter, member)


async def _place_as_json(request: Request, chapter: Chapter, member: Member) -> dict[str, Any]:
    viewer = caller(request)
    place = await find_place_of(chapter, member.id)
    deeds = own_deeds(place.state, chapter, leads=chapter.slug in viewer.coordinates)
    is_asked = chapter in await list_long_in(viewer.account_id or 0)
    name = chapter_name(chapter, opened(request, Vocabulary), current_language())
    return {
        "chapter": chapter.slug,
        "state": place.state.value,
        **({"since": place.since.date().isoformat()} if place.since else {}),
        **({"words": place.words} if place.state in _SAID and place.words else {}),
        "deeds": [*(one.value for one in deeds), *([STAY] if is_asked else ())],
        **(_agreement_as_json(name) if AGREEING & {*deeds} else {}),
    }


def _agreement_as_json(name: str) -> dict[str, str]:
    """Return what follows from being a member, as it stands beside the buttons of the page."""
    shared = _(
        "Once you are a member, its coordinators see what you keep for coordinators, such as your "
        "e-mail address."
    )
    return {"agreement": _(AGREED).format(chapter=name), "shared": shared}


_PLACE: Final = {
    "chapter": str,
    "state": str,
    "since?": str,
    "words?": str,
    "deeds": [str],
    "agreement?": str,
    "shared?": str,
}

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/chapters/{slug}/place",
        view=show_own_place,
        name="api-own-place",
        about=mark(
            "For members: how you stand to the chapter, the words of your request or of the "
            "invitation, what you may do now, and what whoever joins, asks or accepts agrees to."
        ),
        parameters=(SLUG, LANG),
        answer=_PLACE,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/place",
        view=save_own_place,
        name="api-change-own-place",
        about=mark(
            "For members: join the chapter or ask to, as its rule says, answer an invitation, take "
            "a request back, pause, come back or leave; `stay` says that you still want to be in "
            "it. The answer is how you stand to it then; `done` is false where nothing was left to "
            "do."
        ),
        parameters=(SLUG, LANG),
        body=(
            deed(DEEDS),
            Parameter(name="words", about=mark("A few words about you, with which you ask.")),
        ),
        answer={"done": bool} | _PLACE,
    ),
)
