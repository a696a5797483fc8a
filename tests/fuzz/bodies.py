"""What programs ask and send for a good answer: one table, as `needs` is for pages and forms.

A value is what stands in the address or in the JSON object, or makes it; under "*" something makes
several at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.fuzz.made import desk, meetings, members

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from tests.fuzz.callers import Caller
    from tests.fuzz.made.own import Made

_NUMBERS: Final = frozenset({"seat", "version"})


def _numbered(make: Callable[[Caller], Awaitable[Made]]) -> Callable[[Caller], Awaitable[Made]]:
    """Let what is made for a form say its numbers as JSON does."""

    async def made(caller: Caller) -> Made:
        said = await make(caller)
        return {name: int(one) if name in _NUMBERS else one for name, one in said.items()}

    return made


_WORDS: Final = {"title-en": "Hello", "text-en": "We meet."}
BODIES: Final[Mapping[str, Mapping[str, Any]]] = {
    # Members of a chapter
    "api-decide": {"slug": desk.own_chapter, "member": members.neighbour, "deed": "invite"},
    # Seats
    "api-offer-seat": {"*": desk.offer},
    "api-end-seat": {"*": _numbered(desk.seat)},
    "api-answer-seat": {"*": _numbered(desk.own_seat)},
    "api-step-down": {"slug": desk.led_with_others, "deed": "step-down"},
    # The chapter itself
    "api-describe": {"*": _numbered(desk.about)},
    "api-turn": {"slug": desk.own_chapter, "turn": "rest", "words": "Holidays."},
    # Meetings
    "api-plan-meeting": {"slug": desk.own_chapter} | meetings.BODY,
    "api-set-rhythm": {"slug": desk.own_chapter, "rhythm": "monthly"},
    "api-edit-meeting": {"*": meetings.by_program, "sequence": 0} | meetings.BODY,
    "api-edit-agenda": {"*": meetings.by_program, "sequence": 0, "items": meetings.ITEMS},
    "api-take-meeting-step": {"*": meetings.by_program, "step": "cancel"},
    "api-save-summary": {"*": meetings.by_program, "sequence": 0, "summary": "We agreed."},
    "api-register": {"*": meetings.by_program, "coming": "yes"},
    "api-save-attendance": {"*": meetings.held, "listed": ["ada"], "there": []},
    "api-import-meetings": {
        "slug": desk.own_chapter,
        "text": meetings.FEED,
        "zone": "Asia/Manila",
        "preview": True,
    },
    # Announcements
    "api-announcement": {"number": desk.announced},
    "api-announcement-desk": {"number": desk.own_draft},
    "api-keep-draft": {"slug": desk.own_chapter} | _WORDS | {"q": "water", "public": True},
    "api-change-draft": {"number": desk.own_draft, "version": 1} | _WORDS | {"to": "topic=wash"},
    "api-do-with-announcement": {"number": desk.own_draft, "version": 1, "deed": "send"},
    "api-choose-often": {"often": "weekly"},
    "api-turn-list": {"list": "0", "turn": "off"},
    "api-note": {"*": desk.noted},
    "api-delete-note": {"*": desk.noted, "deed": "delete"},
    "api-do-bulk": {"slug": desk.own_chapter, "members": desk.newcomers, "deed": "invite"},
    "api-bulk-deed": {"*": desk.own_bulk},
    "api-undo-bulk": {"*": desk.own_bulk, "deed": "undo"},
    "api-set-joining": {"slug": desk.own_chapter, "joining": "open"},
    # One's own place in it
    "api-change-own-place": {"slug": desk.chapter, "deed": "join"},
}
