"""How a group stands to the chapters that there are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matching.existing import Existing, Near

GROUP = range(16)
members = st.sets(st.integers(0, 30), min_size=1)


def test_a_group_is_nearest_to_the_chapter_it_shares_most_of() -> None:
    existing = Existing({1: {*range(4)}, 2: {*range(8)}, 3: {*range(100, 120)}})

    assert existing.nearest(GROUP) == Near(2, shared=8, size=8, likeness=0.5)
    assert Existing({1: {99}, 2: set()}).nearest(GROUP) is None


def test_of_two_chapters_alike_the_older_is_nearest() -> None:
    near = Existing({2: {0, 1}, 1: {2, 3}}).nearest(GROUP)

    assert near is not None
    assert near.chapter == 1


def test_a_group_is_the_chapter_with_half_of_both_in_common() -> None:
    for others, is_same in ((0, True), (16, True), (17, False)):
        near = Existing({1: {*GROUP, *range(900, 900 + others)}}).nearest(GROUP)
        assert near is not None
        assert near.is_same == is_same
    for some, is_same in ((7, False), (8, True)):
        near = Existing({1: {*GROUP[:some]}}).nearest(GROUP)
        assert near is not None
        assert near.is_same == is_same


@given(members, st.dictionaries(st.integers(1, 5), members, max_size=4))
def test_nobody_is_nearer_than_the_nearest(group: set[int], chapters: dict[int, set[int]]) -> None:
    near = Existing(chapters).nearest(group)
    alike = {one: len(group & who) / len(group | who) for one, who in chapters.items()}

    assert (near.likeness if near else 0) == max(alike.values(), default=0)
