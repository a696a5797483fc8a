"""Reading stored matches."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from cop.accounts.viewer import Audience
from matching.models import Generation, MatchList
from matching.packing import unpack_peers, unpack_ties
from matching.scale import Scale
from matching.standing import KEPT, SCOPES, Lists, read_portion, take_standing

if TYPE_CHECKING:
    from collections.abc import Collection

    from matching.overlap import Peer
    from matching.paths import TieList
    from matching.snapshot import Snapshot
    from matching.standing import Portion, Standing


PORTION: Final = 50_000  # lists read at a time


async def find_current_generation() -> Generation | None:
    """Return the generation that readers see, None before the first run."""
    return await Generation.filter(is_current=True).first()


async def list_stored_peers(
    audience: Audience, *, most: int, members: Collection[int] | None = None
) -> dict[int, list[Peer]]:
    """Return the stored peers of each member, from the world and their country together.

    Args:
        audience: as whom to look.
        most: how many at the most, of each of the two lists.
        members: of whom; all when None.
    """
    generation = await find_current_generation()
    if generation is None:
        return {}
    lists = MatchList.filter(generation_id=generation.id, audience=audience)
    if members is not None:
        lists = lists.filter(member__in=list(members))
    rows = await lists.order_by("member").values_list("member", "world", "country")
    return {
        member: [*dict.fromkeys(unpack_peers(world, most) + unpack_peers(country, most))]
        for member, world, country in rows
    }


async def list_stored_ties(generation_id: int, audience: Audience, *, most: int) -> TieList:
    """Return who is among whose `most` closest in the world, and in their country."""
    stored = MatchList.filter(generation_id=generation_id, audience=audience)
    rows = await stored.values_list("member", "world", "country")
    lists = ((row[0], peers) for row in rows for peers in row[1:])
    return await asyncio.to_thread(unpack_ties, lists, most)


async def list_lists(
    generation: int, audience: Audience, members: Collection[int]
) -> dict[int, Lists]:
    """Return the stored lists of these members, of those who have any."""
    lists = MatchList.filter(generation_id=generation, audience=audience, member__in=[*members])
    return {
        member: Lists(unpack_peers(world, KEPT), unpack_peers(country, KEPT))
        for member, world, country in await lists.values_list("member", "world", "country")
    }


async def find_standing(generation: int, audience: Audience, snapshot: Snapshot) -> Standing:
    """Return how the stored lists stand, which were made from `snapshot`."""
    lists = MatchList.filter(generation_id=generation, audience=audience).order_by("member")
    portions: list[Portion] = []
    last = 0
    while rows := await lists.filter(member__gt=last).limit(PORTION).values_list("member", *SCOPES):
        members, world, country = zip(*rows, strict=True)
        portions.append(read_portion(members, {"world": world, "country": country}))
        last = members[-1]
    return await asyncio.to_thread(take_standing, snapshot, portions)


def scales_of(generation: Generation) -> dict[Audience, Scale]:
    """Return what the weights of a generation come from."""
    return {
        Audience(audience): Scale(scale["members"], scale["holders"])
        for audience, scale in generation.scales.items()
    }
