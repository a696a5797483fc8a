"""The overlap of two members: closed forms, and the same as counting everything by hand."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.overlap import Overlap
from matching.scale import UNIT, topic_weights
from tests.matching.worlds import TOPICS, World, holdings, weight, worlds


def test_weights_are_squared_logarithms_in_whole_units() -> None:
    assert UNIT == 1024
    assert list(topic_weights(np.array([1, 2, 4, 8]), 8)) == [
        weight(1, 8),
        weight(2, 8),
        weight(4, 8),
        0,
    ]
    assert [weight(1, 8), weight(2, 8), weight(4, 8)] == [4428, 1968, 492]
    assert list(topic_weights(np.array([0, 9]), 8)) == [weight(1, 8), 0]  # never negative


def test_the_overlap_of_three_members_by_hand() -> None:
    overlap = Overlap.of({1: ["tax", "land"], 2: ["tax"], 3: ["water"]})

    tax, land = weight(2, 3), weight(1, 3)
    assert (tax, land) == (168, 1236)
    assert overlap.score(1, 2) == tax / sqrt((tax + land) * tax)
    assert overlap.score(1, 3) == overlap.score(2, 3) == 0
    assert [(peer.member, peer.score) for peer in overlap.peers(1, 9)] == [
        (2, tax / sqrt((tax + land) * tax))
    ]
    assert overlap.peers(3, 9) == []


def test_the_overlap_of_five_members_by_hand() -> None:
    overlap = Overlap.of(
        {
            10: ["tax", "land", "water"],
            20: ["tax", "land"],
            30: ["tax", "water"],
            40: ["land", "schools"],
            50: ["schools"],
        }
    )

    three, two = weight(3, 5), weight(2, 5)  # tax and land; water and schools
    assert (three, two) == (267, 860)
    ten, twenty, thirty, forty = 2 * three + two, 2 * three, three + two, three + two
    assert [(peer.member, peer.score) for peer in overlap.peers(10, 9)] == [
        (30, (three + two) / sqrt(ten * thirty)),
        (20, 2 * three / sqrt(ten * twenty)),
        (40, three / sqrt(ten * forty)),
    ]
    assert overlap.peers(10, 1) == overlap.peers(10, 9)[:1]
    assert overlap.peers(10, 0) == []


def test_a_rare_topic_says_more_than_a_common_one() -> None:
    overlap = Overlap.of(
        {1: ["rare", "common"], 2: ["rare", "a"], 3: ["common", "b"], 4: ["common", "c"], 5: []}
    )

    assert [peer.member for peer in overlap.peers(1, 9)] == [2, 3, 4]


def test_equal_topics_overlap_entirely() -> None:
    overlap = Overlap.of({1: TOPICS[:7], 2: [*reversed(TOPICS[:7])], 3: TOPICS[5:9], 4: ["x"]})

    assert overlap.score(1, 2) == overlap.score(2, 1) == 1.0


def test_a_topic_everybody_holds_counts_nothing() -> None:
    overlap = Overlap.of({1: ["all", "tax"], 2: ["all", "tax"], 3: ["all"], 4: ["all", "water"]})

    assert overlap.score(1, 2) == 1.0
    assert overlap.score(1, 3) == overlap.score(1, 4) == 0
    assert overlap.peers(3, 9) == []
    assert [topic.share for topic in overlap.shared(1, 2)] == [1.0, 0.0]


def test_one_member_has_no_peers_and_nobody_knows_strangers() -> None:
    overlap = Overlap.of({7: ["tax"]})

    assert overlap.peers(7, 9) == overlap.peers(8, 9) == []
    assert overlap.score(7, 8) == overlap.score(8, 7) == 0
    assert overlap.shared(7, 8) == []
    assert (7 in overlap, 8 in overlap, len(overlap)) == (True, False, 1)
    assert len(Overlap.of({})) == 0


def test_shared_topics_come_the_rarest_first_with_their_parts() -> None:
    overlap = Overlap.of({1: ["b", "a", "c"], 2: ["c", "b", "a"], 3: ["c"], 4: []})

    two, three = weight(2, 4), weight(3, 4)
    total = 2 * two + three
    assert [(one.topic, one.holders, one.share) for one in overlap.shared(1, 2)] == [
        ("a", 2, two / total),
        ("b", 2, two / total),
        ("c", 3, three / total),
    ]
    assert overlap.shared_topics(1, 2) == ("a", "b", "c")


@settings(deadline=None)
@given(world=worlds)
def test_overlap_is_mutual_and_between_nothing_and_everything(world: World) -> None:
    overlap = Overlap.of(world)
    weighty = {topic for topic, at in zip(overlap.topics, overlap.weights, strict=True) if at}

    for one in world:
        for other in world:
            score = overlap.score(one, other)
            assert score == overlap.score(other, one)
            assert 0 <= score <= 1
            if one != other:
                assert (score > 0) == bool(world[one] & world[other] & weighty)
                same = world[one] & weighty == world[other] & weighty != set()
                assert (score == 1.0) == same


@settings(deadline=None)
@given(world=worlds)
def test_the_parts_of_what_two_share_sum_to_one(world: World) -> None:
    overlap = Overlap.of(world)

    for one in world:
        for peer in overlap.peers(one, 5):
            shared = overlap.shared(one, peer.member)
            assert sum(topic.share for topic in shared) == pytest.approx(1)
            assert {topic.topic for topic in shared} == world[one] & world[peer.member]
            counts = [topic.holders for topic in shared]
            assert counts == sorted(counts)


@settings(deadline=None)
@given(world=worlds, data=st.data())
def test_to_drop_a_shared_topic_never_brings_two_closer(world: World, data: st.DataObject) -> None:
    """The dropped topic grows rarer, but what it weighs now stands against the other alone."""
    sharing = [
        (one, other, topic)
        for one in world
        for other in world
        if one < other
        for topic in sorted(world[one] & world[other])
    ]
    if not sharing:
        return
    one, other, topic = data.draw(st.sampled_from(sharing))
    dropper = data.draw(st.sampled_from([one, other]))

    after = Overlap.of(world | {dropper: world[dropper] - {topic}})

    assert after.score(one, other) <= Overlap.of(world).score(one, other)


@settings(max_examples=100)
@given(worlds, st.integers(1, 12))
def test_a_newcomer_is_close_to_whom_a_member_with_their_topics_is(world: World, most: int) -> None:
    overlap = Overlap.of(world)
    for member, topics in world.items():
        near = overlap.nearest(topics, len(world))

        others = [peer for peer in near if peer.member != member]
        assert others[:most] == overlap.peers(member, most)
        for peer in others[:most]:
            known = topics.intersection(world[peer.member])
            assert overlap.describe(known) == overlap.shared(member, peer.member)
    assert overlap.nearest({"nobody has this"}, most) == []
    assert overlap.nearest((), most) == []


def test_who_is_between_two_shares_something_with_both() -> None:
    overlap = Overlap.of(
        {1: ["a", "b"], 2: ["c", "d"], 3: ["a", "c"], 4: ["b", "d", "e", "f"], 5: ["a"], 6: ["d"]}
    )

    assert overlap.between(1, 2, 9) == overlap.between(2, 1, 9) == [3, 4]
    assert overlap.between(1, 2, 1) == [3]
    assert overlap.between(1, 7, 9) == []


@settings(max_examples=100, deadline=None)
@given(worlds, st.data())
def test_those_between_come_by_the_lesser_of_both_overlaps(
    world: World, data: st.DataObject
) -> None:
    overlap = Overlap.of(world)
    one, other = (data.draw(st.sampled_from(sorted(world))) for _ in range(2))

    lesser = {
        third: min(overlap.score(one, third), overlap.score(other, third))
        for third in world
        if third not in {one, other}
    }
    expected = sorted(
        (third for third in lesser if lesser[third]), key=lambda third: (-lesser[third], third)
    )
    assert overlap.between(one, other, 99) == expected


@settings(max_examples=100, deadline=None)
@given(worlds, st.sets(st.sampled_from(TOPICS), max_size=3))
def test_holders_of_several_topics_hold_them_all(world: World, topics: set[str]) -> None:
    known = topics.intersection(*[{topic for held in world.values() for topic in held}])
    holders = sum(known <= held for held in world.values())

    assert Overlap.of(world).count_holders(topics) == (holders if known else 0)


@given(world=worlds, topics=holdings, others=holdings)
def test_people_who_are_not_members_are_compared_as_members_are(
    world: World, topics: set[str], others: set[str]
) -> None:
    overlap = Overlap.of(world)
    one, *_rest = world

    for other in {*world} - {one}:
        assert overlap.compare(world[one], world[other]) == overlap.score(one, other)
    everybody = overlap.compare_all(topics).tolist()
    assert everybody == [overlap.compare(topics, world[other]) for other in sorted(world)]
    assert overlap.compare(topics, others) == overlap.compare(others, topics)


@given(world=worlds, topics=holdings)
def test_what_everybody_could_teach_is_the_worth_of_what_each_knows_of_it(
    world: World, topics: set[str]
) -> None:
    overlap = Overlap.of(world)

    everybody = overlap.worth_of_all(topics).tolist()

    assert everybody == pytest.approx([overlap.worth(topics & world[one]) for one in sorted(world)])
    assert all(0 <= worth < 1 for worth in everybody)
