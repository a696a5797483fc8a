"""What programs post in the examples on the page of the API, in the order in which it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_KENYA: Final = "/api/v1/chapters/kenya"
_RATES: Final = f"{_KENYA}/meetings/1"  # which is announced
_ROLLS: Final = f"{_KENYA}/meetings/2"  # which is planned first
_PLAN: Final = {
    "title": "Rolls", "description": "What a roll needs.", "date": "2030-02-12", "time": "15:00",
    "zone": "Africa/Nairobi", "minutes": 60, "link": "https://call.example.org/kenya",
}  # fmt: skip
_CALENDAR: Final = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1@example.net\r\nDTSTART:20300312T120000Z\r\n"
    "SUMMARY:Valuation\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@dataclass(frozen=True, slots=True)
class Posted:
    """What is sent to an address of the endpoint with this name."""

    name: str
    address: str
    body: Mapping[str, Any]


BY_COORDINATORS: Final = (
    Posted("api-decide", f"{_KENYA}/members/bela", {"deed": "approve"}),
    Posted("api-plan-meeting", f"{_KENYA}/meetings", _PLAN),
    Posted("api-edit-meeting", f"{_ROLLS}/edit", _PLAN | {"sequence": 0, "minutes": 90}),
    Posted(
        "api-edit-agenda",
        f"{_ROLLS}/agenda",
        {
            "sequence": 1,
            "items": [
                {"title": "Who keeps a roll", "contributor": "/members/ada", "minutes": 20},
                {"title": "What it costs", "contributor": "Prof. Wekesa"},
            ],
        },
    ),
    Posted("api-take-meeting-step", f"{_ROLLS}/state", {"step": "announce"}),
    Posted("api-save-summary", f"{_ROLLS}/summary", {"summary": "We **agreed** on a form."}),
    Posted("api-set-rhythm", f"{_KENYA}/meetings/rhythm", {"rhythm": "monthly"}),
    Posted(
        "api-import-meetings",
        f"{_KENYA}/meetings/import",
        {"text": _CALENDAR, "zone": "Africa/Nairobi", "preview": True},
    ),
    Posted(
        "api-save-attendance", f"{_RATES}/people", {"listed": ["bela"], "there": ["bela"]}
    ),
)  # fmt: skip
BY_MEMBERS: Final = (
    Posted("api-register", f"{_RATES}/registration", {"coming": "yes"}),
)  # fmt: skip
