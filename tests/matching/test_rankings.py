"""The peers of everybody: those of comparing everybody with everybody, however they are found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.kernel import ALONE
from matching.overlap import MANY, Overlap
from matching.packing import pack_rankings, unpack_ties
from matching.rankings import Rankings, rank_everybody, rank_ties
from tests.matching.worlds import World, brute_force, pairs, worlds

pytestmark = pytest.mark.xdist_group("kernel")  # compiling it takes a while

EACH, TOGETHER = 10**9, 0  # up to how many members are ranked one by one


class EnoughError(Exception):
    """Whoever waits has waited enough."""


def crowded(size: int, seed: int = 7) -> Overlap:
    """A world of many members; a few topics are everywhere, most are rare."""
    rng = np.random.default_rng(seed)
    topics = np.minimum(rng.zipf(1.4, size=(size, 8)), 300)
    return Overlap.of(
        {at + 1: {str(one) for one in held} for at, held in enumerate(topics.tolist())}
    )


@pytest.mark.parametrize("few", [EACH, TOGETHER])
@settings(max_examples=250, deadline=None)
@given(world=worlds, most=st.integers(1, 12), data=st.data())
def test_peers_are_those_of_counting_everything(
    few: int, world: World, most: int, data: st.DataObject
) -> None:
    overlap = Overlap.of(world)
    members = [int(one) for one in overlap.members]
    group_of = {one: data.draw(st.integers(-1, 2), label=f"group of {one}") for one in members}
    groups = np.array([group_of[one] for one in members])

    everywhere = brute_force(world, most, {})
    ranked = rank_everybody(overlap, most, few=few)
    inside = rank_everybody(overlap, most, groups, few=few)

    assert ranked.members.tolist() == inside.members.tolist() == members
    for member in members:
        home = {one: group_of[one] == group_of[member] != -1 for one in members}
        at_home = brute_force(world, most, home)[member] if group_of[member] >= 0 else []
        assert pairs(ranked.of(member)) == everywhere[member]
        assert pairs(inside.of(member)) == at_home
        assert pairs(overlap.peers(member, most)) == everywhere[member]
        mask = np.array([home[one] for one in members])
        assert pairs(overlap.peers(member, most, mask)) == at_home


def counted(overlap: Overlap, row: int, most: int, within: np.ndarray) -> list[tuple[int, float]]:
    """The closest to the member at `row`: everybody is scored, nobody sifted."""
    starts, topics = overlap.topics_of(np.arange(len(overlap), dtype=np.int32))
    mine = np.isin(topics, topics[starts[row] : starts[row + 1]])
    sums = np.concatenate([[0], np.cumsum(overlap.weights[topics] * mine)])
    common = (sums[starts[1:]] - sums[starts[:-1]]) * within
    common[row] = 0
    scores = common / np.sqrt(np.maximum(overlap.held[row] * overlap.held, 1))
    order = np.lexsort((overlap.members, -scores))[:most]
    return [(int(overlap.members[at]), float(scores[at])) for at in order if common[at]]


def test_many_are_ranked_as_few_are() -> None:
    """More than are one thread's work, and than are sorted without being sifted."""
    size = max(ALONE, MANY) + 2_345
    overlap = crowded(size)
    groups = np.arange(size) % 3 - 1
    groups[: size // 2] = 2

    everywhere = rank_everybody(overlap, 20)
    inside = rank_everybody(overlap, 20, groups)

    for row in range(0, size, 97):
        member = int(overlap.members[row])
        everybody = np.ones(size, dtype=bool)
        expected = counted(overlap, row, 20, everybody)
        assert pairs(everywhere.of(member)) == pairs(overlap.peers(member, 20)) == expected
        home = (groups == groups[row]) & (groups >= 0)
        expected = counted(overlap, row, 20, home)
        assert pairs(inside.of(member)) == pairs(overlap.peers(member, 20, home)) == expected


def test_the_walk_looks_at_a_part_of_all_pairs_and_tells_how_far_it_is() -> None:
    told: list[float] = []
    size = 3_000

    found = rank_everybody(crowded(size), 5, None, told.append)

    assert 0 < found.looked < size * size / 2
    assert told[-1] == 1.0
    assert told == sorted(told)


def test_who_waits_can_end_the_work() -> None:
    def enough(_done: float) -> None:
        raise EnoughError

    for few in (EACH, TOGETHER):
        with pytest.raises(EnoughError):
            rank_everybody(crowded(3_000), 5, None, enough, few=few)


@pytest.mark.parametrize("few", [EACH, TOGETHER])
def test_nobody_and_one_alone_have_no_peers(few: int) -> None:
    nobody = rank_everybody(Overlap.of({}), 9, few=few)
    alone = rank_everybody(Overlap.of({7: ["tax"]}), 9, few=few)
    none_wanted = rank_everybody(Overlap.of({7: ["tax"], 8: ["tax"], 9: []}), 0, few=few)

    assert nobody.members.tolist() == []
    assert (alone.of(7), none_wanted.of(8)) == ([], [])
    assert isinstance(alone, Rankings)


def test_ties_are_those_that_would_be_stored() -> None:
    overlap = crowded(200)
    countries = np.arange(200) % 7
    lists = [
        [*pack_rankings(rank_everybody(overlap, 5, groups), slice(None))]
        for groups in (None, countries)
    ]
    stored = unpack_ties(
        (
            (int(member), packed)
            for member, *both in zip(overlap.members, *lists, strict=True)
            for packed in both
        ),
        5,
    )

    found = rank_ties(overlap, countries, 5)

    assert found.ones.tolist() == stored.ones.tolist()
    assert found.others.tolist() == stored.others.tolist()
    assert found.scores.tolist() == stored.scores.tolist()
