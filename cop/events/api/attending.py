"""Who comes to a meeting, and who was there, by program as on their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.events.access import MOST_PEOPLE, access_meeting_to_come, see_people
from cop.events.actions.registrations import say_coming, set_attendance
from cop.events.api.meetings import MEETING, NUMBER, show_meeting
from cop.events.api.planning import access_to_run
from cop.events.forms import read_attendance, read_coming
from cop.kit.api import DEEPEST, Endpoint, cut, sent
from cop.kit.i18n import mark
from cop.kit.mail import Post
from cop.kit.parameters import LANG, Parameter, which_page
from cop.kit.web import opened
from profiles.access import see_own
from profiles.api import SHORT, SLUG, short_as_json
from profiles.looks import record_looks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from cop.accounts.viewer import Viewer
    from cop.events.access import Coming


async def save_registration(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/meetings/{number}/registration: register, or take it back."""
    viewer, where = caller(request), request.path_params
    seen = await access_meeting_to_come(where["slug"], where["number"], viewer)
    own, coming = await see_own(viewer), read_coming(sent(request))
    await say_coming(opened(request, Post), seen, own.id, coming=coming)
    return await show_meeting(request)


async def list_people(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/meetings/{number}/people: who comes, and who was there."""
    viewer, seen = caller(request), await access_to_run(request)
    people = await see_people(seen.meeting, viewer)
    wanted, told = cut(request, people, MOST_PEOPLE)
    return told | {"people": await _tell_people(wanted, viewer)}


async def save_attendance(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/meetings/{number}/people: note who of those listed was there."""
    viewer, seen = caller(request), await access_to_run(request)
    listed, there = read_attendance(sent(request))
    people = [one for one in await see_people(seen.meeting, viewer) if one.member.slug in listed]
    await set_attendance(seen.meeting, people, there)
    return {"people": await _tell_people(people, viewer)}


async def _tell_people(people: Sequence[Coming], viewer: Viewer) -> list[dict[str, Any]]:
    """Return who registered, and note who was looked at closely."""
    await record_looks(viewer, [one.member for one in people], SHORT)
    return [_coming_as_json(one) for one in people]


def _coming_as_json(one: Coming) -> dict[str, Any]:
    there = one.registration.attended
    said = {"seat": one.registration.seat} | ({} if there is None else {"there": there})
    return short_as_json(one.member) | said


_COMING: Final = SHORT | {"seat": str, "there?": bool}

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/chapters/{slug}/meetings/{number}/registration",
        view=save_registration,
        name="api-register",
        about=mark(
            "For members: say whether one comes to the meeting. The answer is the meeting, with"
            " the link for who has a seat. Twice is once."
        ),
        parameters=(SLUG, NUMBER, LANG),
        body=(
            Parameter(
                name="coming",
                about=mark("Whether one comes."),
                choices=("yes", "no"),
                required=True,
            ),
        ),
        answer=MEETING,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/meetings/{number}/people",
        view=list_people,
        name="api-meeting-people",
        about=mark(
            "For those who coordinate the chapter: who registered for the meeting, and who was"
            " there; as far as one may find them."
        ),
        parameters=(
            SLUG,
            NUMBER,
            which_page(DEEPEST),
            LANG,
        ),
        answer={"total": int, "pages": int, "people": [_COMING]},
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/meetings/{number}/people",
        view=save_attendance,
        name="api-save-attendance",
        about=mark(
            "For those who coordinate the chapter: note who was there. The answer is those listed"
            " who registered, as far as one may find them; of others nothing is noted."
        ),
        parameters=(SLUG, NUMBER, LANG),
        body=(
            Parameter(
                name="listed",
                required=True,
                about=mark("Of whom something is noted: the last parts of their addresses."),
                many=True,
            ),
            Parameter(name="there", about=mark("Who of those listed was there."), many=True),
        ),
        answer={"people": [_COMING]},
    ),
)
