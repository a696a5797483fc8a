import csv
import hashlib
import math
import os
import re
import subprocess
import sys
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from cop.vocabulary import atlas
from cop.vocabulary.maps.framing import frame_country, read_regions, read_world
from cop.vocabulary.maps.plane import Box, text_box

COUNTRIES = Path(atlas.__file__).with_name("data") / "countries.csv"


def read_countries():
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["selectable"] == "1"]


CODES = [row["iso2"] for row in read_countries()]
EVERYWHERE = {code: 1 + index * 7 % 40 for index, code in enumerate(CODES)}
EASTERN_AFRICA = {"UG": 64, "KE": 71, "TZ": 38, "RW": 19, "BI": 3, "SS": 7, "ET": 33, "SO": 14}
CARIBBEAN = ["AG", "BB", "DM", "GD", "JM", "KN", "LC", "TT", "VC"]
SOUTH_PACIFIC = ["FJ", "WS", "TO", "CK", "PF"]


def region(name):
    return [row["iso2"] for row in read_countries() if row["lpsa_region"] == name]


@cache
def locator(code):
    return atlas.draw_window([code], EVERYWHERE)


def corners(path):
    """Walk a path of the form M x y l dx dy … z and return every point of it."""
    points = []
    for ring in path.split("M")[1:]:
        x = y = 0
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            points.append((x, y))
    return points


def overlap(one, two):
    both = one.radius + two.radius
    return 1 - math.hypot(one.x - two.x, one.y - two.y) / both


def is_inside(dot, picture):
    r = dot.radius - 0.1  # positions are rounded to tenths
    return r <= dot.x <= picture.width - r and r <= dot.y <= picture.height - r


# ---- the geometry --------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [read_world(), read_regions()], ids=["world", "regions"])
def test_every_selectable_country_has_a_place_on_the_map(level):
    assert sorted(level.anchors) == CODES


def test_every_place_on_the_world_lies_inside_its_frame():
    world = read_world()
    frame = Box(0, 0, world.width, world.height)
    assert [code for code, anchor in world.anchors.items() if not frame.holds(anchor)] == []


@pytest.mark.parametrize("level", [read_world(), read_regions()], ids=["world", "regions"])
def test_the_map_keeps_areas(level):
    # km²; large countries whose outline is whole in both levels
    known = {"BR": 8_515_767, "DZ": 2_381_741, "CD": 2_344_858, "IN": 3_287_263, "UA": 603_549}
    sizes = {code: sum(outline.area for outline in level.outlines[code]) for code in known}
    unit = sum(known.values()) / sum(sizes.values())
    for code, size in sizes.items():
        assert size * unit == pytest.approx(known[code], rel=0.05), code


def test_oceania_is_in_one_piece_in_the_regions():
    anchors = read_regions().anchors
    assert anchors["NZ"][0] < anchors["WS"][0] < anchors["CK"][0] < anchors["PF"][0]


def test_overseas_territories_are_not_drawn_as_part_of_another_country():
    regions = read_regions()
    for host, guest in [("FR", "GF"), ("FR", "GP"), ("FR", "RE"), ("NL", "BQ"), ("NO", "SJ")]:
        place = regions.anchors[guest]
        near = Box(*place, *place).padded(20)
        assert all(outline.box.distance(near) for outline in regions.outlines[host])
        assert not all(outline.box.distance(near) for outline in regions.outlines[guest])


def test_neighbours_keep_one_border_at_every_level_of_detail():
    regions = read_regions()

    def vertices(code, rank):
        return {
            at
            for outline in regions.outlines[code]
            for at, its_rank in zip(outline.ring, outline.ranks, strict=True)
            if its_rank >= rank
        }

    for one, two in [("UG", "KE"), ("DE", "PL"), ("BR", "BO"), ("IN", "NP"), ("US", "MX")]:
        border = vertices(one, "0") & vertices(two, "0")
        assert len(border) > 10
        for rank in "123456789":
            kept = border & vertices(one, rank)
            assert kept == border & vertices(two, rank)
            assert len(kept) >= 2


# ---- the world -----------------------------------------------------------------------------------


def test_the_size_of_a_dot_says_how_many_members_a_country_has():
    dots = {dot.country: dot for dot in atlas.draw_world({"UG": 64, "KE": 1}).dots}
    assert dots["UG"].radius == pytest.approx(2.1 + 1.62 * 8, abs=0.05)
    assert dots["KE"].radius == pytest.approx(2.1 + 1.62, abs=0.05)


def test_dots_shrink_together_when_there_are_more_members_than_the_map_can_hold():
    dots = atlas.draw_world(dict.fromkeys(CODES, 5_000)).dots
    area = sum(math.pi * dot.radius**2 for dot in dots)
    assert len({dot.radius for dot in dots}) == 1
    assert area < 0.13 * read_world().width * read_world().height


def test_large_dots_are_drawn_first_so_that_small_ones_stay_in_sight():
    counts = [dot.count for dot in atlas.draw_world(EVERYWHERE).dots]
    assert counts == sorted(EVERYWHERE.values(), reverse=True)


def test_dots_overlap_by_six_percent_at_most():
    dots = atlas.draw_world(EVERYWHERE).dots
    assert max(overlap(*pair) for pair in combinations(dots, 2)) <= 0.06


def test_dots_stay_inside_the_frame():
    world = atlas.draw_world(EVERYWHERE)
    assert [dot.country for dot in world.dots if not is_inside(dot, world)] == []


def test_dots_stay_near_home():
    anchors = read_world().anchors
    for dot in atlas.draw_world(EASTERN_AFRICA).dots:
        assert math.dist((dot.x, dot.y), anchors[dot.country]) < 16, dot.country


def test_numbers_are_written_in_circles_from_28_members():
    by_count = {dot.count: dot for dot in atlas.draw_world({"UG": 28, "BR": 27, "IN": 900}).dots}
    assert [count for count, dot in by_count.items() if dot.has_room] == [900, 28]


def test_a_country_without_members_has_no_dot_and_no_tint():
    nobody, someone = atlas.draw_world({"UG": 0}), atlas.draw_world({"UG": 1})
    assert nobody.dots == ()
    assert nobody.land_with == ""
    assert len(corners(nobody.land_without)) == len(
        corners(someone.land_with) + corners(someone.land_without)
    )
    assert len(corners(someone.land_with)) > 8


def test_codes_without_a_place_are_passed_over():
    assert atlas.draw_world({"XX": 5, "": 9, "AQ": 1}) == atlas.draw_world({})


def test_the_world_is_light_enough_for_a_slow_line():
    world = atlas.draw_world(EVERYWHERE)
    assert len(world.land_with) + len(world.land_without) < 38_000


# ---- windows -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_a_locator_shows_its_country(code):
    window = locator(code)
    points = [window.pin] if window.pin else corners(window.land_home)
    frame = Box(0, 0, window.width, window.height)
    assert sum(map(frame.holds, points)) > len(points) / 2
    assert window.labels[0].country == code
    assert frame.holds((window.labels[0].x, window.labels[0].below))


def test_windows_are_about_four_to_three():
    shapes = {code: locator(code).width / locator(code).height for code in CODES}
    assert {code: shape for code, shape in shapes.items() if not 1.14 <= shape <= 1.61} == {}


@pytest.mark.parametrize("code", CODES)
def test_names_on_a_locator_do_not_cover_each_other(code):
    boxes = [text_box((label.x, label.y), label.room) for label in locator(code).labels]
    touching = [pair for pair in combinations(boxes, 2) if not pair[0].distance(pair[1].padded(-1))]
    assert touching == []


def test_the_locator_of_uganda_names_its_neighbours():
    assert {label.country for label in locator("UG").labels} >= {"UG", "KE", "TZ", "CD", "SS", "RW"}


def test_the_name_of_a_country_does_not_stand_on_a_country_inside_it():
    (label,) = (label for label in locator("LS").labels if label.country == "ZA")
    lesotho = corners(locator("LS").land_home)
    assert label.x + label.room / 2 <= min(x for x, _ in lesotho) + 1


def test_a_country_too_small_to_see_is_marked_by_a_pin():
    assert [bool(locator(code).pin) for code in ("TV", "KI", "VA", "UG")] == [1, 1, 1, 0]


def test_the_locator_of_an_atoll_names_other_islands():
    window = locator("TV")
    assert len(window.labels) >= 4
    assert window.specks != ""


@pytest.mark.parametrize("code", ["EC", "ES", "PT", "ZA"])
def test_far_islands_do_not_widen_a_locator(code):
    frame = frame_country(code)
    assert frame.holds(read_regions().anchors[code])
    assert any(outline.box.distance(frame) for outline in read_regions().outlines[code])


@pytest.mark.parametrize(
    "centre",
    [list(EASTERN_AFRICA), CARIBBEAN, SOUTH_PACIFIC, region("ssa"), region("eca")],
    ids=["eastern africa", "caribbean", "south pacific", "sub-saharan africa", "europe"],
)
def test_a_window_on_a_region_has_a_dot_in_its_frame_for_each_country_with_members(centre):
    window = atlas.draw_window(centre, EVERYWHERE)
    assert {dot.country for dot in window.dots} == set(centre)
    assert [dot.country for dot in window.dots if not is_inside(dot, window)] == []
    assert max(overlap(*pair) for pair in combinations(window.dots, 2)) <= 0.06


def test_a_far_speck_widens_a_region_only_for_the_members_who_live_there():
    mainland = atlas.draw_window(["ZA", "NA", "BW"], {"ZA": 3})
    empty = atlas.draw_window(["ZA", "NA", "BW", "SH"], {"ZA": 3})
    lived_in = atlas.draw_window(["ZA", "NA", "BW", "SH"], {"ZA": 3, "SH": 1})
    assert empty == mainland
    assert "SH" in {dot.country for dot in lived_in.dots}


def test_a_window_can_be_drawn_wider():
    assert atlas.draw_window(["UG"], {}, width=520).view_box.startswith("0 0 520 ")


def test_a_window_on_nothing_is_refused():
    with pytest.raises(ValueError, match="needs a country"):
        atlas.draw_window(["AQ", "XX"], {})


def test_windows_are_light():
    def weigh(window):
        return len(window.land_home + window.land_with + window.land_without + window.specks)

    assert max(weigh(locator(code)) for code in CODES) < 15_000
    for name in ("ssa", "asia-pacific", "eca", "lac", "mena"):
        assert weigh(atlas.draw_window(region(name), EVERYWHERE)) < 15_000, name


# ---- same input, same bytes ----------------------------------------------------------------------


def test_the_order_of_counts_and_countries_does_not_matter():
    backwards = dict(reversed(EVERYWHERE.items()))
    assert atlas.draw_world(backwards) == atlas.draw_world(EVERYWHERE)
    assert atlas.draw_window(CARIBBEAN[::-1], backwards) == atlas.draw_window(CARIBBEAN, EVERYWHERE)


def test_two_processes_draw_the_same_bytes():
    script = (
        "from cop.vocabulary import atlas\n"
        f"print(atlas.draw_world({EVERYWHERE}), atlas.draw_window({set(CARIBBEAN)}, {EVERYWHERE}))"
    )
    digests = {
        hashlib.sha256(
            subprocess.run(
                [sys.executable, "-c", script],
                env=os.environ | {"PYTHONHASHSEED": seed},
                check=True,
                capture_output=True,
            ).stdout
        ).hexdigest()
        for seed in ("1", "2")
    }
    assert len(digests) == 1
