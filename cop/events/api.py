"""Meetings for machines, under the same access as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.queries.chapters import get_chapter
from cop.events.access import Seen, SeenItem, see_chapters_meetings
from cop.events.queries import list_full
from cop.events.states import is_open
from cop.kit.api import Endpoint
from cop.kit.i18n import mark
from cop.kit.parameters import LANG
from profiles.api import SLUG

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.requests import Request

    from cop.accounts.viewer import Viewer


async def list_meetings(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/meetings: the meetings of a chapter that one may see."""
    viewer = caller(request)
    chapter = await get_chapter(request.path_params["slug"], viewer)
    shown = await see_chapters_meetings(chapter, viewer, agenda=True)
    full = await list_full([one.meeting for one in shown if is_open(one.meeting)])
    return {"meetings": [meeting_as_json(one) | _own_as_json(one, viewer, full) for one in shown]}


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
        "agenda": [_item_as_json(one) for one in seen.agenda],
        "summary": meeting.summary,
    }


def _own_as_json(seen: Seen, viewer: Viewer, full: Collection[int]) -> dict[str, Any]:
    """Return how the viewer stands to the meeting: nothing for who cannot register."""
    if viewer.account_id is None or not viewer.is_member:
        return {}
    seat = seen.own.seat if seen.own else ""
    is_free = seen.may_come and is_open(seen.meeting)
    return {"registration": {"seat": seat, "open": is_free, "full": seen.meeting.id in full}}


def _item_as_json(seen: SeenItem) -> dict[str, Any]:
    return {
        "title": seen.item.title,
        "contributor": seen.member.name if seen.member else seen.name,
        "member": seen.member.slug if seen.member else "",
        "minutes": seen.item.minutes or 0,
        "recording": seen.item.recording,
    }


_ITEM: Final = {
    "title": str,
    "contributor": str,
    "member": str,
    "minutes": int,
    "recording": str,
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
        parameters=(SLUG, LANG),
        answer={
            "meetings": [
                {
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
                }
            ]
        },
    ),
)
