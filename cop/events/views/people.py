"""Registering for a meeting, and who comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.events.access import MOST_PEOPLE, access_meeting_to_come, see_people
from cop.events.actions.registrations import say_coming, set_attendance
from cop.events.forms import read_attendance, read_coming
from cop.events.views.editing import access_to_run
from cop.events.views.meetings import called, show_meeting
from cop.kit.again import shown_again_by
from cop.kit.clock import now
from cop.kit.forms import read_page, read_posted, read_posted_lists
from cop.kit.mail import Post
from cop.kit.paging import count_pages
from cop.kit.web import go, opened, page
from profiles.access import see_own
from profiles.looks import IN_ROWS, record_looks

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


@shown_again_by(show_meeting)
async def save_registration(request: Request) -> Response:
    """POST /chapters/{slug}/meetings/{number}/registration: register, or take it back."""
    viewer, where = caller(request), request.path_params
    seen = await access_meeting_to_come(where["slug"], where["number"], viewer)
    own = await see_own(viewer)
    coming = read_coming(await read_posted(request))
    await say_coming(opened(request, Post), seen, own.id, coming=coming)
    return go(request.app.url_path_for("meeting", **where))


async def show_people(request: Request) -> Response:
    """GET /chapters/{slug}/meetings/{number}/people: who comes, and who was there."""
    seen = await access_to_run(request)
    people = await see_people(seen.meeting, caller(request))
    pages = count_pages(len(people), MOST_PEOPLE)
    number = min(read_page(request.query_params), pages)
    people = people[(number - 1) * MOST_PEOPLE : number * MOST_PEOPLE]
    await record_looks(caller(request), [one.member for one in people], IN_ROWS)
    return page(
        request,
        "events/people.html",
        meeting=seen.meeting,
        chapter=seen.chapter,
        name=called(request, seen.chapter),
        going=[one for one in people if one.registration.seat == "going"],
        waiting=[one for one in people if one.registration.seat == "waiting"],
        number=number,
        pages=pages,
        has_begun=seen.meeting.starts_at <= now(),
        private=True,
    )


async def save_attendance(request: Request) -> Response:
    """POST /chapters/{slug}/meetings/{number}/people: note who of those listed was there."""
    seen = await access_to_run(request)
    listed, there = read_attendance(await read_posted_lists(request))
    people = await see_people(seen.meeting, caller(request))
    await set_attendance(seen.meeting, [one for one in people if one.member.slug in listed], there)
    return go(request.app.url_path_for("meeting-people", **request.path_params))
