"""Registering for a meeting, and who comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.session import caller
from cop.events.access import NoSuchMeeting, access_meeting
from cop.events.actions.registrations import register, set_attendance, take_back
from cop.events.forms import read_attendance, read_coming
from cop.events.queries import list_registrations
from cop.events.views.editing import access_to_run
from cop.events.views.meetings import called, show_meeting
from cop.kit.again import shown_again_by
from cop.kit.clock import now
from cop.kit.forms import read_page, read_posted, read_posted_lists
from cop.kit.mail import Post
from cop.kit.paging import count_pages
from cop.kit.web import go, opened, page
from profiles.access import see_members, see_own
from profiles.looks import IN_ROWS, record_looks

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.accounts.viewer import Viewer
    from cop.events.models import Meeting, Registration
    from profiles.member import Member


SIZE: Final = 100  # people of a page


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who registered, as the viewer may see them."""

    member: Member
    registration: Registration


@shown_again_by(show_meeting)
async def save_registration(request: Request) -> Response:
    """POST /chapters/{slug}/meetings/{number}/registration: register, or take it back."""
    viewer, where = caller(request), request.path_params
    seen = await access_meeting(where["slug"], where["number"], viewer)
    own = await see_own(viewer)
    deed = register if read_coming(await read_posted(request)) else take_back
    if deed is register and not seen.may_come:
        raise NoSuchMeeting
    await deed(opened(request, Post), seen.meeting.id, own.id)
    return go(request.app.url_path_for("meeting", **where))


async def show_people(request: Request) -> Response:
    """GET /chapters/{slug}/meetings/{number}/people: who comes, and who was there."""
    seen = await access_to_run(request)
    people = await _see_people(seen.meeting, caller(request))
    pages = count_pages(len(people), SIZE)
    number = min(read_page(request.query_params), pages)
    people = people[(number - 1) * SIZE : number * SIZE]
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
    people = await _see_people(seen.meeting, caller(request))
    ids = {one.member.slug: one.member.id for one in people}
    await set_attendance(
        seen.meeting,
        [ids[slug] for slug in listed if slug in ids],
        [ids[slug] for slug in there if slug in ids],
    )
    return go(request.app.url_path_for("meeting-people", **request.path_params))


async def _see_people(meeting: Meeting, viewer: Viewer) -> list[Coming]:
    """Return who registered and whom the viewer may see, the first first."""
    rows = {one.profile_id: one for one in await list_registrations(meeting)}
    return [Coming(one, rows[one.id]) for one in await see_members(rows, viewer)]
