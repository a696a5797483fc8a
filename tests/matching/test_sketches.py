"""What is remembered of a group: enough to know it again, too little to know who was in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.sketches import BITS, likeness, sketch

if TYPE_CHECKING:
    import random

members = st.lists(st.integers(0, 2**31), min_size=1, unique=True)


@given(members, st.randoms())
def test_the_same_people_in_any_order_make_the_same_sketch(
    group: list[int], chance: random.Random
) -> None:
    shuffled = chance.sample(group, len(group))

    assert sketch(group) == sketch(shuffled)
    assert likeness(sketch(group), sketch(shuffled)) == 1


@given(members)
def test_a_sketch_is_as_long_for_one_as_for_many(group: list[int]) -> None:
    assert len(sketch(group)) == BITS // 4


@pytest.mark.parametrize("shared", [0.0, 0.25, 0.5, 0.75, 0.95])
def test_likeness_is_the_jaccard_index_within_its_error(shared: float) -> None:
    both = round(400 * shared)
    estimates = [
        likeness(
            sketch(range(start, start + 400)), sketch(range(start + 400 - both, start + 800 - both))
        )
        for start in range(0, 20_000, 1_000)
    ]
    exact = both / (800 - both)

    assert sum(estimates) / 20 == pytest.approx(exact, abs=0.05)
    assert all(abs(one - exact) < 4 / BITS**0.5 for one in estimates)


def test_a_sketch_does_not_tell_who_was_in_the_group() -> None:
    """Bits of those in a group agree with its sketch no more than those of others."""
    group = sketch(range(200))
    inside = [likeness(group, sketch([one])) for one in range(200)]
    outside = [likeness(group, sketch([one])) for one in range(200, 400)]

    assert abs(sum(inside) - sum(outside)) / 200 < 0.03
