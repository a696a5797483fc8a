import pytest

from cop.vocabulary.maps.plane import (
    Box,
    bound,
    clip_ring,
    find_text_line,
    measure_area,
    text_box,
    write_path,
)

SQUARE = [(0, 0), (100, 0), (100, 100), (0, 100)]


def test_the_area_of_a_triangle_is_half_its_base_times_its_height():
    assert measure_area([(0, 0), (8, 0), (3, 5)]) == 20


def test_the_gap_between_boxes_is_the_wider_one():
    assert Box(0, 0, 10, 10).distance(Box(13, 15, 20, 20)) == 5
    assert Box(0, 0, 10, 10).distance(Box(10, 4, 20, 5)) == 0


def test_a_ring_is_cut_at_the_edge_of_the_box():
    assert bound(clip_ring(SQUARE, Box(25, 50, 300, 300))) == Box(25, 50, 100, 100)
    assert measure_area(clip_ring(SQUARE, Box(25, 50, 300, 300))) == 75 * 50


def test_a_ring_around_the_box_is_cut_to_the_box():
    assert measure_area(clip_ring(SQUARE, Box(40, 40, 60, 50))) == 200


def test_nothing_is_left_of_a_ring_outside_the_box():
    assert list(clip_ring(SQUARE, Box(200, 200, 300, 300))) == []


def test_a_path_takes_relative_steps_without_needless_separators():
    assert write_path([[(10.4, 20), (13, 18.2), (13, 24), (8, 22)]]) == "M10 20l3-2 0 6-5-2z"


def test_a_ring_that_rounds_to_a_line_is_not_written():
    assert write_path([[(0, 0), (0.3, 0.2), (9, 0)], [(0.1, 0), (0.2, 0.1), (0, 0.3)]]) == ""


def test_text_goes_to_the_middle_of_a_square():
    (x, y), room = find_text_line([SQUARE], [])
    assert (x, room) == (50, 100)
    assert y == pytest.approx(50, abs=5)


def test_text_goes_around_places_taken():
    taken = text_box((50, 50), 100)
    middle, room = find_text_line([SQUARE], [taken])
    assert room == 100
    assert text_box(middle, room).distance(taken) > 0


def test_text_does_not_cross_a_hole():
    hole = [(30, 5), (60, 5), (60, 95), (30, 95)]
    (x, _), room = find_text_line([SQUARE, hole], [])
    assert (x, room) == (80, 40)


def test_text_has_no_room_in_a_sliver():
    assert find_text_line([[(0, 0), (90, 0), (90, 3), (0, 3)]], [])[1] == 0
