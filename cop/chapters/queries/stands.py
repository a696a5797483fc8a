"""How everybody stands to a chapter, and how that changed: plain values, for pages of thousands.

Whoever looks learns of those only whom they may find now, down to the last count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cop.chapters.models.memberships import State
from cop.kit.database import as_moment, read_rows
from profiles.access import map_glimpses

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter

_PLACES: Final = (
    "SELECT profile_id, state, since FROM membership WHERE chapter_id IN ({}) AND state <> ''"
    " ORDER BY since, id"
)
_STEPS: Final = (
    'SELECT profile_id, "before", stood_since, "after", "at" FROM membership_step'
    " WHERE chapter_id IN ({}) ORDER BY id"
)
_STATES: Final = {one.value: one for one in State}


class Stand(NamedTuple):  # made by the thousand, as the other
    """How a member stands to a chapter, since when, and a glimpse of them."""

    profile_id: int
    state: State
    since: datetime
    confirmed: datetime
    gender: str


class Change(NamedTuple):
    """A step of a member from one state to another; `stood` is since when in the one before."""

    profile_id: int
    before: State
    stood: datetime | None
    after: State
    at: datetime


async def see_stands(chapter: Chapter, viewer: Viewer) -> list[Stand]:
    """Return how those whom `viewer` may find stand to `chapter`, the longest first."""
    rows = await read_rows(_PLACES, [chapter.id])
    seen = await map_glimpses([row[0] for row in rows], viewer)
    return [
        Stand._make((one, _STATES[state], as_moment(since), *seen[one]))
        for one, state, since in rows
        if one in seen
    ]


async def list_changes(chapter: Chapter, seen: Collection[int]) -> list[Change]:
    """Return all steps of the members `seen`, the oldest first."""
    return [
        Change(one, _STATES[before], stood and as_moment(stood), _STATES[after], as_moment(at))
        for one, before, stood, after, at in await read_rows(_STEPS, [chapter.id])
        if one in seen
    ]
