"""The explorer: invariants of the picture on communities of every shape."""

import hashlib
import math
import os
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import networkx as nx
import pytest

from matching.layout.explorer import SHORE, lay_out_groups
from matching.layout.labels import place_labels
from tests.matching.layout_cases import SHAPES, build_community, draw, name_everyone

ROOT = Path(__file__).parents[2]
SOME = ["a region", "one giant and crumbs", "thirty groups"]


def parse(path):
    """Return the corners of an outline."""
    return [tuple(map(int, corner.split())) for corner in path.strip("Mz").split("L") if corner]


def measure_to_edge(point, corners):
    """Return the distance of a point from an outline's line."""
    edges = [*pairwise(corners), (corners[-1], corners[0])]
    return min(measure_to_line(point, *edge) for edge in edges)


def measure_to_line(point, start, end):
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length if length else 0
    along = min(max(along, 0), 1)
    return math.dist(point, (x1 + along * (x2 - x1), y1 + along * (y2 - y1)))


def is_within(point, corners):
    """Tell whether a point is in a convex outline, whichever way round; dots have no inside."""
    if len(corners) < 3:
        return False
    turns = [
        (x2 - x1) * (point[1] - y1) - (y2 - y1) * (point[0] - x1)
        for (x1, y1), (x2, y2) in [*pairwise(corners), (corners[-1], corners[0])]
    ]
    return all(turn >= 0 for turn in turns) or all(turn <= 0 for turn in turns)


# ---- marks and islands ---------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_every_member_has_one_mark_in_their_own_group(shape):
    graph, groups, names = build_community(SHAPES[shape])
    explorer = lay_out_groups(graph, groups, names)
    assert {mark.member: mark.group for mark in explorer.marks} == {
        member: index for index, group in enumerate(groups) for member in group
    }
    assert len(explorer.marks) == len(graph)
    assert [group.size for group in explorer.groups] == SHAPES[shape]
    assert {mark.member: mark.degree for mark in explorer.marks} == dict(graph.degree())


@pytest.mark.parametrize("shape", SHAPES)
def test_no_mark_touches_another(shape):
    for one, two in combinations(draw(shape).marks, 2):
        assert math.dist((one.x, one.y), (two.x, two.y)) > one.radius + two.radius


@pytest.mark.parametrize("shape", SHAPES)
def test_every_mark_is_inside_the_frame_with_its_shore(shape):
    for mark in draw(shape).marks:
        assert SHORE <= mark.x <= 1000 - SHORE
        assert SHORE <= mark.y <= 690 - SHORE


@pytest.mark.parametrize("shape", SHAPES)
def test_every_mark_is_inside_the_hull_of_its_group(shape):
    explorer = draw(shape)
    outlines = [parse(group.hull) for group in explorer.groups]
    for mark in explorer.marks:
        outline = outlines[mark.group]
        place = (mark.x, mark.y)
        assert is_within(place, outline) or measure_to_edge(place, outline) < 1


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "far too many"])
def test_no_island_touches_another(shape):
    outlines = [parse(group.hull) for group in draw(shape).groups]
    for one, two in combinations(outlines, 2):
        between = [measure_to_edge(corner, two) for corner in one]
        between += [measure_to_edge(corner, one) for corner in two]
        assert min(between) > 2 * SHORE
        assert not any(is_within(corner, two) for corner in one)
        assert not any(is_within(corner, one) for corner in two)


def test_a_larger_group_gets_more_ground():
    explorer = draw("a region")
    spans = []
    for index in (0, -1):
        corners = parse(explorer.groups[index].hull)
        spans.append(max(math.dist(one, two) for one, two in combinations(corners, 2)))
    assert spans[0] > 1.4 * spans[1]


def test_better_tied_members_have_larger_marks():
    by_degree = sorted(draw("a region").marks, key=lambda mark: mark.degree)
    assert by_degree[0].radius < by_degree[-1].radius
    assert [mark.radius for mark in by_degree] == sorted(mark.radius for mark in by_degree)


def test_marks_shrink_only_in_a_crowd():
    assert min(mark.radius for mark in draw("a large region").marks) > 4
    assert max(mark.radius for mark in draw("far too many").marks) < 4


def test_tied_members_of_a_group_stand_nearer_than_strangers():
    graph, groups, names = build_community([40])
    place = {m.member: (m.x, m.y) for m in lay_out_groups(graph, groups, names).marks}
    tied, strangers = [], []
    for one, two in combinations(groups[0], 2):
        distance = math.dist(place[one], place[two])
        (tied if graph.has_edge(one, two) else strangers).append(distance)
    assert sum(tied) / len(tied) < 0.5 * sum(strangers) / len(strangers)


def test_groups_that_talk_together_stand_nearer_than_strangers():
    graph, groups, names = build_community([10] * 8)
    graph.remove_edges_from([tie for tie in graph.edges if tie[0] // 10 != tie[1] // 10])
    chain = list(pairwise([3, 0, 6, 2, 5, 1, 7, 4]))
    for one, two in chain:
        graph.add_weighted_edges_from(zip(groups[one], groups[two], [2] * 10, strict=True))
    places = [(group.x, group.y) for group in lay_out_groups(graph, groups, names).groups]
    tied, strangers = [], []
    for one, two in combinations(range(8), 2):
        together = (one, two) in chain or (two, one) in chain
        (tied if together else strangers).append(math.dist(places[one], places[two]))
    assert sum(tied) / len(tied) < 0.7 * sum(strangers) / len(strangers)


# ---- ties ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_every_tie_is_drawn_once_inside_or_between_groups(shape):
    graph, groups, names = build_community(SHAPES[shape])
    explorer = lay_out_groups(graph, groups, names)
    home = {member: index for index, group in enumerate(groups) for member in group}
    inside = sum(home[one] == home[two] for one, two in graph.edges)
    assert explorer.ties_inside.count("M") == inside
    assert explorer.ties_between.count("M") == graph.number_of_edges() - inside


def test_a_tie_is_a_line_from_mark_to_mark():
    graph = nx.Graph([(1, 2, {"weight": 1.0})])
    explorer = lay_out_groups(graph, [[1, 2]], [("Name",)])
    one, two = explorer.marks
    line = f"M{round(one.x)} {round(one.y)}L{round(two.x)} {round(two.y)}"
    assert explorer.ties_inside == explorer.ties_of(1) == explorer.ties_of(2) == line
    assert not explorer.ties_between


def test_the_focus_has_its_own_ties_and_neighbours():
    graph, groups, names = build_community(SHAPES["a region"])
    explorer = lay_out_groups(graph, groups, names)
    for member in graph:
        assert explorer.around(member) == {member, *graph[member]}
        assert explorer.ties_of(member).count("M") == graph.degree(member)


def test_a_focus_outside_the_picture_is_no_focus():
    explorer = draw("a region")
    assert explorer.around(7) == explorer.around(None) == frozenset()
    assert not explorer.ties_of(7)


def test_a_tie_to_oneself_is_not_drawn():
    graph = nx.Graph([(1, 1, {"weight": 1.0}), (1, 2, {"weight": 1.0})])
    explorer = lay_out_groups(graph, [[1, 2]], [("Name",)])
    assert explorer.ties == ((1, 2),)
    assert [mark.degree for mark in explorer.marks] == [1, 1]


# ---- who may be seen -----------------------------------------------------------------------------


def test_a_hidden_member_leaves_no_trace_and_moves_no_one():
    graph, groups, names = build_community(SHAPES["a region"])
    explorer = lay_out_groups(graph, groups, names)
    hidden = max(graph, key=graph.degree)
    shown = explorer.showing(set(graph) - {hidden})
    stayed = [mark for mark in explorer.marks if mark.member != hidden]
    assert [(m.member, m.x, m.y) for m in shown.marks] == [(m.member, m.x, m.y) for m in stayed]
    for before, after in zip(stayed, shown.marks, strict=True):
        lost = before.member in graph[hidden]
        assert after.degree == before.degree - lost
        assert (after.radius < before.radius) == lost
    assert not any(hidden in tie for tie in shown.ties)
    assert len(shown.ties) == len(explorer.ties) - graph.degree(hidden)
    group = explorer.mark_of[hidden].group
    assert shown.groups[group].size == explorer.groups[group].size - 1
    assert shown.groups[1 - (group > 0)] == explorer.groups[1 - (group > 0)]


def test_a_group_of_hidden_members_has_no_island():
    explorer = draw("one giant and crumbs")
    shown = explorer.showing({mark.member for mark in explorer.marks if mark.group == 0})
    assert [bool(group.hull) for group in shown.groups] == [True, False, False, False, False]


def test_showing_everyone_changes_nothing():
    explorer = draw("a region")
    assert explorer.showing(range(10_000)) is explorer


# ---- same data, same picture ---------------------------------------------------------------------


@pytest.mark.parametrize("shape", SOME)
def test_the_picture_does_not_depend_on_the_order_of_its_data(shape):
    plain = lay_out_groups(*build_community(SHAPES[shape]))
    assert lay_out_groups(*build_community(SHAPES[shape], order=9)) == plain


def test_different_data_gives_a_different_picture():
    first, second = (lay_out_groups(*build_community([12, 9], seed=seed)) for seed in (1, 2))
    assert first.marks != second.marks


def test_another_process_with_another_hash_seed_draws_the_same_bytes():
    graph, groups, names = build_community(SHAPES["a region"])
    script = f"""
import hashlib, networkx as nx
from matching.layout.explorer import lay_out_groups
from matching.layout.labels import place_labels
graph = nx.Graph()
for tie in set({[(*map(str, tie), weight) for *tie, weight in graph.edges.data("weight")]!r}):
    graph.add_edge(int(tie[0]), int(tie[1]), weight=tie[2])
graph.add_nodes_from({list(graph)!r})
groups = [set(group) for group in {groups!r}]
explorer = lay_out_groups(graph, groups, {names!r})
labels = place_labels(explorer, {{m: "Person " + str(m) for m in set(graph)}})
print(hashlib.sha256(repr((explorer, labels)).encode()).hexdigest())
"""
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "77")
    }
    explorer = lay_out_groups(graph, groups, names)
    labels = place_labels(explorer, name_everyone(explorer))
    assert answers == {hashlib.sha256(repr((explorer, labels)).encode()).hexdigest()}
