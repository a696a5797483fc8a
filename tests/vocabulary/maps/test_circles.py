import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.vocabulary.maps.circles import OVERLAP, Circle, spread_circles
from cop.vocabulary.maps.plane import Box

FRAME = Box(0, 0, 400, 300)

circles = st.builds(
    Circle,
    x=st.floats(0, 400),
    y=st.floats(0, 300),
    radius=st.floats(2, 16),
)


def test_a_circle_alone_stays_at_home():
    assert spread_circles([Circle(50, 60, 9)], FRAME) == [Circle(50, 60, 9)]


def test_of_two_crowded_circles_the_smaller_moves_further():
    large, small = spread_circles([Circle(200, 150, 20), Circle(206, 150, 5)], FRAME)
    assert 200 - large.x == pytest.approx((small.x - 206) / 4, rel=0.01)
    assert large.y == small.y == 150


def test_a_circle_at_the_edge_is_moved_inside():
    assert spread_circles([Circle(399, 1, 10)], FRAME) == [Circle(390, 10, 10)]


@given(st.lists(circles, max_size=40))
def test_circles_never_overlap_by_more_than_they_may_nor_leave_the_frame(homes):
    spread = spread_circles(homes, FRAME)
    assert [circle.radius for circle in spread] == [home.radius for home in homes]
    for one, two in combinations(spread, 2):
        distance = math.hypot(one.x - two.x, one.y - two.y)
        assert distance >= (one.radius + two.radius) * (1 - OVERLAP)
    for x, y, radius in spread:
        assert radius <= x <= 400 - radius
        assert radius <= y <= 300 - radius


@given(st.integers(2, 12))
def test_circles_at_the_same_spot_find_different_ones(count):
    spread = spread_circles([Circle(200, 150, 5)] * count, FRAME)
    assert len({(circle.x, circle.y) for circle in spread}) == count
