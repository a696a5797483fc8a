"""Keeping matches true to the members: the living matcher, and the stored generation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.kit.changes import Change, get_position, last_change, set_position
from matching.actions import mend, rematch
from matching.queries import find_current_generation, find_standing, scales_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.matcher import Matcher
    from matching.models import Generation

DRIFT: Final = 0.02  # of the members have changed: time for new weights, and a new generation
AT_ONCE: Final = 100  # members; to match everybody anew takes no longer than to mend for more


class MatchSync:
    """Follows the change feed: refreshes the matcher and mends the stored lists.

    Now and then it makes a new generation, whose weights come from the members as they are then.
    """

    name = "matching"

    def __init__(self, matcher: Matcher, *, drift: float = DRIFT) -> None:
        """Keep `matcher` true; new weights after a part `drift` of the members has changed."""
        self._matcher = matcher
        self._drift = drift
        self._generation = 0
        self._unmended: set[int] = set()
        self._drifted: set[int] = set()  # who has changed since the generation was made

    async def prepare(self) -> None:
        """Be ready to answer, and have stored lists that are true."""
        position = await last_change()
        generation = await find_current_generation()
        await self._matcher.refresh(scales_of(generation) if generation else None)
        # What changes while everybody is read is in the matcher, but not in the lists.
        if generation is None or await self._is_behind():
            await self._begin_generation()
            await set_position(self.name, position)
        else:
            await self._stand_on(generation)
            self._drifted = await _list_changed(at__gt=generation.made_at)

    async def catch_up(self) -> None:
        """Match everybody anew where somebody has changed since the stored generation."""
        if await self._is_behind():
            await self.prepare()

    async def _is_behind(self) -> bool:
        read = await get_position(self.name)
        return await Change.filter(id__gt=read, kind="profile").exists()

    async def consume(self, changes: Sequence[Change]) -> None:
        """Refresh the matcher and mend the stored lists; after an error all is tried again."""
        members = {int(change.key) for change in changes if change.kind == "profile"}
        if not members:
            return
        await self._matcher.follow(members)
        self._unmended |= members
        self._drifted |= members
        everyone = max(len(snapshot.people) for snapshot in self._matcher.snapshots.values())
        current = await find_current_generation()
        if (
            current is None
            or current.id != self._generation
            or len(self._unmended) > AT_ONCE
            or len(self._drifted) > self._drift * everyone
        ):
            await self._begin_generation()
        else:
            matcher = self._matcher
            matcher.standings = await mend(
                current.id, matcher.standings, matcher.snapshots, self._unmended
            )
            self._unmended.clear()

    async def _begin_generation(self) -> None:
        await self._matcher.rescale()
        await rematch(self._matcher.snapshots)
        generation = await find_current_generation()
        if generation is not None:
            await self._stand_on(generation)
        self._drifted.clear()

    async def _stand_on(self, generation: Generation) -> None:
        """Learn how the lists of a generation stand, which were made from what the matcher sees."""
        self._generation = generation.id
        self._matcher.standings = {
            audience: await find_standing(generation.id, audience, snapshot)
            for audience, snapshot in self._matcher.snapshots.items()
        }
        self._unmended.clear()


class MatchWatch:
    """Keeps the matcher of a process true that stores no matches, but leaves it to a worker."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._generation: int = 0
        self._seen = 0

    async def refresh(self) -> None:
        """Read who has changed since the last time, and everybody at first."""
        newest, generation = await last_change(), await find_current_generation()
        number, scales = (generation.id, scales_of(generation)) if generation else (0, None)
        if not self._matcher.snapshots:
            await self._matcher.refresh(scales)
        else:
            await self._matcher.follow(await _list_changed(id__gt=self._seen, id__lte=newest))
            if number != self._generation:
                await self._matcher.rescale(scales)
        self._seen, self._generation = newest, number


async def _list_changed(**where: object) -> set[int]:
    rows = await Change.filter(kind="profile", **where).values_list("key")
    return {int(key) for (key,) in rows}
