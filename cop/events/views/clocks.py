"""The zone in which somebody wants to be shown times, and meetings with what clocks show there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.events.forms import read_zone
from cop.events.zones import AREAS, Clock, as_zone, list_zones, show_clock
from cop.kit.again import shown_again_by
from cop.kit.forms import read_one, read_posted
from cop.kit.i18n import current_language
from cop.kit.web import go, local_path, page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.events.access import Seen
    from cop.events.models import Meeting
    from cop.kit.errors import CopError

_KEPT_FOR: Final = 31_536_000  # seconds


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting in a list, and what clocks show where the viewer is."""

    seen: Seen
    clock: Clock


def zone_for(request: Request, meeting: Meeting) -> str:
    """Return the zone that the browser was told, else that of the meeting."""
    return as_zone(request.cookies.get("zone", "")) or meeting.zone


def show_rows(request: Request, shown: Iterable[Seen]) -> list[Row]:
    """Return meetings with their times where the viewer is."""
    return [
        Row(one, show_clock(one.meeting.starts_at, zone_for(request, one.meeting))) for one in shown
    ]


async def show_zone(request: Request, error: CopError | None = None) -> Response:
    """GET /time-zone: choose the zone in which times are shown."""
    return page(
        request,
        "events/zone.html",
        zones=list_zones(current_language()),
        areas=AREAS,
        own=as_zone(request.cookies.get("zone", "")),
        next=local_path(read_one(request.query_params, "next")),
        error=error,
    )


@shown_again_by(show_zone)
async def save_zone(request: Request) -> Response:
    """POST /time-zone: keep the zone in a cookie."""
    form = await read_posted(request)
    response = go(local_path(form.get("next")))
    response.set_cookie("zone", read_zone(form), max_age=_KEPT_FOR, samesite="lax", httponly=True)
    return response
