"""The picture of a community: groups as islands, members as marks, ties as lines.

It is computed when membership changes and stored; a request only chooses whom to name and dim.
The same members and ties give the same picture, to the byte, whatever order they come in.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from matching.layout.circles import lay_out_circles, measure_circles
from matching.layout.hull import find_hull
from matching.layout.names import Circle, cut_names, measure_name, place_names
from matching.layout.paths import write_lines, write_outline
from matching.layout.springs import fill_circle, lay_out_springs, push_apart

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

    import networkx as nx
    from numpy.typing import NDArray

    Tie = tuple[int, int]
    Islands = Sequence[Sequence[int]]
    Shore = list[tuple[float, float]]

SHORE: Final = 20
"""Width of the soft edge around a hull; the template draws it as a stroke twice as wide."""

_AIR: Final = 2.5
REACH: Final = 1.25
"""How far the corners of a shape reach beyond the circle of the same area."""

_DENSEST: Final = 0.5
"""Share of an island that marks and the air around them may fill; beyond it all marks shrink."""


@dataclass(frozen=True)
class Mark:
    """A member; its shape has the area of a circle of `radius`."""

    member: int
    x: float
    y: float
    radius: float
    group: int
    degree: int


@dataclass(frozen=True)
class Group:
    """An island; x and y are the middle and the baseline of the first line of its name."""

    lines: tuple[str, ...]
    size: int
    x: float
    y: float
    hull: str


@dataclass(frozen=True)
class Explorer:
    """The picture: groups in the order of the input, marks and ties by member.

    Attributes:
        styles: of the ties that are drawn apart, after all others: how, such as "dotted".
    """

    width: int
    height: int
    groups: tuple[Group, ...]
    marks: tuple[Mark, ...]
    ties: tuple[Tie, ...]
    styles: Mapping[Tie, str] = field(default_factory=dict["Tie", str])

    @cached_property
    def mark_of(self) -> Mapping[int, Mark]:
        """Find marks by member."""
        return {mark.member: mark for mark in self.marks}

    @cached_property
    def ties_inside(self) -> str:
        """Path data of the ties inside groups."""
        return self._draw(tie for tie in self._plain if self._is_inside(tie))

    @cached_property
    def ties_between(self) -> str:
        """Path data of the ties between groups."""
        return self._draw(tie for tie in self._plain if not self._is_inside(tie))

    @cached_property
    def ties_apart(self) -> Sequence[tuple[str, str]]:
        """Return each style of `styles` with path data of its ties."""
        return [
            (style, self._draw(tie for tie in self.ties if self.styles.get(tie) == style))
            for style in sorted({*self.styles.values()})
        ]

    def ties_of(self, member: int | None) -> str:
        """Return path data of the ties of one member."""
        return self._draw(tie for tie in self.ties if member in tie)

    def around(self, member: int | None) -> frozenset[int]:
        """Return the member and its neighbours; no one if the member is not in the picture."""
        if member is None or member not in self.mark_of:
            return frozenset()
        return frozenset({member}.union(*(tie for tie in self.ties if member in tie)))

    def showing(self, members: Container[int], ties: Container[Tie] | None = None) -> Explorer:
        """Return the same picture with these members only, and `ties` or all; all where it was."""
        marks = tuple(mark for mark in self.marks if mark.member in members)
        kept = tuple(
            tie
            for tie in self.ties
            if tie[0] in members and tie[1] in members and (ties is None or tie in ties)
        )
        if len(marks) == len(self.marks) and len(kept) == len(self.ties):
            return self
        degree = Counter(end for tie in kept for end in tie)
        marks = tuple(_retie(mark, degree[mark.member]) for mark in marks)
        groups = tuple(
            replace(group, size=len(shore), hull=write_outline(find_hull(shore)))
            for group, shore in zip(self.groups, _find_shores(marks, len(self.groups)), strict=True)
        )
        return replace(self, groups=groups, marks=marks, ties=kept)

    @property
    def _plain(self) -> Iterator[Tie]:
        return (tie for tie in self.ties if tie not in self.styles)

    def _is_inside(self, tie: Tie) -> bool:
        return self.mark_of[tie[0]].group == self.mark_of[tie[1]].group

    def _draw(self, ties: Iterable[Tie]) -> str:
        ends = [(self.mark_of[first], self.mark_of[second]) for first, second in ties]
        return write_lines(((a.x, a.y), (b.x, b.y)) for a, b in ends)


def lay_out_groups(
    graph: nx.Graph[int],
    groups: Sequence[Collection[int]],
    names: Sequence[tuple[str, ...]],
    *,
    width: int = 1000,
    height: int = 690,
) -> Explorer:
    """Draw the members of a graph as islands, one per group.

    Args:
        graph: members, tied with a positive `weight`.
        groups: every member in exactly one of them, none empty.
        names: one or two lines for each group; only the first is kept in a crowd of groups.
        width: of the picture.
        height: of the picture. Marks shrink where there are too many for it.
    """
    if not groups:
        return Explorer(width, height, (), (), ())
    islands = [sorted(group) for group in groups]
    ties = _read_ties(graph)
    lines = cut_names(names, [len(island) for island in islands])
    circles = _place_circles(islands, ties, lines, width, height)
    marks = _place_marks(islands, ties, circles)
    drawn = _draw_groups(lines, circles, _find_shores(marks, len(islands)))
    return Explorer(width, height, drawn, marks, tuple(ties))


def _read_ties(graph: nx.Graph[int]) -> dict[Tie, float]:
    """Return the weights of ties in one order, whatever order the graph was built in."""
    ties = sorted((min(tie), max(tie)) for tie in graph.edges() if tie[0] != tie[1])
    return {tie: float(graph.edges[tie]["weight"]) for tie in ties}


def _measure_mark(degree: int) -> float:
    return 3.4 + math.sqrt(degree)


def _retie(mark: Mark, degree: int) -> Mark:
    radius = mark.radius * _measure_mark(degree) / _measure_mark(mark.degree)
    return replace(mark, degree=degree, radius=round(radius, 1))


def _find_shores(marks: Iterable[Mark], groups: int) -> list[Shore]:
    """Return where the members of each group stand."""
    shores: list[Shore] = [[] for _ in range(groups)]
    for mark in marks:
        shores[mark.group].append((mark.x, mark.y))
    return shores


def _draw_groups(
    lines: Sequence[tuple[str, ...]], circles: Sequence[Circle], shores: Sequence[Shore]
) -> tuple[Group, ...]:
    tops = [min(y for _, y in shore) - SHORE for shore in shores]
    spots = place_names(circles, lines, tops)
    return tuple(
        Group(
            lines=name if spot else (),
            size=len(shore),
            x=spot[0] if spot else circle.x,
            y=spot[1] if spot else circle.y,
            hull=write_outline(find_hull(shore)),
        )
        for name, circle, shore, spot in zip(lines, circles, shores, spots, strict=True)
    )


def _place_circles(
    islands: Islands,
    ties: Mapping[Tie, float],
    lines: Sequence[tuple[str, ...]],
    width: int,
    height: int,
) -> list[Circle]:
    home = {member: index for index, island in enumerate(islands) for member in island}
    pulls = np.zeros((len(islands), len(islands)))
    for (first, second), weight in ties.items():
        pulls[home[first], home[second]] += weight
    pulls = pulls + pulls.T
    np.fill_diagonal(pulls, 0)
    labels = np.array([measure_name(name) for name in lines], dtype=np.float64)
    sizes = np.array([len(island) for island in islands], dtype=np.float64)
    radii = measure_circles(sizes, labels, width, height)
    centres, radii = lay_out_circles(pulls, radii, labels, width, height)
    return [Circle(float(x), float(y), float(r)) for (x, y), r in zip(centres, radii, strict=True)]


def _place_marks(
    islands: Islands, ties: Mapping[Tie, float], circles: Sequence[Circle]
) -> tuple[Mark, ...]:
    degree = Counter(end for tie in ties for end in tie)
    rooms = [max(circle.radius - SHORE, circle.radius / 4) for circle in circles]
    radii = [np.array([_measure_mark(degree[member]) for member in island]) for island in islands]
    shrink = _find_shrink(radii, rooms)
    marks: list[Mark] = []
    for group, (island, room, circle) in enumerate(zip(islands, rooms, circles, strict=True)):
        radius = radii[group] * shrink
        points = _fill(island, ties, room)
        points = push_apart(points, radius * REACH + _AIR * shrink, room)
        marks += [
            Mark(
                member,
                round(circle.x + x, 1),
                round(circle.y + y, 1),
                round(r, 1),
                group,
                degree[member],
            )
            for member, (x, y), r in zip(island, points.tolist(), radius.tolist(), strict=True)
        ]
    return tuple(sorted(marks, key=lambda mark: mark.member))


def _find_shrink(radii: Sequence[NDArray[np.float64]], rooms: Sequence[float]) -> float:
    """Return by how much to scale every mark so that the most crowded island can hold its own."""
    areas = [float(np.sum((radius * REACH + _AIR) ** 2)) for radius in radii]
    densest = max((area / room**2 for area, room in zip(areas, rooms, strict=True)), default=0)
    return min(1, (_DENSEST / densest) ** 0.5) if densest else 1


def _fill(island: Sequence[int], ties: Mapping[Tie, float], room: float) -> NDArray[np.float64]:
    """Spread the members of one island about the origin."""
    place = {member: index for index, member in enumerate(island)}
    own = {tie: weight for tie, weight in ties.items() if tie[0] in place and tie[1] in place}
    ends = [(place[first], place[second]) for first, second in own]
    return fill_circle(lay_out_springs(len(island), ends, list(own.values())), room)
