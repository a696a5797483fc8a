"""Keeping matches true to the members: the living matcher, and the stored generation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.kit.changes import Change, get_position, last_change, set_position
from matching.actions import rematch
from matching.queries import find_current_generation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.matcher import Matcher

DRIFT: Final = 0.02  # of the members have changed: time for a new generation


class MatchSync:
    """Follows the change feed: refreshes the matcher, and now and then the stored matches."""

    name = "matching"

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._changed: set[int] = set()

    async def prepare(self) -> None:
        """Be ready to answer, and have a stored generation."""
        position = await last_change()
        await self._matcher.refresh()
        if await self._is_behind() or await find_current_generation() is None:
            await rematch(self._matcher.snapshots)
            await set_position(self.name, position)

    async def catch_up(self) -> None:
        """Match everybody anew where somebody has changed since the stored generation."""
        if await self._is_behind():
            await self.prepare()

    async def _is_behind(self) -> bool:
        read = await get_position(self.name)
        return await Change.filter(id__gt=read, kind="profile").exists()

    async def consume(self, changes: Sequence[Change]) -> None:
        members = {int(change.key) for change in changes if change.kind == "profile"}
        if not members:
            return
        await self._matcher.follow(members)
        self._changed |= members
        everyone = max(len(snapshot.people) for snapshot in self._matcher.snapshots.values())
        if len(self._changed) > DRIFT * everyone:
            await rematch(self._matcher.snapshots)
            self._changed.clear()
