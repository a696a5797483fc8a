"""A full run of the matcher: whole, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.viewer import Audience
from cop.kit.clock import now
from matching.actions import KEPT, LONGEST_RUN, STAGES, rematch
from matching.models import Generation, MatchList
from matching.packing import unpack_peers
from matching.queries import find_current_generation, list_stored_peers
from profiles.fields import Visibility
from tests.matching.crowd import gather_crowd
from tests.people import change, settle

if TYPE_CHECKING:
    from cop.running import Service


class PlugPulledError(Exception):
    """The run was interrupted."""


def pull_the_plug(done: int, total: int) -> None:
    """When all lists are written, before they are the current ones."""
    if done == total:
        raise PlugPulledError


async def test_before_the_first_run_nothing_is_stored(service: Service) -> None:
    await settle(service)

    assert await find_current_generation() is None
    assert await list_stored_peers(Audience.MEMBERS, most=9) == {}


async def test_a_run_stores_one_generation_of_all_lists(service: Service) -> None:
    people = await settle(service)
    progress: list[tuple[int, int]] = []

    run = await rematch(service.matcher.snapshots, lambda *at: progress.append(at))
    again = await rematch(service.matcher.snapshots)

    current = await find_current_generation()
    assert current is not None
    assert (current.id, current.members) == (again.generation, 3)
    assert await Generation.all().count() == 1
    assert progress[-1] == (5 * STAGES, 5 * STAGES)  # two for the public, three for members
    assert progress == sorted(progress)
    assert run.generation != again.generation
    assert (run.members, run.matches) == (again.members, again.matches) == (3, 2 + 2)
    # in the world one for the public and three for members; one in a country
    assert run.pairs_scored == current.pairs_scored == 1 + 3 + 1
    rows = await MatchList.all().order_by("audience", "member").values_list("audience", "member")
    ada, bela, chidi = (people[one].id for one in ("ada", "bela", "chidi"))
    assert rows == [
        *(("members", ada), ("members", bela), ("members", chidi)),
        *(("public", ada), ("public", chidi)),
    ]


async def test_stored_matches_are_those_of_the_living_matcher(service: Service) -> None:
    await gather_crowd(service)

    for audience in Audience:
        snapshot = service.matcher.snapshot(audience)
        stored = {
            row.member: row for row in await MatchList.filter(audience=audience).order_by("member")
        }
        assert stored.keys() == snapshot.people.keys()
        for member, row in stored.items():
            world = snapshot.overlap.peers(member, KEPT)
            country = snapshot.overlap.peers(member, KEPT, snapshot.within(member, "country"))
            for packed, peers in ((row.world, world), (row.country, country)):
                unpacked = unpack_peers(packed, KEPT)
                assert [one.member for one in unpacked] == [one.member for one in peers]
                assert [one.score for one in unpacked] == pytest.approx(
                    [one.score for one in peers], rel=1e-6
                )


async def test_lists_can_be_read_for_some_members_and_be_short(service: Service) -> None:
    crowd = await gather_crowd(service)

    read = await list_stored_peers(Audience.PUBLIC, most=2, members=crowd[:3])

    assert sorted(read) == crowd[:3]
    for member, peers in read.items():
        row = await MatchList.get(audience="public", member=member)
        expected = [*unpack_peers(row.world, 2), *unpack_peers(row.country, 2)]
        assert peers == [*dict.fromkeys(expected)]


async def test_readers_keep_the_old_generation_until_the_new_is_whole(service: Service) -> None:
    people = await settle(service)
    await rematch(service.matcher.snapshots)
    before = await find_current_generation()
    stored = await list_stored_peers(Audience.MEMBERS, most=9)
    await change(service, people["bela"], visibility=Visibility.HIDDEN.value)
    during: list[object] = []

    with pytest.raises(PlugPulledError):
        await rematch(service.matcher.snapshots, pull_the_plug)
    during.append(await list_stored_peers(Audience.MEMBERS, most=9))

    assert before is not None
    assert await find_current_generation() == before
    assert during == [stored]
    assert people["bela"].id in stored
    await rematch(service.matcher.snapshots)
    assert people["bela"].id not in await list_stored_peers(Audience.MEMBERS, most=9)


async def test_what_a_killed_run_left_is_removed_by_the_next(service: Service) -> None:
    await settle(service)
    await rematch(service.matcher.snapshots)
    with pytest.raises(PlugPulledError):
        await rematch(service.matcher.snapshots, pull_the_plug)
    assert await MatchList.all().count() > 5
    await Generation.filter(is_current=False).update(made_at=now() - 2 * LONGEST_RUN)

    run = await rematch(service.matcher.snapshots)

    assert await Generation.all().values_list("id", flat=True) == [run.generation]
    assert await MatchList.all().count() == 5
    assert await MatchList.exclude(generation_id=run.generation).count() == 0


async def test_a_run_leaves_another_that_is_under_way_alone(service: Service) -> None:
    await settle(service)
    under_way = await Generation.create()

    run = await rematch(service.matcher.snapshots)

    assert await Generation.filter(is_current=True).values_list("id", flat=True) == [run.generation]
    assert await Generation.exists(id=under_way.id)


async def test_a_community_without_members_has_an_empty_generation(service: Service) -> None:
    await service.matcher.refresh()

    run = await rematch(service.matcher.snapshots)

    assert (run.members, run.matches, run.pairs_scored) == (0, 0, 0)
    assert await find_current_generation() is not None
