"""Planning meetings by program, and taking them through their states, as on their pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.access import access_chapter
from cop.events.access import access_meeting_to_run
from cop.events.actions.meetings import (
    change_meeting,
    plan_meeting,
    set_agenda,
    set_rhythm,
    set_summary,
    take_step,
)
from cop.events.api.meetings import MEETING, NUMBER, rhythm_as_json, show_meeting, tell_meeting
from cop.events.forms import (
    read_agenda,
    read_known,
    read_plan,
    read_rhythm,
    read_step,
    read_summary,
    write_plan,
)
from cop.events.models import LONGEST, MOST_SEATS, Rhythm
from cop.events.states import Step
from cop.kit.api import Endpoint, sent
from cop.kit.forms import LARGEST_ID
from cop.kit.i18n import mark
from cop.kit.mail import Post
from cop.kit.parameters import LANG, Parameter
from cop.kit.settings import Settings
from cop.kit.web import opened
from profiles.api import SLUG

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.events.access import Seen


async def plan(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/meetings: plan a meeting."""
    viewer = caller(request)
    chapter = await access_chapter(viewer, request.path_params["slug"])
    host = opened(request, Settings).base.hostname or "localhost"
    meeting = await plan_meeting(chapter, read_plan(sent(request)), host)
    return await tell_meeting(chapter.slug, str(meeting.number), viewer)


async def save_rhythm(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/meetings/rhythm: say how often the chapter means to meet."""
    chapter = await access_chapter(caller(request), request.path_params["slug"])
    await set_rhythm(chapter, read_rhythm(sent(request)))
    return await rhythm_as_json(chapter)


async def edit(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/meetings/{number}/edit: change what the meeting is."""
    seen = await access_to_run(request)
    form = {**write_plan(seen.meeting), **sent(request)}  # what is not said stays
    await change_meeting(opened(request, Post), seen, read_plan(form), read_known(form))
    return await show_meeting(request)


async def save_agenda(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/meetings/{number}/agenda: say anew what it is about."""
    seen, form = await access_to_run(request), sent(request)
    await set_agenda(caller(request), seen, read_agenda(form), read_known(form))
    return await show_meeting(request)


async def save_step(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/meetings/{number}/state: announce it, hold it, cancel it."""
    seen = await access_to_run(request)
    await take_step(opened(request, Post), caller(request), seen, read_step(sent(request)))
    return await show_meeting(request)


async def save_summary(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/meetings/{number}/summary: say what came of it."""
    seen, form = await access_to_run(request), sent(request)
    await set_summary(seen.meeting, read_summary(form), read_known(form))
    return await show_meeting(request)


async def access_to_run(request: Request) -> Seen:
    """Return the meeting of an address for who runs its chapter.

    Raises:
        NotFound: for everybody else there is none.
    """
    where = request.path_params
    return await access_meeting_to_run(where["slug"], where["number"], caller(request))


_SEQUENCE: Final = Parameter(
    name="sequence",
    about=mark("The `sequence` that the meeting had when it was read."),
    least=0,
    most=LARGEST_ID,
    required=True,
)
_PLAN: Final = (
    Parameter(name="title", about=mark("What the meeting is called."), required=True),
    Parameter(name="description", about=mark("What the meeting is about, in Markdown.")),
    Parameter(name="date", about=mark("The day, like 2026-12-03."), required=True),
    Parameter(
        name="time",
        about=mark("When it begins, like 14:30, as clocks show in its time zone."),
        required=True,
    ),
    Parameter(name="zone", about=mark("The time zone, like Africa/Nairobi."), required=True),
    Parameter(
        name="minutes", about=mark("How many minutes it lasts."), most=LONGEST, required=True
    ),
    Parameter(name="place", about=mark("Where it takes place.")),
    Parameter(name="link", about=mark("The address of the call.")),
    Parameter(
        name="is_link_open",
        about=mark(
            "Whether everybody who sees the meeting sees the link, and not only members of the"
            " chapter and whoever has a seat."
        ),
        is_truth=True,
    ),
    Parameter(
        name="audience",
        about=mark("For whom it is; where nothing is said, for members of the chapter."),
        choices=("public", "members"),
    ),
    Parameter(
        name="capacity",
        about=mark("How many seats there are; 0 for as many as are wanted."),
        least=0,
        most=MOST_SEATS,
    ),
)
_ITEMS: Final = Parameter(
    name="items",
    about=mark("The rows of the agenda in their order; what is not among them goes."),
    required=True,
    rows=(
        Parameter(
            name="item",
            about=mark("The `item` of a row that stands there already."),
            most=LARGEST_ID,
        ),
        Parameter(name="title", about=mark("What it is about."), required=True),
        Parameter(
            name="contributor",
            about=mark(
                "Who speaks: a name, or “/members/” with the last part of a member's address."
                " Where nothing is said, a member whom one may not find stays."
            ),
        ),
        Parameter(name="minutes", about=mark("How many minutes it takes."), most=LONGEST),
        Parameter(name="recording", about=mark("The address of a recording.")),
    ),
)

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/chapters/{slug}/meetings",
        view=plan,
        name="api-plan-meeting",
        about=mark(
            "For those who coordinate the chapter: plan a meeting. Only they see it until it is"
            " announced."
        ),
        parameters=(SLUG, LANG),
        body=_PLAN,
        answer=MEETING,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/meetings/rhythm",
        view=save_rhythm,
        name="api-set-rhythm",
        about=mark("For those who coordinate the chapter: say how often it means to meet."),
        parameters=(SLUG, LANG),
        body=(
            Parameter(
                name="rhythm", about=mark("How often."), choices=tuple(Rhythm), required=True
            ),
        ),
        answer={"rhythm": str},
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/meetings/{number}/edit",
        view=edit,
        name="api-edit-meeting",
        about=mark(
            "For those who coordinate the chapter: change what the meeting is; what is not sent"
            " stays as it is. Nothing is changed where somebody has changed it meanwhile."
        ),
        parameters=(SLUG, NUMBER, LANG),
        body=(_SEQUENCE, *(replace(one, required=False) for one in _PLAN)),
        answer=MEETING,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/meetings/{number}/agenda",
        view=save_agenda,
        name="api-edit-agenda",
        about=mark(
            "For those who coordinate the chapter: put these rows in the place of the agenda."
            " Nothing is changed where somebody has changed the meeting meanwhile."
        ),
        parameters=(SLUG, NUMBER, LANG),
        body=(_SEQUENCE, _ITEMS),
        answer=MEETING,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/meetings/{number}/state",
        view=save_step,
        name="api-take-meeting-step",
        about=mark(
            "For those who coordinate the chapter: announce the meeting, say that it was held, or"
            " cancel it, which tells whoever registered. Twice is once."
        ),
        parameters=(SLUG, NUMBER, LANG),
        body=(
            Parameter(name="step", about=mark("What to do."), choices=tuple(Step), required=True),
        ),
        answer=MEETING,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/meetings/{number}/summary",
        view=save_summary,
        name="api-save-summary",
        about=mark(
            "For those who coordinate the chapter: say what came of the meeting; with nothing"
            " said, what was said goes. Nothing is changed where somebody has changed the meeting"
            " meanwhile."
        ),
        parameters=(SLUG, NUMBER, LANG),
        body=(
            _SEQUENCE,
            Parameter(name="summary", about=mark("What came of it, in Markdown.")),
        ),
        answer=MEETING,
    ),
)
