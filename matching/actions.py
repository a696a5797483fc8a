"""A full run of the matcher, stored as a new generation."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.kit.clock import now
from matching.models import Generation, MatchList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cop.accounts.viewer import Audience
    from matching.overlap import Peer, Ranking
    from matching.snapshot import Snapshot

KEPT: Final = 20  # peers of each member, in the world and in the country
PORTION: Final = 1_000
DIGITS: Final = 6  # of a stored score
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
    total = sum(len(snapshot.people) for snapshot in snapshots.values())
    done = compared = matches = 0
    for audience, snapshot in snapshots.items():
        rankings = snapshot.overlap.all_peers(KEPT, snapshot.countries)
        while portion := await asyncio.to_thread(_take, rankings):
            async with in_transaction():
                await MatchList.bulk_create(
                    [_as_list(generation.id, audience, ranking) for ranking in portion]
                )
            done += len(portion)
            compared += sum(ranking.compared for ranking in portion)
            matches += sum(len(ranking.world) + len(ranking.group) for ranking in portion)
            progress(done, total)
    generation.members = max(len(snapshot.people) for snapshot in snapshots.values())
    generation.pairs_scored = compared // 2
    generation.is_current = True
    async with in_transaction():
        await Generation.filter(is_current=True).delete()
        await generation.save()
    seconds = round(time.perf_counter() - begun, 3)
    return Run(generation.members, generation.pairs_scored, matches, seconds, generation.id)


def _take(rankings: Iterator[Ranking]) -> list[Ranking]:
    return list(islice(rankings, PORTION))


def _as_list(generation: int, audience: Audience, ranking: Ranking) -> MatchList:
    return MatchList(
        generation_id=generation,
        audience=audience,
        member=ranking.member,
        world=_pairs(ranking.world),
        country=_pairs(ranking.group),
    )


def _pairs(peers: list[Peer]) -> list[tuple[int, float]]:
    return [(peer.member, round(peer.score, DIGITS)) for peer in peers]
