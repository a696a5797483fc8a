"""What programs do in the examples on the page of the API, in the order in which it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_KENYA: Final = "/api/v1/chapters/kenya"
_RATES: Final = f"{_KENYA}/meetings/1"  # which is announced
_HELD: Final = f"{_KENYA}/meetings/2"
_ROLLS: Final = f"{_KENYA}/meetings/3"  # which is planned first
_PLAN: Final = {
    "title": "Rolls", "description": "What a roll needs.", "date": "2030-02-12", "time": "15:00",
    "zone": "Africa/Nairobi", "minutes": 60, "link": "https://call.example.org/kenya",
}  # fmt: skip
_AGENDA: Final = [
    {"title": "Who keeps a roll", "contributor": "/members/ada", "minutes": 20},
    {"title": "What it costs", "contributor": "Prof. Wekesa"},
]
_ANNOUNCEMENTS: Final = "/api/v1/announcements"
_DRAFT: Final = f"{_ANNOUNCEMENTS}/9"
_WORDS: Final = {
    "title-en": "Land rates", "text-en": "Bring your **rolls**.",
    "title-fr": "Taxe foncière", "text-fr": "Apportez vos **rôles**.",
}  # fmt: skip
_CALENDAR: Final = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1@example.net\r\nDTSTART:20300312T120000Z\r\n"
    "SUMMARY:Valuation\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@dataclass(frozen=True, slots=True)
class Posted:
    """What is sent to an endpoint, by its name; with no body it is only read.

    `by` is whose token it is: of Cora, who coordinates, or of a member.
    """

    name: str
    address: str
    body: Mapping[str, Any] | None = None
    by: str = "cora"


POSTED: Final = (
    # Members
    Posted("api-decide", f"{_KENYA}/members/bela", {"deed": "approve"}),
    Posted("api-note", f"{_KENYA}/members/ada/notes", {"note": "Could lead the tax group."}),
    Posted("api-delete-note", f"{_KENYA}/members/ada/notes/1", {"deed": "delete"}),
    Posted(
        "api-do-bulk",
        f"{_KENYA}/deeds",
        {"deed": "invite", "members": ["ada", "chidi"], "words": "Do join us."},
    ),
    Posted("api-bulk-deed", f"{_KENYA}/deeds/1"),
    Posted("api-undo-bulk", f"{_KENYA}/deeds/1", {"deed": "undo"}),
    # Seats
    Posted("api-offer-seat", f"{_KENYA}/seats", {"who": "bela", "kind": "coordinator"}),
    Posted("api-own-seats", f"{_KENYA}/seat", by="bela"),
    Posted("api-answer-seat", f"{_KENYA}/seat", {"seat": 2, "deed": "decline"}, by="bela"),
    Posted("api-end-seat", f"{_KENYA}/seats/end", {"seat": 1}),
    # Meetings
    Posted("api-plan-meeting", f"{_KENYA}/meetings", _PLAN),
    Posted("api-edit-meeting", f"{_ROLLS}/edit", _PLAN | {"sequence": 0, "minutes": 90}),
    Posted("api-edit-agenda", f"{_ROLLS}/agenda", {"sequence": 1, "items": _AGENDA}),
    Posted("api-take-meeting-step", f"{_ROLLS}/state", {"step": "announce"}),
    Posted(
        "api-save-summary",
        f"{_ROLLS}/summary",
        {"sequence": 3, "summary": "We **agreed** on a form."},
    ),
    Posted("api-register", f"{_RATES}/registration", {"coming": "yes"}, by="bela"),
    Posted("api-save-attendance", f"{_HELD}/people", {"listed": ["bela"], "there": ["bela"]}),
    Posted("api-set-rhythm", f"{_KENYA}/meetings/rhythm", {"rhythm": "monthly"}),
    Posted(
        "api-import-meetings",
        f"{_KENYA}/meetings/import",
        {"text": _CALENDAR, "zone": "Africa/Nairobi", "preview": True},
    ),
    # Announcements
    Posted("api-keep-draft", f"{_KENYA}/announcements", _WORDS | {"to": "topic=property-tax"}),
    Posted("api-change-draft", f"{_DRAFT}/edit", _WORDS | {"version": 1, "public": True}),
    Posted("api-do-with-announcement", f"{_DRAFT}/desk", {"deed": "send", "version": 2}),
    Posted("api-choose-often", f"{_ANNOUNCEMENTS}/lists", {"often": "weekly"}),
    Posted("api-turn-list", f"{_ANNOUNCEMENTS}/lists/0", {"turn": "off"}),
    # The chapter itself
    Posted("api-settings", f"{_KENYA}/settings"),
    Posted(
        "api-describe",
        f"{_KENYA}/settings",
        {"version": 1, "languages": "English; Swahili; French"},
    ),
    Posted("api-set-joining", f"{_KENYA}/joining", {"joining": "request"}),
    Posted("api-own-place", f"{_KENYA}/place", by="bela"),
    Posted("api-change-own-place", f"{_KENYA}/place", {"deed": "pause"}, by="bela"),
    Posted("api-turn", f"{_KENYA}/state", {"turn": "rest", "words": "Until the elections."}),
    Posted("api-step-down", f"{_KENYA}/step-down", {"deed": "step-down"}),
)
