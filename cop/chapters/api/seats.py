"""The seats of a chapter for programs of those who run it, and of those who sit there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.access import find_own_seat, find_seat_to_end
from cop.chapters.actions.leading import step_down
from cop.chapters.actions.seating import answer_seat, end_seat, offer_seat
from cop.chapters.api.desk import access
from cop.chapters.forms.seats import OWN_DEEDS, read_answer, read_asked, read_seat
from cop.chapters.queries.chapters import get_chapter
from cop.chapters.queries.seated import list_own_seats, see_leading, see_seated
from cop.chapters.rules.seats import TAKEN, Offer, SeatKind
from cop.kit.api import Endpoint, sent
from cop.kit.forms import LARGEST_ID
from cop.kit.i18n import mark
from cop.kit.mail import Post
from cop.kit.parameters import LANG, Parameter, deed
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_member, see_own
from profiles.api import SHORT, SLUG, short_as_json
from profiles.looks import record_looks

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.chapters.models.chapters import Chapter
    from cop.chapters.models.seats import Seat


async def list_seats(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/seats: who leads it, or is asked to, and until when."""
    return await _seats_as_json(request, await access(request))


async def offer(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/seats: ask a member to take a seat, or to stay in it."""
    viewer, chapter = caller(request), await access(request)
    asked = read_asked(sent(request))
    member = await see_member(asked.who, viewer)
    offered = Offer(chapter, member.id, asked.kind, asked.ends_on)
    done = await offer_seat(opened(request, Post), opened(request, Vocabulary), viewer, offered)
    return {"done": done} | await _seats_as_json(request, chapter)


async def end(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/seats/end: take an offer back, or end a term."""
    viewer, chapter = caller(request), await access(request)
    seat = await find_seat_to_end(viewer, chapter, read_seat(sent(request)))
    done = seat is not None and await end_seat(viewer, chapter, seat)
    return {"done": done} | await _seats_as_json(request, chapter)


async def leave(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/step-down: look after the chapter no more."""
    chapter = await access(request)
    await step_down(caller(request), chapter)
    return await _own_as_json(request, chapter)


async def list_own(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/seat: what one is, or is asked to be."""
    await see_own(caller(request))
    return await _own_as_json(request, await _get(request))


async def answer(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/seat: accept, decline, keep or give up one's own seat."""
    viewer = caller(request)
    await see_own(viewer)
    chapter = await _get(request)
    seat = await find_own_seat(viewer, chapter, read_seat(sent(request)))
    deed = read_answer(sent(request))
    done = seat is not None and await answer_seat(viewer, chapter, seat, deed)
    return {"done": done} | await _own_as_json(request, chapter)


async def _get(request: Request) -> Chapter:
    return await get_chapter(request.path_params["slug"], caller(request))


async def _seats_as_json(request: Request, chapter: Chapter) -> dict[str, Any]:
    viewer = caller(request)
    seated = await see_seated(chapter, viewer, *TAKEN)
    coordinators = (await see_leading(chapter, viewer)).coordinators
    await record_looks(viewer, [*(one.member for one in seated), *coordinators], SHORT)
    return {
        "seats": [short_as_json(one.member) | _seat_as_json(one.seat) for one in seated],
        "coordinators": [short_as_json(one) for one in coordinators],
    }


async def _own_as_json(request: Request, chapter: Chapter) -> dict[str, Any]:
    own = await list_own_seats(chapter, caller(request).account_id)
    return {"seats": [_seat_as_json(one) for one in own]}


def _seat_as_json(seat: Seat) -> dict[str, Any]:
    days = {"ends_on": seat.ends_on, "asked_until": seat.asked_until}
    return {"number": seat.id, "kind": seat.kind, "state": seat.state} | {
        name: day.isoformat() for name, day in days.items() if day
    }


_SEAT: Final = {"number": int, "kind": str, "state": str, "ends_on?": str, "asked_until?": str}
_SEATS: Final = {"seats": [SHORT | _SEAT], "coordinators": [SHORT]}
_OWN: Final = {"seats": [_SEAT]}
_DONE: Final = {"done": bool}
_NUMBER: Final = Parameter(
    name="seat", about=mark("The number of the seat."), most=LARGEST_ID, required=True
)

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/chapters/{slug}/seats",
        view=list_seats,
        name="api-seats",
        about=mark(
            "For those who coordinate the chapter: who leads it, or is asked to, and until when."
        ),
        parameters=(SLUG, LANG),
        answer=_SEATS,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/seats",
        view=offer,
        name="api-offer-seat",
        about=mark(
            "For those who coordinate the chapter: ask an active member to take a seat; who sits "
            "there is asked to stay until that day. They are told by mail, and it is theirs to "
            "accept."
        ),
        parameters=(SLUG, LANG),
        body=(
            Parameter(
                name="who", about=mark("Whom: the last part of their address."), required=True
            ),
            Parameter(
                name="kind", about=mark("Which seat."), choices=tuple(SeatKind), required=True
            ),
            Parameter(name="ends_on", about=mark("The last day; co-chairs have one.")),
        ),
        answer=_DONE | _SEATS,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/seats/end",
        view=end,
        name="api-end-seat",
        about=mark(
            "For those who coordinate the chapter: take an offer back, or end a term. Coordinators "
            "do not put each other out."
        ),
        parameters=(SLUG, LANG),
        body=(_NUMBER,),
        answer=_DONE | _SEATS,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/seat",
        view=list_own,
        name="api-own-seats",
        about=mark("What the owner of the token is in the chapter, or is asked to be."),
        parameters=(SLUG, LANG),
        answer=_OWN,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/seat",
        view=answer,
        name="api-answer-seat",
        about=mark("Accept, decline, keep or give up one's own seat."),
        parameters=(SLUG, LANG),
        body=(
            _NUMBER,
            deed(tuple(OWN_DEEDS)),
        ),
        answer=_DONE | _OWN,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/step-down",
        view=leave,
        name="api-step-down",
        about=mark(
            "For those who coordinate the chapter: look after it no more. The last one cannot "
            "leave it alone."
        ),
        parameters=(SLUG, LANG),
        body=(deed(("step-down",)),),
        answer=_OWN,
    ),
)
