"""Meetings for machines, under the same access as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.access import may_coordinate
from cop.chapters.queries.chapters import get_chapter
from cop.events.access import Seen, SeenItem, access_meeting, see, see_chapters_meetings
from cop.events.queries import get_rhythm, list_full
from cop.events.states import is_open, list_steps
from cop.kit.api import DEEPEST, PAGED, Endpoint, cut
from cop.kit.i18n import mark
from cop.kit.parameters import LANG, Parameter, which_page
from profiles.api import SLUG

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from starlette.requests import Request

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter


SIZE: Final = 50  # meetings of a page


async def list_meetings(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/meetings: the meetings of a chapter that one may see."""
    viewer = caller(request)
    chapter = await get_chapter(request.path_params["slug"], viewer)
    known = [one.meeting for one in await see_chapters_meetings(chapter, viewer)]
    wanted, told = cut(request, known, SIZE)
    shown = await see(wanted, chapter, viewer, agenda=True)
    return {
        **told,
        "meetings": await _shown_as_json(shown, viewer),
        **(await rhythm_as_json(chapter) if may_coordinate(viewer, chapter.slug) else {}),
    }


async def show_meeting(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/meetings/{number}: a meeting as one may see it."""
    where = request.path_params
    return await tell_meeting(where["slug"], where["number"], caller(request))


async def tell_meeting(slug: str, number: str, viewer: Viewer) -> dict[str, Any]:
    """Return the meeting with this number of the chapter at `slug`, as the viewer may see it.

    Raises:
        NotFound: there is none, or not for this viewer.
    """
    seen = await access_meeting(slug, number, viewer)
    return (await _shown_as_json([seen], viewer))[0]


async def rhythm_as_json(chapter: Chapter) -> dict[str, str]:
    """Return how often the chapter means to meet."""
    return {"rhythm": await get_rhythm(chapter)}


async def _shown_as_json(shown: Sequence[Seen], viewer: Viewer) -> list[dict[str, Any]]:
    full = await list_full([one.meeting for one in shown if is_open(one.meeting)])
    return [
        meeting_as_json(one) | _own_as_json(one, viewer, full) | _run_as_json(one) for one in shown
    ]


def meeting_as_json(seen: Seen) -> dict[str, Any]:
    """Return a meeting as its viewer may see it; times in UTC."""
    meeting = seen.meeting
    return {
        "number": meeting.number,
        "state": meeting.state,
        "title": meeting.title,
        "description": meeting.description,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "zone": meeting.zone,
        "place": meeting.place,
        "link": seen.link,
        "has_link": bool(seen.link) or seen.hides_link,
        "public": meeting.is_public,
        "agenda": [
            _item_as_json(one) | ({"item": one.item.id} if seen.runs else {}) for one in seen.agenda
        ],
        "summary": meeting.summary,
    }


def _own_as_json(seen: Seen, viewer: Viewer, full: Collection[int]) -> dict[str, Any]:
    """Return how the viewer stands to the meeting: nothing for who cannot register."""
    if viewer.account_id is None or not viewer.is_member:
        return {}
    seat = seen.own.seat if seen.own else ""
    is_free = seen.may_come and is_open(seen.meeting)
    return {"registration": {"seat": seat, "open": is_free, "full": seen.meeting.id in full}}


def _run_as_json(seen: Seen) -> dict[str, Any]:
    """Return what is asked for when the meeting is changed: nothing for who does not run it."""
    meeting = seen.meeting
    if not seen.runs:
        return {}
    return {
        "sequence": meeting.sequence,
        "is_link_open": meeting.is_link_open,
        "steps": [step.value for step, _label in list_steps(meeting)],
    } | ({"capacity": meeting.capacity} if meeting.capacity else {})


def _item_as_json(seen: SeenItem) -> dict[str, Any]:
    return {
        "title": seen.item.title,
        "contributor": seen.member.name if seen.member else seen.name,
        "member": seen.member.slug if seen.member else "",
        "minutes": seen.item.minutes or 0,
        "recording": seen.item.recording,
    }


NUMBER: Final = Parameter(
    name="number", about=mark("The number of the meeting in its chapter."), in_path=True
)
_ITEM: Final = {
    "item?": int,
    "title": str,
    "contributor": str,
    "member": str,
    "minutes": int,
    "recording": str,
}
MEETING: Final = {
    "number": int,
    "state": str,
    "title": str,
    "description": str,
    "starts_at": str,
    "ends_at": str,
    "zone": str,
    "place": str,
    "link": str,
    "has_link": bool,
    "public": bool,
    "agenda": [_ITEM],
    "summary": str,
    "registration?": {"seat": str, "open": bool, "full": bool},
    "sequence?": int,
    "is_link_open?": bool,
    "steps?": [str],
    "capacity?": int,
}

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/chapters/{slug}/meetings",
        view=list_meetings,
        name="api-meetings",
        about=mark(
            "The meetings of a chapter, the first first; those for members, and one's own"
            " registrations, with a token that reaches so far."
        ),
        parameters=(SLUG, which_page(DEEPEST), LANG),
        answer=PAGED | {"meetings": [MEETING], "rhythm?": str},
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/meetings/{number}",
        view=show_meeting,
        name="api-meeting",
        about=mark(
            "One meeting, as it stands in the list. Those who coordinate its chapter also read"
            " what a change asks for: `sequence`, and `item` of each row of the agenda."
        ),
        parameters=(SLUG, NUMBER, LANG),
        answer=MEETING,
    ),
)
