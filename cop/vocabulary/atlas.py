"""Maps of members by country: the whole world, or a window on a country, region or chapter.

Pure arithmetic from counts to SVG path data and circles; ``templates/pictures/map.html`` draws
them. The same counts give the same bytes. Countries are ISO 3166-1 alpha-2 codes; codes without a
place in the atlas are passed over.
"""

import math
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from cop.vocabulary.maps.circles import Circle, spread_circles
from cop.vocabulary.maps.framing import (
    frame_country,
    frame_places,
    frame_region,
    read_regions,
    read_world,
)
from cop.vocabulary.maps.labels import Label, Rings, place_labels
from cop.vocabulary.maps.plane import Box, Point, clip_ring, measure_area, write_path

WINDOW_WIDTH = 360
"""How many pixels wide a window is drawn when nobody asks for another width."""

_KEPT = 512  # pictures; members come and go slowly
_WORLD_DOTS = (2.1, 1.62)  # pixels: the radius of no members, and what the first one adds
_WINDOW_DOTS = (4.5, 2.1)
_DENSEST_DOTS = 0.12  # of the picture; with more members all dots grow more slowly

_FINEST_DETAIL = 1.4  # square pixels; what is smaller is left out of windows
_SMALLEST_SEEN = 10  # square pixels; a smaller home is marked by a pin, a neighbour by a speck
_CLOSE = 0.2  # pixels a unit: a picture of the Caribbean, but not of the United States


@dataclass(frozen=True, slots=True)
class Dot:
    """The members of a country: a circle whose area carries their number."""

    country: str
    count: int
    x: float
    y: float
    radius: float

    @property
    def has_room(self) -> bool:
        """Tell whether the count can be read inside the circle."""
        return self.radius >= 4 + 3.3 * len(str(self.count))


@dataclass(frozen=True, slots=True)
class WorldMap:
    """The world in pixels, with its land in two paths: where members live and where none do."""

    width: int
    height: int
    land_with: str
    land_without: str
    dots: tuple[Dot, ...]

    @property
    def view_box(self) -> str:
        """Return the attribute viewBox of the picture."""
        return f"0 0 {self.width} {self.height}"


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the world in pixels.

    Around one country it is a locator: ``land_home`` is that country, its label comes first and
    those of its neighbours follow. If it is too small to see a pin marks it, as ``specks`` mark
    neighbours. Around several countries a window shows dots instead.
    """

    width: int
    height: int
    land_home: str
    land_with: str
    land_without: str
    specks: str
    pin: Point | None
    labels: tuple[Label, ...]
    dots: tuple[Dot, ...]

    @property
    def view_box(self) -> str:
        """Return the attribute viewBox of the picture."""
        return f"0 0 {self.width} {self.height}"


def draw_world(counts: Mapping[str, int]) -> WorldMap:
    """Draw the world with a dot for each country that has members; the last ones are kept."""
    return _draw_world(tuple(sorted(counts.items())))


@lru_cache(maxsize=_KEPT)
def _draw_world(counted: tuple[tuple[str, int], ...]) -> WorldMap:
    counts = dict(counted)
    world = read_world()
    paths = {True: "", False: ""}
    for code, path in _write_world().items():
        paths[_has_members(code, counts)] += path
    return WorldMap(
        world.width,
        world.height,
        land_with=paths[True],
        land_without=paths[False],
        dots=_place_dots(counts, world.anchors, Box(0, 0, world.width, world.height), _WORLD_DOTS),
    )


def draw_window(
    centre: Collection[str], counts: Mapping[str, int], *, width: int = WINDOW_WIDTH
) -> Window:
    """Draw the part of the world around one country, or around all countries of a region.

    Land is tinted for all counts; dots stand only in countries of the centre. The last ones are
    kept.

    Raises:
        ValueError: No country of the centre has a place in the atlas.
    """
    return _draw_window(frozenset(centre), tuple(sorted(counts.items())), width)


@lru_cache(maxsize=_KEPT)
def _draw_window(
    centre: frozenset[str], counted: tuple[tuple[str, int], ...], width: int
) -> Window:
    counts = dict(counted)
    focus = sorted(centre & read_regions().anchors.keys())
    if not focus:
        raise ValueError("A window needs a country to look at.")
    home = focus[0] if len(focus) == 1 else None
    frame = frame_country(home) if home else frame_region(focus, counts)
    view = _View(frame, width / frame.width)
    anchors = {code: view.place(read_regions().anchors[code]) for code in focus}
    land = dict(_cut_land(view, home))
    labels = tuple(place_labels(land, home, anchors[home], view.picture)) if home else ()
    named = {label.country for label in labels}
    dots = () if home else _place_dots(counts, anchors, view.picture, _WINDOW_DOTS)
    paths: dict[str, Rings] = {"home": [], "specks": [], "with": [], "without": []}
    for code, rings in land.items():
        if code == home:
            paths["home"] += rings
        elif code in named and _measure(rings) < _SMALLEST_SEEN:
            paths["specks"] += rings
        else:
            paths["with" if _has_members(code, counts) else "without"] += rings
    pin = None
    if home and _measure(paths["home"]) < _SMALLEST_SEEN:
        pin = (round(anchors[home][0]), round(anchors[home][1]))
    return Window(
        width,
        round(view.picture.height),
        land_home=write_path(paths["home"]),
        land_with=write_path(paths["with"]),
        land_without=write_path(paths["without"]),
        specks=write_path(paths["specks"]),
        pin=pin,
        labels=labels,
        dots=dots,
    )


def draw_places(places: Mapping[str, tuple[Point, int]], *, width: int = WINDOW_WIDTH) -> Window:
    """Draw the part of the world around places, with a dot for those at which somebody is.

    Args:
        places: by a name of one's own, which the dots bear: where in the regions of the atlas (see
            `projection.place_town` and `place_country`), and how many people.
        width: pixels.
    """
    points = {name: point for name, (point, _count) in places.items()}
    frame = frame_places([*points.values()])
    view = _View(frame, width / frame.width)
    anchors = {name: view.place(point) for name, point in points.items()}
    counts = {name: count for name, (_point, count) in places.items()}
    land = [ring for _code, rings in _cut_land(view, None) for ring in rings]
    return Window(
        width,
        round(view.picture.height),
        land_home="",
        land_with="",
        land_without=write_path(land),
        specks="",
        pin=None,
        labels=(),
        dots=_place_dots(counts, anchors, view.picture, _WINDOW_DOTS),
    )


def place_country(code: str) -> Point | None:
    """Return where people look for a country, in the regions of the atlas."""
    return read_regions().anchors.get(code)


class _View(NamedTuple):
    """A frame in the regions, and how many pixels its units are drawn."""

    frame: Box
    scale: float

    @property
    def picture(self) -> Box:
        """Return the frame in pixels."""
        return Box(0, 0, self.frame.width * self.scale, round(self.frame.height * self.scale))

    def place(self, point: Point) -> Point:
        """Place a point of the regions in the picture."""
        x, y = point
        return (x - self.frame.left) * self.scale, (y - self.frame.top) * self.scale


def _has_members(code: str, counts: Mapping[str, int]) -> bool:
    """Tell whether land is tinted; land without a code belongs to no country here."""
    return code != "" and counts.get(code, 0) > 0


@cache
def _write_world() -> dict[str, str]:
    return {
        code: write_path(outline.ring for outline in outlines)
        for code, outlines in read_world().outlines.items()
    }


def _place_dots(
    counts: Mapping[str, int],
    anchors: Mapping[str, Point],
    picture: Box,
    size: tuple[float, float],
) -> tuple[Dot, ...]:
    """Place dots, the largest first; ``size`` is the radius for nobody and what one member adds."""
    least, growth = size
    members = sorted(
        (-count, code) for code, count in counts.items() if count > 0 and code in anchors
    )
    radii = [least + growth * math.sqrt(-count) for count, _ in members]
    area = sum(math.pi * radius**2 for radius in radii)
    shrink = min(1, math.sqrt(_DENSEST_DOTS * picture.area / area)) if area else 1
    circles = [
        Circle(*anchors[code], round(radius * shrink, 1))
        for (_, code), radius in zip(members, radii, strict=True)
    ]
    return tuple(
        Dot(code, -count, round(x, 1), round(y, 1), radius)
        for (count, code), (x, y, radius) in zip(
            members, spread_circles(circles, picture), strict=True
        )
    )


def _cut_land(view: _View, home: str | None) -> Iterator[tuple[str, Rings]]:
    """Yield each country in view with what is seen of it, in pixels, as detailed as it can be."""
    regions = read_regions()
    edge = view.frame.padded(4 / view.scale)  # so that the line along a cut is out of sight
    detail = _FINEST_DETAIL / view.scale**2
    lowest_rank = str(max(0, bisect_right(regions.detail, detail) - 1))
    for code in sorted({*regions.outlines, *regions.anchors}):
        rings: Rings = []
        for ring, ranks, box, area in regions.outlines.get(code, ()):
            if box.distance(edge) or (area < detail and code != home):
                continue
            thinned = [at for at, rank in zip(ring, ranks, strict=True) if rank >= lowest_rank]
            kept = thinned if edge.joined(box) == edge else clip_ring(thinned, edge)
            if kept:
                rings.append([view.place(point) for point in kept])
        if not rings and home and code != home:
            rings = _draw_speck(code, view)
        if rings:
            yield code, rings


def _draw_speck(code: str, view: _View) -> Rings:
    """Draw a country too small to see where it would help to know it: in a close view."""
    anchor = read_regions().anchors.get(code)
    if not anchor or view.scale < _CLOSE or not view.frame.holds(anchor):
        return []
    x, y = view.place(anchor)
    return [[(x, y - 2), (x + 2, y), (x, y + 2), (x - 2, y)]]


def _measure(rings: Rings) -> float:
    return sum(map(measure_area, rings))
