"""What announcements keep about a person."""

from __future__ import annotations

from typing import Final

from cop.announcements.models import Announcement, Bounce, ForTheWeek, MailChoice, TurnedOff
from cop.kit.personal import Part

_ROW: Final = {"id": "a number of ours", "account_id": "it is you"}

PARTS: Final = (
    Part(
        name="announcements",
        model=Announcement,
        columns=(
            "chapter__slug",
            *("words", "language", "question", "is_public", "version", "stage"),
            *("created_at", "sent_at"),
        ),
        withheld=_ROW
        | {"chapter_id": "the chapter is named", "prepared_to": "a number of somebody else"},
        find=lambda one: Announcement.filter(account_id=one.account_id),
    ),
    Part(
        name="how_announcements_come",
        model=MailChoice,
        columns=("often", "due_at"),
        withheld=_ROW,
        find=lambda one: MailChoice.filter(account_id=one.account_id),
    ),
    Part(
        name="announcements_turned_off",
        model=TurnedOff,
        columns=("chapter__slug", "at"),
        withheld=_ROW | {"chapter_id": "the chapter is named"},
        find=lambda one: TurnedOff.filter(account_id=one.account_id),
    ),
    Part(
        name="announcements_for_the_week",
        model=ForTheWeek,
        columns=("announcement_id",),
        withheld=_ROW,
        find=lambda one: ForTheWeek.filter(account_id=one.account_id),
    ),
    Part(
        name="mails_that_came_back",
        model=Bounce,
        columns=("reason", "at", "confirmed_at"),
        withheld=_ROW | {"email_key": "the address in another form"},
        find=lambda one: Bounce.filter(account_id=one.account_id),
    ),
)
