import json
import math

import pytest

from cop.vocabulary import build_atlas
from cop.vocabulary.maps.plane import measure_area

# Two squares of one degree that share the border at 11° E, whose vertex in the middle is a step of
# 0.02 degrees to the side; the one in the west also owns an island far away.
SQUARES = {
    "transform": {"scale": [0.01, 0.01], "translate": [10, 0]},
    "arcs": [
        [[100, 0], [2, 50], [-2, 50]],
        [[100, 100], [-100, 0], [0, -100], [100, 0]],
        [[100, 0], [100, 0], [0, 100], [-100, 0]],
        [[5000, 0], [100, 0], [0, 100], [-100, 0], [0, -100]],
    ],
    "objects": {
        "countries": {
            "geometries": [
                {
                    "id": "001",
                    "properties": {"name": "West"},
                    "type": "MultiPolygon",
                    "arcs": [[[0, 1]], [[3]]],
                },
                {"properties": {"name": "East"}, "type": "Polygon", "arcs": [[2, -1]]},
                {"properties": {"name": "Nowhere"}, "type": "Polygon", "arcs": [[3]]},
            ]
        }
    },
}


@pytest.fixture
def topology(tmp_path):
    path = tmp_path / "squares.json"
    path.write_text(json.dumps(SQUARES))
    return build_atlas.read_topology(path, {"001": "WW", "East": "EE"})


def test_the_projection_has_its_published_extent():
    assert build_atlas.project(180, 0)[0] == pytest.approx(2.7066299836960748)
    assert build_atlas.project(0, 90)[1] == pytest.approx(-1.3173627591574133)


def test_the_projection_keeps_areas():
    def area(west, south):
        steps = [i / 20 for i in range(20)]
        ring = [(west + i, south) for i in steps] + [(west + 1, south + i) for i in steps]
        ring += [(west + 1 - i, south + 1) for i in steps] + [(west, south + 1 - i) for i in steps]
        return measure_area([build_atlas.project(*point) for point in ring])

    degrees = math.radians(1) * (math.sin(math.radians(61)) - math.sin(math.radians(60)))
    assert area(100, 60) / area(0, 0) == pytest.approx(
        degrees / (math.radians(1) * math.sin(math.radians(1))), rel=1e-4
    )


def test_a_line_across_the_edge_of_the_map_is_not_torn():
    line = [(-168.5, 63), (-169.5, 63)]
    assert build_atlas.unroll(line, oceania_whole=False) == [(180.5, 63), (179.5, 63)]


def test_islands_of_eastern_oceania_lie_beyond_the_edge_only_in_the_regions():
    tahiti = [(-149.0, -17.5)]
    assert build_atlas.unroll(tahiti, oceania_whole=True) == [(200, -17.5)]
    assert build_atlas.unroll(tahiti, oceania_whole=False) == [(-160, -17.5)]


def test_shapes_are_known_by_number_or_name_and_nameless_otherwise(topology):
    assert [code for code, _ in topology.shapes] == ["WW", "EE", ""]


def test_a_vertex_weighs_the_area_that_goes_with_it():
    weights = build_atlas.weigh_vertices([(0, 0), (2, 1), (4, 0), (6, 9), (8, 0)])
    assert weights[0] == weights[-1] == math.inf
    assert weights[1] == 2
    assert weights[2] == pytest.approx(18)


def test_a_closed_line_never_collapses():
    circle = [(math.cos(i / 9 * math.pi), math.sin(i / 9 * math.pi)) for i in range(18)]
    assert build_atlas.weigh_vertices([*circle, circle[0]]).count(math.inf) == 5


def test_neighbours_get_one_border(topology):
    lines = [build_atlas.thin_line(line, (1e-9, 0.5)) for line in topology.lines]
    outlines = build_atlas.trace_outlines(topology, lines, {})
    assert set(outlines["WW"][0]) & set(outlines["EE"][0]) == set(lines[0])


def test_a_guest_gets_the_islands_nearest_to_it(topology):
    lines = [build_atlas.thin_line(line, (0.0,)) for line in topology.lines]
    outlines = build_atlas.trace_outlines(topology, lines, {"WW": {"GG": (61, 0)}})
    assert len(outlines["WW"]) == 1
    assert [min(x for x, _, _ in outline) for outline in outlines["GG"]] == [60]
