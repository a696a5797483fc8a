"""A full run of the matcher, stored as a new generation; and its lists mended when some change."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from tortoise.transactions import in_transaction

from cop.kit.clock import now
from cop.kit.database import write_rows
from matching.models import Generation, MatchList
from matching.packing import pack_peers, pack_rankings
from matching.queries import list_lists
from matching.rankings import rank_everybody
from matching.standing import KEPT, mend_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from cop.accounts.viewer import Audience
    from matching.rankings import Rankings
    from matching.scale import Scale
    from matching.snapshot import Snapshot
    from matching.standing import Standing

PORTION: Final = 5_000  # lists written at a time
STAGES: Final = 3  # the world, the country, the writing
_INSERT: Final = (
    "INSERT INTO match_list (generation_id, audience, member, world, country) VALUES ({})"
)
_REPLACE: Final = (
    f"{_INSERT} ON CONFLICT (generation_id, audience, member) "
    "DO UPDATE SET world = excluded.world, country = excluded.country"
)
LONGEST_RUN: Final = timedelta(hours=1)  # an unfinished generation may be another process's work


@dataclass(frozen=True, slots=True)
class Run:
    """What a full run did."""

    members: int
    pairs_scored: int
    matches: int
    seconds: float
    generation: int


async def rematch(
    snapshots: Mapping[Audience, Snapshot],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Run:
    """Find everybody's closest peers and make them the current generation.

    Readers see the last generation until this one is whole: it becomes current in the same
    transaction that removes the last. What a killed run left, one an hour later removes.
    """
    begun = time.perf_counter()
    await Generation.filter(is_current=False, made_at__lt=now() - LONGEST_RUN).delete()
    generation = await Generation.create()
    total = STAGES * sum(len(snapshot.people) for snapshot in snapshots.values())
    done = looked = matches = 0
    for audience, snapshot in snapshots.items():
        found: list[Rankings] = []
        for groups in (None, snapshot.countries):
            tell = _counting(progress, done, len(snapshot.people), total)
            found.append(
                await asyncio.to_thread(rank_everybody, snapshot.overlap, KEPT, groups, tell)
            )
            done += len(snapshot.people)
        for start in range(0, len(snapshot.people), PORTION):
            rows = slice(start, start + PORTION)
            done += await _write(generation.id, audience, found, rows)
            progress(done, total)
        looked += sum(rankings.looked for rankings in found)
        matches += sum(int(np.count_nonzero(rankings.scores)) for rankings in found)
    generation.members = max(len(snapshot.people) for snapshot in snapshots.values())
    generation.pairs_scored = looked // 2
    generation.scales = {
        audience.value: _as_stored(snapshot.overlap.scale)
        for audience, snapshot in snapshots.items()
    }
    generation.is_current = True
    async with in_transaction():
        await Generation.filter(is_current=True).delete()
        await generation.save()
    seconds = round(time.perf_counter() - begun, 3)
    return Run(generation.members, generation.pairs_scored, matches, seconds, generation.id)


def _as_stored(scale: Scale) -> dict[str, Any]:
    return {"members": scale.members, "holders": {**scale.holders}}


async def mend(
    generation: int,
    standings: Mapping[Audience, Standing],
    snapshots: Mapping[Audience, Snapshot],
    changed: Collection[int],
) -> dict[Audience, Standing]:
    """Let the stored lists be as if everybody were matched anew, on the scale of their generation.

    Args:
        generation: whose lists they are; that it is the current one the caller has seen to.
        standings: how its lists stand.
        snapshots: who everybody is now.
        changed: ids of who has come, gone, or is another since.
    """
    mended: dict[Audience, Standing] = {}
    async with in_transaction():
        for audience, standing in standings.items():
            after = snapshots[audience]
            if after is standing.snapshot:
                mended[audience] = standing
                continue
            touched = await asyncio.to_thread(standing.touched, after, changed)
            before = await list_lists(generation, audience, {*touched, *changed})
            lists = await asyncio.to_thread(mend_lists, after, touched, {*changed}, before)
            await write_rows(
                _REPLACE,
                [
                    (
                        generation,
                        audience.value,
                        one,
                        pack_peers(new.world),
                        pack_peers(new.country),
                    )
                    for one, new in lists.items()
                    if new != before.get(one)
                ],
            )
            gone = [one for one in before if one not in after.people]
            await MatchList.filter(
                generation_id=generation, audience=audience, member__in=gone
            ).delete()
            mended[audience] = standing.renewed(after, lists, before)
    return mended


def _counting(
    progress: Callable[[int, int], None], before: int, members: int, total: int
) -> Callable[[float], None]:
    return lambda part: progress(before + int(part * members), total)


async def _write(
    generation: int, audience: Audience, found: Sequence[Rankings], rows: slice
) -> int:
    """Write the lists of the members at `rows`, and return how many they are."""
    members = found[0].members[rows].tolist()
    packed = [pack_rankings(rankings, rows) for rankings in found]
    lists = [
        (generation, audience.value, member, world, country)
        for member, world, country in zip(members, *packed, strict=True)
    ]
    async with in_transaction():
        await write_rows(_INSERT, lists)
    return len(lists)
