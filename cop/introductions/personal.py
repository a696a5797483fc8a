"""What is kept about who was suggested to a person, and what they answered."""

from __future__ import annotations

from typing import Final

from cop.introductions.models import Digest, Suggested
from cop.kit.personal import Part

PARTS: Final = (
    Part(
        name="matches_answered",
        model=Suggested,
        columns=("profile_id", "told_at", "answer", "answered_at", "helped", "helped_at"),
        withheld={"id": "a number of ours", "account_id": "it is you"},
        # What others answered about you is theirs: those rows are told to them.
        find=lambda one: Suggested.filter(account_id=one.account_id),
    ),
    Part(
        name="matches_by_mail",
        model=Digest,
        columns=("since", "due_at"),
        withheld={"id": "a number of ours", "account_id": "it is you"},
        find=lambda one: Digest.filter(account_id=one.account_id),
    ),
)
