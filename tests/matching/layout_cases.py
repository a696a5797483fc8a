"""Communities of every shape, and the boxes of what is drawn of them."""

import random

import networkx as nx

from matching.layout.boxes import Box, measure_text
from matching.layout.explorer import REACH, lay_out_groups
from matching.layout.names import box_name

# Sizes of groups: everything a region may look like, from no one to far too many.
SHAPES = {
    "nobody": [],
    "one member": [1],
    "two strangers": [1, 1],
    "one group": [25],
    "one large group": [170],
    "a region": [36, 32, 20, 17, 16, 16, 12, 12, 9],
    "a large region": [83, 59, 45, 42, 42, 41, 40, 24, 24],
    "one giant and crumbs": [50, 1, 1, 1, 2],
    "thirty loners": [1] * 30,
    "thirty groups": [6] * 30,
    "far too many": [60] * 20,
}


def build_community(sizes, seed=1, order=None):
    """Trees with a few ties across; `order` shuffles how it is put together, not what it is."""
    chance = random.Random(seed)
    members = iter(range(100, 10_000))
    groups = [[next(members) for _ in range(size)] for size in sizes]
    everyone = [member for group in groups for member in group]
    ties = {
        (chance.choice(group[:place]), group[place]): 1 + chance.random()
        for group in groups
        for place in range(1, len(group))
    }
    for _ in range(len(everyone) // 2):
        first, second = sorted(chance.choices(everyone, k=2))
        if first != second:
            ties[first, second] = 1 + chance.random()
    ends = list(ties.items())
    if order is not None:
        random.Random(order).shuffle(ends)
        random.Random(order).shuffle(everyone)
        groups = [set(group) for group in groups]
    graph = nx.Graph()
    graph.add_nodes_from(everyone)
    graph.add_weighted_edges_from((*tie, weight) for tie, weight in ends)
    names = [(f"Topic number {n}", f"Another topic, {n}") for n in range(len(groups))]
    return graph, groups, names


def draw(shape):
    return lay_out_groups(*build_community(SHAPES[shape]))


def box_label(label, size=12):
    width = measure_text(label.text, size)
    left = {"start": label.x, "end": label.x - width, "middle": label.x - width / 2}[label.anchor]
    return Box(left, label.y - 11, left + width, label.y + 3)


def box_mark(mark):
    reach = mark.radius * REACH
    return Box(mark.x - reach, mark.y - reach, mark.x + reach, mark.y + reach)


def box_names(explorer):
    return [box_name(group.lines, group.x, group.y) for group in explorer.groups if group.lines]


def name_everyone(explorer):
    return {mark.member: f"Person {mark.member}" for mark in explorer.marks}
