"""The page of a chapter's seats, and what members answer who are asked to take one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.chapters.access import access_chapter, find_own_seat, find_seat_to_end, may_end_seat
from cop.chapters.actions.seating import answer_seat, end_seat, offer_seat
from cop.chapters.forms.seats import read_answer, read_asked, read_seat
from cop.chapters.queries.chapters import get_chapter
from cop.chapters.queries.seated import (
    count_ending_seats,
    see_candidates,
    see_leading,
    see_seated,
)
from cop.chapters.rules.seats import TAKEN, Offer, SeatKind
from cop.chapters.scopes import chapter_name
from cop.kit.again import shown_again_by
from cop.kit.forms import read_one, read_posted
from cop.kit.i18n import current_language
from cop.kit.mail import Post
from cop.kit.panels import Panel
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_member
from profiles.looks import IN_ROWS, record_looks
from search.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.chapters.models.chapters import Chapter
    from cop.kit.errors import CopError


async def show_seats(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/seats: who leads the chapter, until when, and who might be asked."""
    viewer = caller(request)
    chapter = await access_chapter(viewer, request.path_params["slug"])
    wanted = read_one(request.query_params, "q").strip()
    seated = await see_seated(chapter, viewer, *TAKEN)
    sitting = {one.member.id for one in seated if one.seat.kind == SeatKind.COORDINATOR}
    leading = (await see_leading(chapter, viewer)).coordinators
    await record_looks(viewer, [*(one.member for one in seated), *leading], IN_ROWS)
    return page(
        request,
        "chapters/seats.html",
        chapter=chapter,
        name=chapter_name(chapter, opened(request, Vocabulary), current_language()),
        seated=[(one, may_end_seat(viewer, one.seat)) for one in seated],
        leading=[one for one in leading if one.id not in sitting],
        candidates=await see_candidates(chapter, wanted, opened(request, Engine), viewer),
        wanted=wanted,
        typed=await read_posted(request) if error else {"kind": SeatKind.CO_CHAIR.value},
        error=error,
        private=True,
    )


@shown_again_by(show_seats)
async def save_offer(request: Request) -> Response:
    """POST /chapters/{slug}/seats: ask a member to be co-chair or coordinator."""
    viewer = caller(request)
    chapter = await access_chapter(viewer, request.path_params["slug"])
    form = await read_posted(request)
    asked = read_asked(form)
    member = await see_member(asked.who, viewer)
    offer = Offer(chapter, member.id, asked.kind, asked.ends_on)
    await offer_seat(opened(request, Post), opened(request, Vocabulary), viewer, offer)
    return _go_back(request, chapter, form)


async def save_end(request: Request) -> Response:
    """POST /chapters/{slug}/seats/end: take an offer back, or end a term."""
    viewer = caller(request)
    chapter = await access_chapter(viewer, request.path_params["slug"])
    form = await read_posted(request)
    seat = await find_seat_to_end(viewer, chapter, read_seat(form))
    if seat:
        await end_seat(viewer, chapter, seat)
    return _go_back(request, chapter, form)


def _go_back(request: Request, chapter: Chapter, form: Mapping[str, str]) -> Response:
    """Lead to the page of seats, or to where the chapter is handed over."""
    back = "hand-over" if form.get("back") == "hand-over" else "seats"
    return go(request.app.url_path_for(back, slug=chapter.slug))


async def save_answer(request: Request) -> Response:
    """POST /chapters/{slug}/seat: accept, decline or give up one's own seat."""
    viewer = caller(request)
    chapter = await get_chapter(request.path_params["slug"], viewer)
    form = await read_posted(request)
    seat = await find_own_seat(viewer, chapter, read_seat(form))
    if seat:
        await answer_seat(viewer, chapter, seat, read_answer(form))
    return go(request.app.url_path_for("chapter", slug=chapter.slug))


async def make_leading_panel(request: Request, chapter: Chapter) -> Panel | None:
    """Show who leads a chapter, as far as the viewer may find them."""
    leading = await see_leading(chapter, caller(request))
    await record_looks(caller(request), leading.everybody, IN_ROWS)
    return Panel("chapters/leading.html", {"leading": leading}) if leading.everybody else None


async def make_desk_panel(request: Request, chapter: Chapter) -> Panel | None:
    """Tell coordinators how many terms end soon, of those whom they may find."""
    ending = await count_ending_seats(chapter, caller(request))
    context = {"chapter": chapter, "ending": ending}
    return Panel("chapters/seats_duty.html", context) if ending else None
