"""Make data/atlas.json, the geometry of all maps, from Natural Earth (public domain).

A tool for developers; the running network only reads its result. Fetch the npm package with
``npm pack world-atlas@2.0.2``, unpack it, and run

    python -m cop.vocabulary.build_atlas package/countries-110m.json package/countries-50m.json

Both levels of detail use one Equal Earth projection, cut in the Bering Strait. ``world`` is 1000
wide and meant to be seen whole. ``regions`` is ten times larger, gives each vertex a rank that
says how early it may go when a window is drawn small, and keeps Oceania in one piece: its islands
east of the cut lie beyond the right edge. Lines are thinned before outlines are made of them, so
neighbours keep one border. The same input gives the same bytes.
"""

import csv
import heapq
import json
import math
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, cast

from cop.vocabulary.maps.plane import Box, Point, bound, measure_area
from cop.vocabulary.maps.projection import (
    ANCHORS,
    EASTERN_OCEANIA,
    NORTH,
    Frame,
    fold,
    project,
)

DATA = Path(__file__).with_name("data")

SOUTH = -56
WORLD_WIDTH, WORLD_MARGIN = 1000, 8
REGIONS_ZOOM = 10
SMALLEST_ISLAND = 4  # square units; a country's largest island stays however small it is
ANTARCTICA = "010"

WORLD_DETAIL = (1.0,)
REGIONS_DETAIL = tuple(2.5 * 2**rank for rank in range(10))
"""Square units: the rank of a vertex is the place of the last of these that it outweighs (0-9)."""

GUESTS = {"FR": ("GF", "GP", "MQ", "RE", "YT"), "NL": ("BQ",), "NO": ("SJ",), "": ("CC", "CX")}
"""Territories with a code of their own that Natural Earth draws as part of another shape."""

Outline: TypeAlias = list[tuple[int, int, int]]
"""Vertices as x, y and rank: a closed ring, or a line that is to become part of one."""


class Topology(NamedTuple):
    """A TopoJSON file: lines in degrees, and for each shape its code and the lines around it."""

    lines: list[list[Point]]
    shapes: list[tuple[str, list[list[int]]]]


def unroll(line: Sequence[Point], *, oceania_whole: bool) -> list[Point]:
    """Fold longitudes, but do not tear the line at the map's edge: lead it beyond."""
    folded = [(fold(longitude), latitude) for longitude, latitude in line]
    torn = any(abs(start[0] - end[0]) > 180 for start, end in pairwise(folded))  # noqa: PLR2004
    if torn or (oceania_whole and all(map(EASTERN_OCEANIA.holds, line))):
        return [(x + 360 if x < 0 else x, y) for x, y in folded]
    return folded


def read_topology(path: Path, codes: Mapping[str, str]) -> Topology:
    """Read a TopoJSON file, without Antarctica; shapes nobody can belong to have no code.

    ``codes`` leads from ISO numbers and, for shapes that have none, from names.
    """
    file: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    x_scale, y_scale = file["transform"]["scale"]
    x_start, y_start = file["transform"]["translate"]
    lines: list[list[Point]] = []
    for line in file["arcs"]:
        xs, ys = (accumulate(steps) for steps in zip(*line, strict=True))
        lines.append(
            [(x * x_scale + x_start, y * y_scale + y_start) for x, y in zip(xs, ys, strict=True)]
        )
    shapes: list[tuple[str, list[list[int]]]] = []
    for shape in file["objects"]["countries"]["geometries"]:
        key: str = shape.get("id") or shape["properties"]["name"]
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        if key != ANTARCTICA:
            shapes.append((codes.get(key, ""), [ring for rings in polygons for ring in rings]))
    return Topology(lines, shapes)


def find_frame(topology: Topology, anchors: Iterable[Point]) -> Frame:
    """Find the frame that holds all land and anchors between the southern and northern limit."""
    used = sorted({max(i, ~i) for _, rings in topology.shapes for ring in rings for i in ring})
    land = (point for index in used for point in topology.lines[index])
    box = bound(project(fold(x), y) for x, y in (*land, *anchors))
    scale = (WORLD_WIDTH - 2 * WORLD_MARGIN) / box.width
    return Frame(box.left - WORLD_MARGIN / scale, project(0, NORTH)[1], scale)


def weigh_vertices(line: Sequence[Point]) -> list[float]:
    """Weigh each vertex by the area that goes with it when the lightest go first.

    Ends weigh infinitely much, and so do the last four of a closed line, which shall not collapse.

    Source: Visvalingam and Whyatt, Line generalisation by repeated elimination of points, 1993.
    """
    last = len(line) - 1
    before, after = list(range(-1, last)), list(range(1, last + 2))
    weights = [math.inf] * len(line)

    def triangle(middle: int) -> float:
        return measure_area([line[before[middle]], line[middle], line[after[middle]]])

    current = {index: triangle(index) for index in range(1, last)}
    queue = [(area, index) for index, area in current.items()]
    heapq.heapify(queue)
    spared = 3 if line[0] == line[last] else 0
    while len(current) > spared:
        weight, index = heapq.heappop(queue)
        if current.get(index) != weight:
            continue
        weights[index] = weight
        del current[index]
        one, two = before[index], after[index]
        after[one], before[two] = two, one
        for neighbour in (one, two):
            if neighbour in current:
                current[neighbour] = max(weight, triangle(neighbour))
                heapq.heappush(queue, (current[neighbour], neighbour))
    return weights


def thin_line(line: Sequence[Point], detail: Sequence[float]) -> Outline:
    """Drop vertices that weigh less than the finest detail, round the others and rank them."""
    thinned: Outline = []
    for (x, y), weight in zip(line, weigh_vertices(line), strict=True):
        rank = bisect_right(detail, weight) - 1
        if rank < 0:
            continue
        if thinned and thinned[-1][:2] == (round(x), round(y)):
            rank = max(rank, thinned.pop()[2])
        thinned.append((round(x), round(y), rank))
    return thinned


def trace_outlines(
    topology: Topology, lines: Sequence[Outline], hosts: Mapping[str, Mapping[str, Point]]
) -> dict[str, list[Outline]]:
    """Join lines to the outlines of each country; ``hosts`` places the guests of some."""
    countries: dict[str, list[Outline]] = {}
    for code, rings in topology.shapes:
        for ring in rings:
            outline: Outline = []
            for index in ring:
                outline += (lines[index] if index >= 0 else lines[~index][::-1])[:-1]
            if len(outline) > 2:  # noqa: PLR2004  a line back and forth encloses nothing
                countries.setdefault(code, []).append(outline)
    for host, guests in hosts.items():
        outlines = countries.pop(host)
        mainland = bound_outline(max(outlines, key=measure_outline))
        homes = {host: mainland} | {guest: Box(*at, *at) for guest, at in guests.items()}
        for outline in outlines:
            box = bound_outline(outline)
            nearest = min(homes, key=lambda code: homes[code].distance(box))
            countries.setdefault(nearest, []).append(outline)
    return countries


def bound_outline(outline: Outline) -> Box:
    """Return the smallest box around an outline."""
    return bound((x, y) for x, y, _ in outline)


def measure_outline(outline: Outline) -> float:
    """Measure the area inside an outline."""
    return measure_area([(x, y) for x, y, _ in outline])


def drop_islets(outlines: list[Outline]) -> list[Outline]:
    """Keep the largest outline of a country and all others that can be seen."""
    largest = max(map(measure_outline, outlines))
    return [one for one in outlines if measure_outline(one) >= min(SMALLEST_ISLAND, largest)]


def build_level(
    topology: Topology, frame: Frame, anchors: Mapping[str, Point], detail: Sequence[float]
) -> dict[str, Any]:
    """Build one level of the atlas; with a single step of detail it is the world as a whole."""
    whole = len(detail) == 1
    lines: list[Outline] = []
    for line in topology.lines:
        placed = [frame.place(point) for point in unroll(line, oceania_whole=not whole)]
        if whole:  # cut off what lies north of the frame
            placed = [(x, max(y, 0)) for x, y in placed]
        lines.append(thin_line(placed, detail))
    places = {
        code: frame.place(unroll([anchor], oceania_whole=not whole)[0])
        for code, anchor in anchors.items()
    }
    hosts = {host: {guest: places[guest] for guest in guests} for host, guests in GUESTS.items()}
    countries = trace_outlines(topology, lines, hosts)
    outlines = {code: drop_islets(countries[code]) for code in sorted(countries)}
    return {
        "width": WORLD_WIDTH * (1 if whole else REGIONS_ZOOM),
        "height": round((project(0, SOUTH)[1] - frame.top) * frame.scale),
        "anchors": {code: [round(x, 1), round(y, 1)] for code, (x, y) in places.items()},
        "detail": detail,
        "outlines": {code: [write_steps(one) for one in outlines[code]] for code in outlines},
        "ranks": {
            code: ["".join(str(rank) for _, _, rank in one) for one in outlines[code]]
            for code in outlines
        },
    }


def write_steps(outline: Outline) -> list[int]:
    """Write an outline as x, y of its first vertex and then the steps from vertex to vertex."""
    steps = ((x1 - x0, y1 - y0) for (x0, y0, _), (x1, y1, _) in pairwise(outline))
    return [number for step in (outline[0][:2], *steps) for number in step]


def write_json(value: Any, depth: int = 3) -> str:
    """Write JSON with a line for each country, so that a change shows where it is."""
    if depth == 0 or not isinstance(value, dict):
        return json.dumps(value, separators=(",", ":"))
    items = cast("dict[str, Any]", value).items()
    body = ",\n".join(f"{json.dumps(key)}:{write_json(item, depth - 1)}" for key, item in items)
    return f"{{\n{body}\n}}"


def main(world_file: str, regions_file: str) -> None:
    """Build the atlas from the TopoJSON files of the world 1:110m and of the regions 1:50m."""
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["selectable"] == "1"]
    codes = {row["iso_num"] or row["name_en"]: row["iso2"] for row in rows}
    anchors = {
        row["iso2"]: ANCHORS.get(row["iso2"], (float(row["lon"]), float(row["lat"])))
        for row in rows
    }
    world = read_topology(Path(world_file), codes)
    regions = read_topology(Path(regions_file), codes)
    frame = find_frame(world, anchors.values())
    atlas = {
        "source": "Natural Earth 1:110m and 1:50m, public domain",
        "world": build_level(world, frame, anchors, WORLD_DETAIL),
        "regions": build_level(
            regions, frame._replace(scale=frame.scale * REGIONS_ZOOM), anchors, REGIONS_DETAIL
        ),
    }
    (DATA / "atlas.json").write_text(write_json(atlas) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
