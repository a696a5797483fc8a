"""What meetings keep about a person."""

from __future__ import annotations

from typing import Final

from cop.events.models import AgendaItem, CalendarFeed, Registration
from cop.kit.personal import Part

PARTS: Final = (
    Part(
        name="registrations",
        model=Registration,
        columns=("meeting__title", "meeting__starts_at", "seat", "attended", "reminded", "at"),
        withheld={
            "id": "a number of ours",
            "profile_id": "it is you",
            "meeting_id": "the meeting is named",
        },
        find=lambda one: Registration.filter(profile_id=one.profile_id or 0),
    ),
    Part(
        name="contributions",
        model=AgendaItem,
        columns=("meeting__title", "number", "title", "contributor", "minutes", "recording"),
        withheld={
            "id": "a number of ours",
            "profile_id": "it is you",
            "meeting_id": "the meeting is named",
        },
        find=lambda one: AgendaItem.filter(profile_id=one.profile_id or 0),
    ),
    Part(
        name="calendar_of_meetings",
        model=CalendarFeed,
        columns=("fed_at",),
        withheld={"id": "a number of ours", "account_id": "it is you"},
        find=lambda one: CalendarFeed.filter(account_id=one.account_id),
    ),
)
