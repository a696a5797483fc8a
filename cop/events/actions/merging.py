"""Meetings, when their chapter becomes part of another one: they get new numbers there.

How often the one meant to meet is of no effect then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.chapters.actions.movers import ChapterMover, mover_of_rows
from cop.events.models import KeptComponent, Meeting

if TYPE_CHECKING:
    from cop.chapters.actions.movers import Merging, Record


async def move_meetings(merging: Merging) -> Record:
    """Let the meetings of the one follow those of the other; one that both imported stays."""
    theirs = await Meeting.filter(chapter_id=merging.kept.id)
    imported = {(one.uid, one.occurrence) for one in theirs}
    last = max((one.number for one in theirs), default=0)
    moved: list[list[int]] = []
    for one in await Meeting.filter(chapter_id=merging.gone.id).order_by("number"):
        if (one.uid, one.occurrence) not in imported:
            last += 1
            await Meeting.filter(id=one.id).update(chapter_id=merging.kept.id, number=last)
            moved.append([one.id, one.number])
    return {"moved": moved}


async def return_meetings(merging: Merging, record: Record) -> None:
    """Give the meetings back, under their old numbers."""
    for number, old in record["moved"]:
        await Meeting.filter(id=number).update(chapter_id=merging.gone.id, number=old)


CHAPTER_MOVERS: Final = (
    ChapterMover("meetings", move_meetings, return_meetings),
    mover_of_rows("kept components", KeptComponent, "key"),
)
