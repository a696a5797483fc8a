"""Announcements, when their chapter becomes part of another one.

Whoever turned off those of the one hears nothing of the other either, until they turn it on.
"""

from __future__ import annotations

from typing import Final

from cop.announcements.models import Announcement, TurnedOff
from cop.chapters.actions.movers import mover_of_rows

CHAPTER_MOVERS: Final = (
    mover_of_rows("announcements", Announcement),
    mover_of_rows("turned off", TurnedOff, "account_id"),
)
