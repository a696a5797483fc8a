"""Names in the explorer: of groups and of people, where there is room for them."""

import math
from collections import Counter
from itertools import combinations

import networkx as nx
import pytest

from matching.layout.explorer import REACH, lay_out_groups
from matching.layout.labels import place_labels
from tests.matching.layout_cases import (
    SHAPES,
    box_label,
    box_mark,
    box_names,
    build_community,
    draw,
    name_everyone,
)

# ---- names of groups ----------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_names_of_groups_cover_no_mark_and_no_other_name(shape):
    explorer = draw(shape)
    names = box_names(explorer)
    marks = [box_mark(mark) for mark in explorer.marks]
    for index, name in enumerate(names):
        assert not name.meets(names[:index])
        assert not name.meets(marks)
        assert name.left >= 0
        assert name.top >= 0
        assert name.right <= 1000


@pytest.mark.parametrize("shape", ["a region", "a large region", "one giant and crumbs"])
def test_every_group_has_its_two_lines_while_groups_are_few(shape):
    assert all(len(group.lines) == 2 for group in draw(shape).groups)


def test_in_a_crowd_of_groups_the_largest_keep_one_line():
    sizes = [6] * 20 + [5] * 10
    explorer = lay_out_groups(*build_community(sizes))
    assert [len(group.lines) for group in explorer.groups] == [1] * 24 + [0] * 6


def test_in_a_frame_too_small_for_all_names_some_give_way():
    explorer = lay_out_groups(*build_community(SHAPES["thirty groups"]), width=320, height=240)
    names = box_names(explorer)
    assert 0 < len(names) < len(explorer.groups)
    assert not any(one.meets([two]) for one, two in combinations(names, 2))


def test_a_group_without_a_topic_has_no_name():
    graph = nx.Graph([(1, 2, {"weight": 1.0}), (3, 4, {"weight": 1.0})])
    explorer = lay_out_groups(graph, [[1, 2], [3, 4]], [("",), ("Water", "")])
    assert [group.lines for group in explorer.groups] == [(), ("Water",)]


# ---- names of people -----------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_names_of_people_cover_no_name_and_no_mark(shape):
    explorer = draw(shape)
    labels = place_labels(explorer, name_everyone(explorer))
    boxes = [box_label(label) for label in labels]
    marks = [box_mark(mark) for mark in explorer.marks]
    groups = box_names(explorer)
    for index, box in enumerate(boxes):
        assert not box.meets(boxes[:index])
        assert not box.meets(groups)
        assert not box.meets(marks)
        assert box.left >= 0
        assert box.right <= 1000
        assert box.bottom <= 690


def test_a_name_stands_beside_its_own_mark():
    explorer = draw("a region")
    labels = place_labels(explorer, name_everyone(explorer))
    assert len(labels) >= len(explorer.groups)
    for label in labels:
        mark = explorer.mark_of[label.member]
        box = box_label(label)
        x = min(max(mark.x, box.left), box.right)
        y = min(max(mark.y, box.top), box.bottom)
        assert math.dist((x, y), (mark.x, mark.y)) < mark.radius * REACH + 4


def test_hubs_are_named_and_no_group_takes_all_the_names():
    explorer = draw("a region")
    named = [
        explorer.mark_of[label.member] for label in place_labels(explorer, name_everyone(explorer))
    ]
    counts = Counter(mark.group for mark in named)
    assert all(counts[n] <= max(2, group.size // 6) for n, group in enumerate(explorer.groups))
    for mark in named:
        degrees = sorted(m.degree for m in explorer.marks if m.group == mark.group)
        assert mark.degree >= degrees[len(degrees) * 2 // 3 - 1]


def test_the_focus_and_only_its_neighbours_are_named():
    explorer = draw("a region")
    people = name_everyone(explorer)
    for mark in explorer.marks:
        labels = place_labels(explorer, people, focus=mark.member)
        assert labels[0].member == mark.member
        assert {label.member for label in labels} <= explorer.around(mark.member)


def test_only_the_name_in_focus_may_cover_a_mark():
    explorer = draw("a large region")
    people = name_everyone(explorer)
    marks = {mark.member: box_mark(mark) for mark in explorer.marks}
    covering = 0
    for focus in people:
        boxes = []
        for label in place_labels(explorer, people, focus=focus):
            box = box_label(label, 13 if label.member == focus else 12)
            others = [marks[member] for member in marks if member != label.member]
            covers = box.meets(others)
            covering += covers
            assert label.member == focus or not covers
            assert not box.meets(boxes)
            boxes.append(box)
    assert covering


def test_a_focus_outside_the_picture_names_the_hubs():
    explorer = draw("a region")
    people = name_everyone(explorer)
    assert place_labels(explorer, people, focus=7) == place_labels(explorer, people)


def test_people_without_a_name_to_show_stay_unnamed():
    explorer = draw("a region")
    assert place_labels(explorer, {}) == ()
    hub = max(explorer.marks, key=lambda mark: mark.degree).member
    assert [label.text for label in place_labels(explorer, {hub: "Ada L."})] in ([], ["Ada L."])
    assert [label.text for label in place_labels(explorer, {hub: "Ada"}, focus=hub)] == ["Ada"]
