"""What shortlists keep about a person."""

from __future__ import annotations

from typing import Final

from cop.kit.personal import Part
from cop.shortlists.models import Shortlist, Shortlisted

_NOBODY: Final = 0  # no profile has this number

PARTS: Final = (
    Part(
        name="shortlists",
        model=Shortlist,
        columns=("name", "description", "with_notes", "created_at", "changed_at"),
        withheld={
            "id": "a number of ours",
            "account_id": "it is you",
            "link": "half of a secret; the page of the list shows the whole",
        },
        find=lambda one: Shortlist.filter(account_id=one.account_id),
    ),
    Part(
        name="shortlisted",
        model=Shortlisted,
        columns=("shortlist__name", "profile_id", "note", "added_at"),
        withheld={"id": "a number of ours", "shortlist_id": "the list is named"},
        find=lambda one: Shortlisted.filter(shortlist__account_id=one.account_id),
    ),
    Part(
        name="on_shortlists_of_others",
        model=Shortlisted,
        columns=("added_at",),
        withheld={
            "id": "a number of ours",
            "shortlist_id": "who keeps whom in mind is for them to say",
            "profile_id": "it is you",
            "note": "another person's own words, for themselves",
        },
        find=lambda one: Shortlisted.filter(profile_id=one.profile_id or _NOBODY),
    ),
)
