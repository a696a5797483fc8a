"""The picture of closest peers: who is chosen, where they sit, where their names stand."""

import math
import random
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.layout.boxes import Box
from matching.layout.columns import Line, space_out
from matching.layout.ego import Peer, Ring, choose_peers, lay_out_peers

NEAR, FAR = 88, 150
FREE = {"low": -math.inf, "high": math.inf}

candidates = st.lists(
    st.tuples(st.sampled_from(Ring), st.floats(0.1, 9)),
    max_size=25,
).map(lambda pairs: [Peer(member, *pair) for member, pair in enumerate(pairs, start=1)])


def full_house():
    """As many as there is room for, in every ring, the best in the hall."""
    sizes = {Ring.HALL: 3, Ring.COUNTRY: 4, Ring.REGION: 3, Ring.WORLD: 2}
    rings = [ring for ring, size in sizes.items() for _ in range(size)]
    return [Peer(member, ring, 20 - member) for member, ring in enumerate(rings, start=1)]


def measure_distance(ego, spot):
    return math.dist((ego.x, ego.y), (spot.x, spot.y))


def measure_turn(ego, spot):
    """Return the angle from the top, clockwise to the right, counterclockwise to the left."""
    return abs(math.atan2(spot.x - ego.x, ego.y - spot.y))


def column(ego, anchor):
    """Return those of one side from top to bottom."""
    return sorted((spot for spot in ego.spots if spot.anchor == anchor), key=lambda spot: spot.y)


def box_words(x, y, anchor, width, size):
    left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
    return Box(left, y - 0.8 * size, left + width, y + 0.25 * size)


# ---- who is chosen -------------------------------------------------------------------------------


def test_each_ring_has_room_for_so_many():
    crowd = [Peer(4 * n + ring, ring, n) for n in range(10) for ring in Ring]
    for ring, room in zip(Ring, (3, 5, 3, 2), strict=True):
        chosen = choose_peers(peer for peer in crowd if peer.ring == ring)
        assert [peer.score for peer in chosen] == [9, 8, 7, 6, 5][:room]


def test_of_thirteen_places_the_weakest_stays_empty():
    crowd = [Peer(4 * n + ring, ring, 10 * ring + n) for n in range(10) for ring in Ring]
    chosen = choose_peers(crowd)
    assert len(chosen) == 12
    assert [peer.score for peer in chosen if peer.ring == Ring.HALL] == [9, 8]


@given(candidates, st.integers())
def test_the_choice_does_not_depend_on_the_order(peers, seed):
    shuffled = random.Random(seed).sample(peers, len(peers))
    assert choose_peers(shuffled) == choose_peers(peers)


def test_the_chosen_come_by_ring_and_then_by_score():
    peers = [Peer(1, Ring.WORLD, 9), Peer(2, Ring.HALL, 1), Peer(3, Ring.HALL, 2)]
    assert [peer.member for peer in choose_peers(peers)] == [3, 2, 1]


def test_equal_scores_are_chosen_by_member():
    peers = [Peer(member, Ring.WORLD, 1.0) for member in (9, 3, 7)]
    assert [peer.member for peer in choose_peers(peers)] == [3, 7]


# ---- where they sit ------------------------------------------------------------------------------


def test_no_peers_make_a_picture_of_one():
    ego = lay_out_peers([], [])
    assert (ego.spots, ego.headings, ego.circles, ego.ties) == ((), (), (), "")
    assert ego.top < ego.y - ego.radius
    assert ego.top + ego.height > ego.y + ego.radius


def test_a_single_peer_sits_on_the_inner_circle_near_the_top():
    ego = lay_out_peers([Peer(1, Ring.COUNTRY, 0.3)], [])
    assert ego.circles == (NEAR,)
    assert measure_distance(ego, ego.spots[0]) == pytest.approx(NEAR, abs=0.1)
    assert measure_turn(ego, ego.spots[0]) < 0.3


def test_the_best_is_near_the_worst_is_far_and_the_middle_is_half_way():
    peers = [Peer(1, Ring.COUNTRY, 8.0), Peer(2, Ring.REGION, 5.0), Peer(3, Ring.WORLD, 2.0)]
    ego = lay_out_peers(peers, [])
    distances = {spot.member: measure_distance(ego, spot) for spot in ego.spots}
    assert distances == pytest.approx({1: NEAR, 2: (NEAR + FAR) / 2, 3: FAR}, abs=0.1)


def test_nearly_equal_scores_are_drawn_nearly_equal():
    ego = lay_out_peers([Peer(1, Ring.HALL, 8.0), Peer(2, Ring.HALL, 7.9)], [])
    one, two = (measure_distance(ego, spot) for spot in ego.spots)
    assert 0 < abs(one - two) < 5


@given(candidates)
def test_a_better_score_is_never_further_away_nor_thinner(peers):
    chosen = choose_peers(peers)
    ego = lay_out_peers(chosen, [])
    score = {peer.member: peer.score for peer in chosen}
    spots = sorted(ego.spots, key=lambda spot: -score[spot.member])
    for better, worse in pairwise(spots):
        assert measure_distance(ego, better) <= measure_distance(ego, worse) + 0.15
        assert better.thickness >= worse.thickness


@given(candidates)
def test_everyone_sits_between_the_circles(peers):
    ego = lay_out_peers(choose_peers(peers), [])
    for spot in ego.spots:
        assert NEAR - 0.1 <= measure_distance(ego, spot) <= FAR + 0.1


def test_rings_follow_each_other_clockwise_from_the_top():
    ego = lay_out_peers(full_house(), [])
    right, left = column(ego, "start"), column(ego, "end")
    around = [spot.ring for spot in [*right, *reversed(left)]]
    left_of_the_top = around[::-1].index(Ring.WORLD)
    clockwise = around[len(around) - left_of_the_top :] + around[: len(around) - left_of_the_top]
    assert clockwise == sorted(peer.ring for peer in full_house())


@given(candidates)
def test_no_ring_is_torn_apart(peers):
    ego = lay_out_peers(choose_peers(peers), [])
    around = [spot.ring for spot in [*column(ego, "start"), *reversed(column(ego, "end"))]]
    changes = sum(one != two for one, two in zip(around, around[1:] + around[:1], strict=True))
    assert changes == (len(set(around)) if len(set(around)) > 1 else 0)


def test_the_order_of_the_peers_does_not_matter():
    peers = full_house()
    assert lay_out_peers(peers[::-1], [(2, 1), (5, 3)]) == lay_out_peers(peers, [(3, 5), (1, 2)])


# ---- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "heading"), [((90, 12.5), (80, 11.5)), ((120, 17), (105, 15))])
@given(peers=candidates)
def test_no_words_cover_other_words_or_a_mark_at_either_font_size(name, heading, peers):
    ego = lay_out_peers(choose_peers(peers), [])
    words = [box_words(s.label_x, s.label_y, s.anchor, *name) for s in ego.spots]
    words += [box_words(h.x, h.y, h.anchor, *heading) for h in ego.headings]
    marks = [Box(s.x - 9, s.y - 9, s.x + 9, s.y + 9) for s in ego.spots]
    for one, two in combinations([*words, *marks], 2):
        assert not one.meets([two])


@given(candidates)
def test_the_picture_is_cut_to_its_content_and_no_further(peers):
    ego = lay_out_peers(choose_peers(peers), [])
    bottom = ego.top + ego.height
    ys = [spot.y for spot in ego.spots] + [heading.y for heading in ego.headings]
    ys += [ego.y + circle for circle in ego.circles] + [ego.y - circle for circle in ego.circles]
    assert all(ego.top < y < bottom for y in ys)
    assert min([*ys, ego.y - ego.radius]) - ego.top < 20
    assert bottom - max([*ys, ego.y + ego.radius]) < 20


@given(candidates)
def test_every_ring_present_has_one_heading(peers):
    chosen = choose_peers(peers)
    ego = lay_out_peers(chosen, [])
    assert [h.ring for h in ego.headings] == sorted({peer.ring for peer in chosen})


def test_a_heading_stands_above_the_first_name_of_its_column():
    ego = lay_out_peers(full_house(), [])
    country = next(heading for heading in ego.headings if heading.ring == Ring.COUNTRY)
    first = min((s for s in ego.spots if s.ring == Ring.COUNTRY), key=lambda spot: spot.y)
    assert (country.x, country.y, country.anchor) == (first.label_x, first.label_y - 19, "start")


def test_a_ring_on_both_sides_has_its_heading_in_the_middle_above_or_below():
    peers = [Peer(n, Ring.HALL if n < 3 else Ring.REGION, 9 - n) for n in range(1, 6)]
    ego = lay_out_peers(peers, [])
    hall, region = ego.headings
    assert (hall.x, hall.anchor) == (region.x, region.anchor) == (ego.x, "middle")
    assert hall.y < min(spot.y for spot in ego.spots)
    assert region.y > max(spot.y for spot in ego.spots)


# ---- ties ----------------------------------------------------------------------------------------


def test_ties_are_drawn_once_and_only_between_peers():
    ego = lay_out_peers(full_house(), [(1, 2), (2, 1), (1, 99), (98, 99), (4, 9)])
    assert ego.ties.count("Q") == 2


def test_a_tie_bends_towards_the_centre():
    ego = lay_out_peers([Peer(1, Ring.HALL, 1.0), Peer(2, Ring.WORLD, 1.0)], [(1, 2)])
    place = {spot.member: (round(spot.x), round(spot.y)) for spot in ego.spots}
    (x1, y1), (x2, y2) = place[1], place[2]
    bend = round((x1 + x2 + 1.2 * 260) / 3.2), round((y1 + y2 + 1.2 * 235) / 3.2)
    assert ego.ties == f"M{x1} {y1}Q{bend[0]} {bend[1]} {x2} {y2}"


# ---- columns -------------------------------------------------------------------------------------


def test_lines_that_want_the_same_place_share_the_move():
    assert space_out([Line(0, 10, **FREE), Line(0, 10, **FREE)]) == [-5, 5]
    assert space_out([Line(0, 4, **FREE)] * 3) == [-4, 0, 4]


def test_lines_with_room_stay():
    assert space_out([Line(0, 10, **FREE), Line(10, 10, **FREE), Line(50, 10, **FREE)]) == [
        0,
        10,
        50,
    ]


def test_a_line_at_its_limit_pushes_the_others():
    assert space_out([Line(0, 10, -2, 2), Line(0, 10, -99, 99)]) == [-2, 8]
    assert space_out([Line(0, 10, -99, 99), Line(0, 10, -99, 3)]) == [-7, 3]


def test_gaps_win_over_limits():
    first, second = space_out([Line(0, 10, -1, 1), Line(0, 10, -1, 1)])
    assert second - first == 10


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(0, 30)), max_size=9))
def test_every_gap_is_kept_and_no_single_move_could_be_shorter(wishes):
    lines = [Line(wanted, gap, **FREE) for wanted, gap in wishes]
    places = space_out(lines)
    gaps = [two - one for one, two in pairwise(places)]
    assert all(gap >= line.gap - 1e-6 for gap, line in zip(gaps, lines[1:], strict=True))
    for index, (place, line) in enumerate(zip(places, lines, strict=True)):
        step = math.copysign(1e-3, line.wanted - place)
        moved = [*places[:index], place + step, *places[index + 1 :]]
        blocked = any(
            two - one < line.gap - 1e-6
            for (one, two), line in zip(pairwise(moved), lines[1:], strict=True)
        )
        assert blocked or abs(line.wanted - place) < 2e-3
