"""What quality is measured with measures what it says."""

from __future__ import annotations

from itertools import permutations
from math import log
from statistics import fmean

import numpy as np
import pytest

from tests.bench.agreement import adjusted_mutual_information
from tests.bench.planted import draw_planted
from tests.bench.quality import FOUND, by_adamic_adar, by_cosine, by_overlap, hide, recall

HOLDINGS = {0: "abc", 1: "ab", 2: "bc", 3: "cxyz", 4: "ax", 5: "q"}


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        ("aabbc", "xxyyz", 1.0),  # the same under other names
        ("aaaa", "xxxx", 1.0),
        ("aabb", "xxxx", 0.0),  # nothing is divided
        ("aabb", "xyxy", -0.5),  # I = 0; E = ln 2 / 3 by counting, H = ln 2
    ],
)
def test_agreement_has_the_values_of_closed_cases(one: str, other: str, value: float) -> None:
    assert adjusted_mutual_information(one, other) == pytest.approx(value)


def test_agreement_is_what_is_left_after_chance() -> None:
    one, other = "aaabbcc", "xxyyyxz"
    by_chance = fmean(_mutual(one, drawn) for drawn in permutations(other))
    most = (_mutual(one, one) + _mutual(other, other)) / 2

    expected = (_mutual(one, other) - by_chance) / (most - by_chance)
    assert adjusted_mutual_information(one, other) == pytest.approx(expected)
    assert adjusted_mutual_information(other, one) == pytest.approx(expected)


def _mutual(one: str | tuple[str, ...], other: str | tuple[str, ...]) -> float:
    pairs, size = [*zip(one, other, strict=True)], len(one)
    return sum(
        log(size * pairs.count(pair) / (one.count(pair[0]) * other.count(pair[1]))) / size
        for pair in pairs
    )


def test_recall_is_measured_by_the_best_that_could_be_found() -> None:
    worth = np.array([2.0, 1.0, 1.0] + FOUND * [0.0])

    assert recall([0, 1], worth) == pytest.approx(3 / 4)
    assert recall([3, 4], worth) == 0.0
    assert recall([3], 0 * worth) == 0.0
    assert recall(range(FOUND), np.ones(2 * FOUND)) == 1.0


def test_of_every_member_as_many_topics_are_hidden() -> None:
    members = draw_planted(300, seed=5)

    world = hide(members)

    assert len(world.hidden) == sum(len(one.topics) >= 4 for one in members)
    for one, hidden in enumerate(world.hidden):
        assert len(hidden) == 2
        assert len(world.kept[one]) >= 2
        assert hidden.isdisjoint(world.marked[one])
        assert world.kept[one] < world.marked[one]


def test_others_rank_as_their_formulas_say() -> None:
    holds_with_0 = {1: "ab", 2: "bc", 3: "c", 4: "a"}
    holders = {"a": 3, "b": 3, "c": 3}

    assert by_cosine(HOLDINGS)(0) == [1, 2, 4, 3]  # 2/√6, 2/√6, 1/√6, 1/√12
    index = {
        one: sum(1 / log(holders[topic]) for topic in topics)
        for one, topics in holds_with_0.items()
    }
    assert by_adamic_adar(HOLDINGS)(0) == sorted(index, key=lambda one: (-index[one], one))
    assert by_adamic_adar(HOLDINGS)(5) == []
    assert 0 not in by_overlap(HOLDINGS)(0)


def test_drawn_members_are_the_same_again_and_true_to_their_archetype() -> None:
    members = draw_planted(400, seed=7)

    assert members == draw_planted(400, seed=7)
    assert members != draw_planted(400, seed=8)
    assert all(len({*one.topics}) == len(one.topics) >= 2 for one in members)
    climate = [one for one in members if one.archetype == "climate"]
    others = [one for one in members if one.archetype != "climate"]
    sector = "sector:climate-disaster-resilience"
    share, elsewhere = (fmean(sector in one.markers for one in some) for some in (climate, others))
    assert share > 0.4 > 10 * elsewhere
