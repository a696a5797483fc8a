"""What chapters keep about a person."""

from __future__ import annotations

from typing import Final

from cop.chapters.models import Membership
from cop.kit.personal import Part

PARTS: Final = (
    Part(
        name="memberships",
        model=Membership,
        columns=("chapter__slug", "state", "words", "since"),
        withheld={
            "id": "a number of ours",
            "profile_id": "it is you",
            "chapter_id": "the chapter is named",
        },
        find=lambda one: Membership.filter(profile_id=one.profile_id or 0),
    ),
)
