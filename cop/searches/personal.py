"""What saved searches keep about a person. Unanswered questions are nobody's."""

from __future__ import annotations

from typing import Final

from cop.kit.personal import Part
from cop.searches.models import FoundBefore, SavedSearch

PARTS: Final = (
    Part(
        name="saved_searches",
        model=SavedSearch,
        columns=("name", "question", "often", "due_at", "looked_at", "fed_at", "created_at"),
        withheld={
            "id": "a number of ours",
            "account_id": "it is you",
            "is_wide": "how many others the search found",
        },
        find=lambda one: SavedSearch.filter(account_id=one.account_id),
    ),
    Part(
        name="found_before",
        model=FoundBefore,
        columns=("search__name", "profile_id"),
        withheld={
            "id": "a number of ours",
            "search_id": "the search stands here with its name",
        },  # whose searches found you is theirs: those rows are told to them
        find=lambda one: FoundBefore.filter(search__account_id=one.account_id),
    ),
)
