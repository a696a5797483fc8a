"""Deciding about members of a chapter by program, as those who coordinate it do on its desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.access import access_chapter
from cop.chapters.actions.memberships import take_step
from cop.chapters.forms.memberships import read_decision
from cop.chapters.queries.memberships import find_place_of
from cop.chapters.rules.memberships import By, Deed, Step, deeds_about, deeds_of
from cop.kit.api import Endpoint, sent
from cop.kit.i18n import mark
from cop.kit.mail import Post
from cop.kit.parameters import LANG, Parameter, deed
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_member
from profiles.api import SLUG

if TYPE_CHECKING:
    from starlette.requests import Request

DEEDS: Final = {  # by what its button says
    "decline" if one is Deed.REFUSE else one.value: one
    for one in Deed
    if one in deeds_of(By.COORDINATOR)
}
CALLED: Final = {deed: name for name, deed in DEEDS.items()}
MEMBER: Final = Parameter(
    name="member", about=mark("Whom: the last part of their address."), in_path=True
)


async def decide(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/members/{member}: decide about a member; twice is once."""
    viewer = caller(request)
    chapter = await access_chapter(viewer, request.path_params["slug"])
    member = await see_member(request.path_params["member"], viewer)
    decision = read_decision({**sent(request), "deed": DEEDS[sent(request)["deed"]]})
    step = Step(decision.deed, chapter, member.id, decision.words)
    done = await take_step(opened(request, Post), opened(request, Vocabulary), viewer, step)
    place = await find_place_of(chapter, member.id)
    return {  # no more of them: who is put out may not be there for the viewer any more
        "slug": member.slug,
        "done": done,
        "state": place.state.value,
        "deeds": [CALLED[one] for one in deeds_about(place.state)],
    }


ENDPOINT: Final = Endpoint(
    path="/api/v1/chapters/{slug}/members/{member}",
    view=decide,
    name="api-decide",
    about=mark(
        "With a token that decides, for those who coordinate the chapter: approve, decline, invite "
        "or remove somebody, as on its desk. The answer is how they stand to it then, and what may "
        "be done next; `done` is false where nothing was left to do."
    ),
    parameters=(
        SLUG,
        MEMBER,
        LANG,
    ),
    body=(
        deed(tuple(DEEDS)),
        Parameter(name="words", about=mark("A personal line that goes with an invitation.")),
    ),
    answer={"slug": str, "done": bool, "state": str, "deeds": [str]},
    decides=True,
)
