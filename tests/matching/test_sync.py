"""Matches that follow the change feed."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from cop.accounts.viewer import Audience
from cop.kit.changes import Change, follow, get_position, last_change, record_changes, set_position
from cop.kit.clock import now
from matching.matcher import Matcher
from matching.models import MatchList
from matching.packing import pack_rankings
from matching.queries import find_current_generation, list_stored_peers, scales_of
from matching.rankings import rank_everybody
from matching.snapshot import take_snapshots
from matching.standing import KEPT
from matching.sync import DRIFT, MatchSync, MatchWatch
from profiles.actions.members import Draft, create_profiles
from profiles.fields import Level, Visibility
from profiles.models import Profile, ProfileTag
from tests.matching.crowd import gather_crowd
from tests.people import settle

if TYPE_CHECKING:
    from cop.running import Service
    from matching.models import Generation
    from matching.snapshot import Snapshot


async def generation() -> Generation:
    found = await find_current_generation()
    assert found is not None
    return found


async def up_to_now() -> None:
    await set_position("matching", await last_change())


async def move(profile_id: int) -> None:
    await Profile.filter(id=profile_id).update(country="GH")
    await record_changes("profile", [profile_id])


async def prepared(service: Service, **how: Any) -> MatchSync:
    sync = MatchSync(service.matcher, **how)
    await sync.prepare()
    return sync


async def test_at_the_start_the_matcher_is_ready_and_a_generation_stored(service: Service) -> None:
    await settle(service)
    sync = MatchSync(service.matcher)

    await sync.prepare()
    first = await generation()
    await sync.prepare()

    assert service.matcher.snapshot(Audience.MEMBERS).people
    assert await generation() == first


async def test_a_change_is_seen_by_the_living_matcher_at_once(service: Service) -> None:
    crowd = await gather_crowd(service)
    await up_to_now()
    before = await generation()
    await move(crowd[0])
    assert service.matcher.snapshot(Audience.PUBLIC).people[crowd[0]].country == "KE"

    await follow(MatchSync(service.matcher))

    assert service.matcher.snapshot(Audience.PUBLIC).people[crowd[0]].country == "GH"
    assert await get_position("matching") == await last_change()
    # One of 42 is more than two in a hundred.
    assert await generation() != before


async def test_stored_matches_are_renewed_when_enough_members_have_changed(
    service: Service,
) -> None:
    crowd = await gather_crowd(service)
    await gather_more(service, 60)
    await up_to_now()
    sync = await prepared(service)
    before, few = await generation(), int(DRIFT * 102)

    for member in crowd[:few]:
        await move(member)
        await follow(sync)
        await move(member)  # the same member again is no further drift
        await follow(sync)
    assert await generation() == before
    await move(crowd[few])
    await follow(sync)

    renewed = await generation()
    assert renewed != before
    assert renewed.members == 102
    await move(crowd[few + 1])
    await follow(sync)
    assert await generation() == renewed  # the count begins anew


async def gather_more(service: Service, number: int) -> None:
    drafts = [Draft({"name": f"More {at}", "visibility": "public"}) for at in range(number)]
    await create_profiles(drafts, published=True)
    await MatchSync(service.matcher).prepare()


async def test_other_changes_are_read_and_let_be(service: Service) -> None:
    await gather_crowd(service)
    await up_to_now()
    sync = await prepared(service)
    before, snapshot = await generation(), service.matcher.snapshot(Audience.PUBLIC)
    await record_changes("chapter", [1])
    await record_changes("vocabulary", ["topic"])

    await follow(sync)

    assert await generation() == before
    assert service.matcher.snapshot(Audience.PUBLIC) is snapshot
    assert await get_position("matching") == await last_change()


async def test_after_any_changes_all_is_as_if_everybody_had_been_read_and_matched_anew(
    service: Service,
) -> None:
    crowd = await gather_crowd(service)
    await up_to_now()
    sync, dice = await prepared(service, drift=1), Random(2026)
    generations: set[int] = set()
    deeds = [
        {"country": "GH"},
        {"country": "", "institution_id": None},
        {"visibility": Visibility.MEMBERS.value},
        {"visibility": Visibility.HIDDEN.value},
        {"visibility": Visibility.PUBLIC.value},
        {"levels": {"expertise": Level.ME}},
        {"levels": {"country": Level.MEMBERS}},
        {"levels": {}},
        {"hidden_at": now()},
        {"hidden_at": None},
    ]

    for step in range(60):
        some = dice.sample(crowd, 3)
        await Profile.filter(id__in=some).update(**dice.choice(deeds))
        if step % 10 == 0:
            await Profile.filter(id=crowd.pop()).delete()
            (new,) = await create_profiles([Draft({"name": f"New {step}"})], published=True)
            some = [*some, *crowd[-1:], new.id, max(crowd) + 1]
            await ProfileTag.filter(profile_id=some[0], field="expertise", rank=0).delete()
        await record_changes("profile", [*some, *gone(service, crowd)])
        await follow(sync)

        current = await generation()
        generations.add(current.id)
        anew = await take_snapshots(service.vocabulary, scales_of(current))
        for audience, snapshot in service.matcher.snapshots.items():
            assert snapshot.people == anew[audience].people
            assert [*snapshot.people] == [*anew[audience].people]
            assert snapshot.overlap.held.tolist() == anew[audience].overlap.held.tolist()
            assert await stored(audience) == matched(anew[audience])
    assert 1 < len(generations) < 10  # most of the time, lists were mended


async def stored(audience: Audience) -> dict[int, tuple[bytes, bytes]]:
    rows = await MatchList.filter(audience=audience).values_list("member", "world", "country")
    return {member: (world, country) for member, world, country in rows}


def matched(snapshot: Snapshot) -> dict[int, tuple[bytes, bytes]]:
    """The lists of everybody, by a full run."""
    everybody = slice(0, len(snapshot.people))
    world, country = (
        pack_rankings(rank_everybody(snapshot.overlap, KEPT, groups), everybody)
        for groups in (None, snapshot.countries)
    )
    return dict(zip(snapshot.people, zip(world, country, strict=True), strict=True))


async def test_killed_before_it_could_say_so_it_matches_everybody_anew(service: Service) -> None:
    crowd = await gather_crowd(service)
    await up_to_now()
    sync = await prepared(service, drift=1)
    await move(crowd[0])
    changes = await Change.filter(id__gt=await get_position("matching"))
    await sync.consume(changes)  # and no position is stored
    before = await generation()

    await prepared(service, drift=1)

    assert await generation() != before
    assert await get_position("matching") == await last_change()
    for audience, snapshot in service.matcher.snapshots.items():
        assert await stored(audience) == matched(snapshot)


async def test_weights_stay_as_they_were_through_a_restart(service: Service) -> None:
    crowd = await gather_crowd(service)
    await up_to_now()
    await follow(await prepared(service))
    weights = service.matcher.snapshot(Audience.PUBLIC).overlap.weights.tolist()
    first = await prepared(service, drift=0.05)
    for one in crowd[:2]:
        await Profile.filter(id=one).update(levels={"expertise": Level.ME})
        await record_changes("profile", [one])
    await follow(first)
    before = await generation()

    second = await prepared(service, drift=0.05)

    assert service.matcher.snapshot(Audience.PUBLIC).overlap.weights.tolist() == weights
    assert await generation() == before
    await move(crowd[3])  # a third: what had changed before the restart counts
    await follow(second)
    assert await generation() != before


async def test_a_process_that_stores_nothing_follows_too(service: Service) -> None:
    crowd = await gather_crowd(service)
    await up_to_now()
    sync, matcher = await prepared(service), Matcher(service.vocabulary)
    watch = MatchWatch(matcher)
    await watch.refresh()
    assert matcher.snapshot(Audience.PUBLIC).people[crowd[0]].country == "KE"
    await move(crowd[0])
    await watch.refresh()
    assert matcher.snapshot(Audience.PUBLIC).people[crowd[0]].country == "GH"

    await follow(sync)  # the worker makes a new generation
    await Profile.filter(id=crowd[1]).update(levels={"expertise": Level.ME})
    await record_changes("profile", [crowd[1]])
    await watch.refresh()

    theirs, ours = (one.snapshot(Audience.PUBLIC) for one in (service.matcher, matcher))
    assert ours.overlap.scale == theirs.overlap.scale
    assert ours.people[crowd[1]].topics == ()


def gone(service: Service, crowd: list[int]) -> list[int]:
    """Who is still matched though nobody by that id is in the crowd, such as who was deleted."""
    matched = {one for snapshot in service.matcher.snapshots.values() for one in snapshot.people}
    return sorted(matched.difference(crowd))


async def test_an_audience_that_sees_no_difference_keeps_its_snapshot(service: Service) -> None:
    crowd = await gather_crowd(service)
    await up_to_now()
    sync = await prepared(service, drift=1)
    before = dict(service.matcher.snapshots)
    await Profile.filter(id=crowd[0]).update(levels={"country": Level.MEMBERS})
    await record_changes("profile", [crowd[0]])

    await follow(sync)

    after = service.matcher.snapshots
    assert after[Audience.MEMBERS] is before[Audience.MEMBERS]
    assert after[Audience.PUBLIC] is not before[Audience.PUBLIC]


async def test_a_matcher_that_has_read_nobody_reads_everybody(service: Service) -> None:
    people = await settle(service)
    matcher = Matcher(service.vocabulary)

    await matcher.follow([people["ada"].id])

    expected = service.matcher.snapshot(Audience.MEMBERS).people
    assert matcher.snapshot(Audience.MEMBERS).people == expected


async def test_a_deleted_member_is_nobodys_match_any_more(service: Service) -> None:
    crowd = await gather_crowd(service)
    await up_to_now()
    await Profile.filter(id=crowd[0]).delete()
    await record_changes("profile", [crowd[0]])

    await follow(MatchSync(service.matcher))

    assert crowd[0] not in service.matcher.snapshot(Audience.PUBLIC).people
    stored = await list_stored_peers(Audience.PUBLIC, most=99)
    assert crowd[0] not in stored
    assert all(peer.member != crowd[0] for peers in stored.values() for peer in peers)


async def test_the_last_member_may_leave(service: Service) -> None:
    people = await settle(service, "ada")
    sync = MatchSync(service.matcher)
    await sync.prepare()
    await up_to_now()
    await Profile.filter(id=people["ada"].id).delete()
    await record_changes("profile", [people["ada"].id])

    await follow(sync)

    assert (await generation()).members == 0
    assert service.matcher.snapshot(Audience.PUBLIC).people == {}
