"""What messages and reports keep about a person."""

from __future__ import annotations

from typing import Final

from cop.contact.models import Message, Report
from cop.kit.personal import Part

_NOBODY: Final = 0  # no profile has this number

PARTS: Final = (
    Part(
        name="messages_sent",
        model=Message,
        columns=("id", "recipient_id", "answers_id", "text", "sent_at"),
        withheld={"key": "of the form it was written in", "sender_id": "it is you"},
        find=lambda one: Message.filter(sender_id=one.account_id),
    ),
    Part(
        name="messages_received",
        model=Message,
        columns=("id", "sender__name", "answers_id", "text", "sent_at"),
        withheld={"recipient_id": "it is you"},
        find=lambda one: Message.filter(recipient_id=one.profile_id or _NOBODY),
    ),
    Part(
        name="reports",
        model=Report,
        columns=("subject", "reason", "words", "at", "state", "decided_at", "decision"),
        withheld={
            "id": "a number of ours",
            "reporter_id": "it is you",
            "decided_by": "an administrator, who decided for the community",
        },
        find=lambda one: Report.filter(reporter_id=one.account_id),
    ),
)
