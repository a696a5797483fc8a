"""Hulls, outlines, boxes and the width of words, by numbers one can check by hand."""

import pytest

from matching.layout.boxes import Box, measure_text, shorten
from matching.layout.hull import find_hull
from matching.layout.paths import write_outline


def test_the_hull_of_a_square_is_its_corners():
    points = [(0, 0), (4, 0), (4, 4), (0, 4), (2, 2), (2, 0), (4, 1), (0, 0)]
    assert sorted(find_hull(points)) == [(0, 0), (0, 4), (4, 0), (4, 4)]
    assert len(find_hull(points)) == 4


@pytest.mark.parametrize("points", [[], [(3, 4)], [(1, 2), (3, 4)]])
def test_the_hull_of_up_to_two_points_is_the_points(points):
    assert find_hull(points) == points


def test_the_hull_of_points_in_a_row_is_its_ends():
    assert sorted(find_hull([(0, 0), (1, 1), (2, 2), (3, 3)])) == [(0, 0), (3, 3)]


def test_an_outline_is_closed_and_whole():
    assert write_outline([(1.4, 2.6), (3.0, 4.0)]) == "M1 3L3 4z"
    assert write_outline([(3.0, 4.0)]) == "M3 4z"
    assert write_outline([]) == ""


def test_boxes_that_share_only_an_edge_do_not_meet():
    box = Box(0, 0, 10, 10)
    assert box.meets([Box(9, 9, 20, 20)])
    assert not box.meets([Box(10, 0, 20, 10), Box(0, 10, 10, 20)])


def test_wide_letters_are_wide_and_accents_are_not():
    assert measure_text("東京", 12) == 24
    assert measure_text("e\u0301", 12) == measure_text("e", 12)


def test_a_long_name_is_cut_after_a_word():
    assert (
        shorten("Last mile and frontline service delivery", 36)
        == "Last mile and frontline service…"
    )
    assert shorten("Donaudampfschifffahrtsgesellschaft", 12) == "Donaudampfs…"
    assert shorten("Open data", 9) == "Open data"
