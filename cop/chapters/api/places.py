"""One member of a chapter for programs of those who coordinate it, as the page of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.access import access_chapter, may_note
from cop.chapters.api.deciding import CALLED, MEMBER
from cop.chapters.api.desk import TOLD, told_as_json
from cop.chapters.api.notes import NOTES, list_notes_as_json
from cop.chapters.queries.asking import see_asking
from cop.chapters.queries.trail import see_steps_of
from cop.chapters.rules.memberships import deeds_about
from cop.kit.api import Endpoint
from cop.kit.i18n import mark
from cop.kit.parameters import LANG
from cop.kit.web import opened
from profiles.access import see_member
from profiles.api import SHORT, SLUG, short_as_json
from profiles.looks import IN_ROWS, record_looks
from search.engine import Engine

if TYPE_CHECKING:
    from starlette.requests import Request


async def show_place(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/members/{member}: how a member stands, and what was noted."""
    viewer = caller(request)
    chapter = await access_chapter(viewer, request.path_params["slug"])
    member = await see_member(request.path_params["member"], viewer)
    asking = await see_asking(chapter, member, opened(request, Engine), viewer)
    await record_looks(viewer, [member], IN_ROWS)
    place = asking.place
    return {
        **short_as_json(member),
        "state": place.state.value,
        "words": place.words,
        "shared": [*asking.shared],
        "deeds": [CALLED[one] for one in deeds_about(place.state)],
        "steps": [
            told_as_json(one) | {"state": one.after}
            for one in await see_steps_of(chapter, member, viewer)
        ],
        **(
            {"notes": await list_notes_as_json(chapter, member, viewer)}
            if may_note(viewer, chapter.slug)
            else {}
        ),
    }


ENDPOINT: Final = Endpoint(
    path="/api/v1/chapters/{slug}/members/{member}",
    view=show_place,
    name="api-place",
    about=mark(
        "For those who coordinate the chapter: how somebody stands to it, what they ask with, what "
        "was done about them, what may be done next, and what its coordinators noted."
    ),
    parameters=(SLUG, MEMBER, LANG),
    answer=SHORT
    | {
        "state": str,
        "words": str,
        "shared": [str],
        "deeds": [str],
        "steps": [TOLD | {"state": str}],
        "notes?": NOTES,
    },
)
