"""Lists mended after a change, beside lists made anew."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from matching.packing import pack_peers, pack_rankings, unpack_peers
from matching.rankings import rank_everybody
from matching.snapshot import Person, Snapshot
from matching.standing import (
    KEPT,
    SCOPES,
    Lists,
    count_listed,
    mend_lists,
    read_portion,
    take_standing,
    worst_of,
)

if TYPE_CHECKING:
    from matching.scale import Scale
    from matching.standing import Standing

COUNTRIES = ("KE", "UG", "GH", "")
TOPICS = [f"t{number:02}" for number in range(40)]
STEPS = 10_000
LOOKED = 100  # steps between two full runs


class World:
    """A community in which some have so little in common that their lists stay short."""

    def __init__(self, seed: int, size: int = 60) -> None:
        self.dice = Random(seed)
        self.snapshot = Snapshot.of({one: self.somebody() for one in range(1, size + 1)})
        self.lists = run(self.snapshot)
        self.standing = stand(self.snapshot, self.lists)

    def somebody(self) -> Person:
        few = self.dice.sample(TOPICS[: self.dice.choice((3, 12, 40))], self.dice.randint(0, 3))
        topics = {*few, *self.dice.choices(TOPICS[:6], k=2)}
        country = self.dice.choice(COUNTRIES)
        return Person(country, country, None, self.dice.choice((None, 1)), tuple(topics))

    def change(self) -> dict[int, Person | None]:
        """Who comes, goes, moves, learns or forgets something, or is somebody else."""
        people = self.snapshot.people
        changes: dict[int, Person | None] = {}
        for one in self.dice.sample([*people], min(self.dice.choice((1, 1, 1, 3)), len(people))):
            person, deed = people[one], self.dice.randrange(6)
            changes[one] = (
                None
                if deed == 0 and len(people) > 50
                else replace(person, country=self.dice.choice(COUNTRIES))
                if deed == 1
                else replace(person, topics=person.topics[1:])
                if deed == 2
                else replace(person, topics=(*{*person.topics, self.dice.choice(TOPICS)},))
                if deed == 3
                else self.somebody()
            )
        if self.dice.random() < 0.3 and len(people) < 70:
            changes[self.dice.choice((self.dice.randint(61, 10_000), max(people) + 1))] = (
                self.somebody()
            )
        return changes

    def step(self) -> int:
        """Change something and mend; return how many lists were others."""
        changes = self.change()
        after = self.snapshot.renewed(changes)
        touched = self.standing.touched(after, changes)
        before = {one: self.lists[one] for one in {*touched, *changes} if one in self.lists}
        lists = mend_lists(after, touched, changes, before)
        self.standing = self.standing.renewed(after, lists, before)
        gone = {one for one in before if one not in after.people}
        self.lists = {one: self.lists[one] for one in self.lists.keys() - gone} | lists
        self.snapshot = after
        return len(lists)


def run(snapshot: Snapshot) -> dict[int, Lists]:
    """All lists, by a full run."""
    everybody = slice(0, len(snapshot.people))
    packed = [
        pack_rankings(rank_everybody(snapshot.overlap, KEPT, groups), everybody)
        for groups in (None, snapshot.countries)
    ]
    return {
        one: Lists(unpack_peers(world, KEPT), unpack_peers(country, KEPT))
        for one, world, country in zip(snapshot.people, *packed, strict=True)
    }


def stand(snapshot: Snapshot, lists: dict[int, Lists]) -> Standing:
    """How the lists stand, read in two portions."""
    half, ids = len(lists) // 2, [*lists]
    return take_standing(
        snapshot,
        [
            read_portion(
                some,
                {
                    scope: [pack_peers(getattr(lists[one], scope)) for one in some]
                    for scope in SCOPES
                },
            )
            for some in (ids[:half], ids[half:])
        ],
    )


def anew(snapshot: Snapshot, scale: Scale) -> Snapshot:
    return Snapshot.of(snapshot.people, scale)


@pytest.mark.parametrize("seed", range(4))
def test_after_ten_thousand_changes_all_lists_are_those_of_a_full_run(seed: int) -> None:
    world = World(seed)
    scale = world.snapshot.overlap.scale

    for step in range(STEPS // 4):
        world.step()
        if step % LOOKED == 0:
            fresh = anew(world.snapshot, scale)
            assert world.snapshot.people == fresh.people
            assert world.lists == run(fresh)
            standing = stand(fresh, world.lists)
            assert np.array_equal(world.standing.listed.counts, standing.listed.counts)
            assert np.array_equal(count_listed(fresh).counts, standing.listed.counts)
            for scope in SCOPES:
                assert np.array_equal(world.standing.worst[scope], standing.worst[scope])


def test_who_lists_nobody_that_has_changed_is_let_be() -> None:
    world = World(2026, size=2_000)

    assert sum(world.step() for _ in range(20)) < 20 * 0.2 * len(world.lists)


def test_a_list_with_room_takes_whoever_has_something_in_common() -> None:
    alone = Person("KE", "KE", None, None, ("t00",))
    snapshot = Snapshot.of({1: alone, 2: replace(alone, topics=("t01",))})
    standing = stand(snapshot, run(snapshot))
    after = snapshot.renewed({3: alone})

    assert standing.touched(after, [3]) == [1, 3]
    assert worst_of(run(snapshot)[1].world) == 0


def test_everybody_may_leave() -> None:
    snapshot = Snapshot.of({1: Person("KE", "KE", None, None, ("t00",))})
    standing = stand(snapshot, run(snapshot))
    after = snapshot.renewed({1: None})

    assert standing.touched(after, [1]) == []
    assert len(standing.renewed(after, {}, run(snapshot)).listed.counts) == 0
