"""Where to look: the geometry of the atlas, and the part of it that shows a country or region.

Units are those of the regional level of ``data/atlas.json``: squares of about 12 km².
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache, reduce
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from cop.vocabulary.maps.plane import Box, Point, Ring, bound, clip_ring, measure_area

DATA = Path(__file__).parents[1] / "data"

_REACH = 170  # what lies further off does not belong to the main part of a country
_TIGHTEST, _WIDEST = 1.15, 1.6  # width of a window to its height
_AROUND = 60  # is seen around places
_NORTH_POLE, _SOUTHERN_SEA = -80, 150  # how far a window may go beyond the top and the bottom

_ENOUGH_LAND = 0.04  # share of the picture that makes it possible to tell where in the world it is
_ENOUGH_NEIGHBOURS = 5  # or so many other countries in it
_HEART = 700  # how far around its anchor a very large country has to be in view with its region
_LARGE_LAND = 600  # square units; smaller countries without members do not widen a region


class Outline(NamedTuple):
    """A closed line around land; a vertex with a low rank may be left out of small pictures."""

    ring: Ring
    ranks: str
    box: Box
    area: float


class Level(NamedTuple):
    """One level of the atlas: outlines and anchors of all countries, by code.

    ``detail`` tells for each rank how much area its vertices are worth, at least.
    """

    width: int
    height: int
    detail: list[float]
    anchors: dict[str, Point]
    outlines: dict[str, list[Outline]]


@cache
def read_world() -> Level:
    """Read the level that is meant to be seen as a whole."""
    return _read_level("world")


@cache
def read_regions() -> Level:
    """Read the level from which windows are cut."""
    return _read_level("regions")


@cache
def _read_atlas() -> dict[str, Any]:
    return json.loads((DATA / "atlas.json").read_text(encoding="utf-8"))


def _read_level(name: str) -> Level:
    level = _read_atlas()[name]
    return Level(
        level["width"],
        level["height"],
        level["detail"],
        {code: (x, y) for code, (x, y) in level["anchors"].items()},
        {
            code: [
                _read_outline(steps, ranks)
                for steps, ranks in zip(outlines, level["ranks"][code], strict=True)
            ]
            for code, outlines in level["outlines"].items()
        },
    )


def _read_outline(steps: Sequence[int], ranks: str) -> Outline:
    """Walk from the first vertex along the steps to the others."""
    ring = list(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True))
    return Outline(ring, ranks, bound(ring), measure_area(ring))


def frame_country(code: str) -> Box:
    """Frame a country wide enough to tell where it is: by land around it, or by other islands."""
    home = _find_home(code)
    frame = _fit(home.padded(70 + 0.12 * max(home.width, home.height)))
    while not _is_telling(frame):
        frame = _fit(frame.padded(frame.width / 6))
    return frame


def frame_region(codes: Sequence[str], counts: Mapping[str, int]) -> Box:
    """Frame countries; specks of land widen the frame only for the members who live there."""
    regions = read_regions()
    seen = [
        code
        for code in codes
        if counts.get(code, 0) > 0
        or sum(outline.area for outline in regions.outlines.get(code, ())) >= _LARGE_LAND
    ]
    hearts = [
        _find_home(code).common(_point(regions.anchors[code]).padded(_HEART))
        for code in seen or codes
    ]
    frame = reduce(Box.joined, hearts)
    return _fit(frame.padded(30 + 0.06 * max(frame.width, frame.height)))


def frame_places(points: Sequence[Point]) -> Box:
    """Frame places wide enough to tell where they are; nearby ones are not torn apart."""
    frame = reduce(Box.joined, map(_point, points))
    return _fit(frame.padded(_AROUND + 0.08 * max(frame.width, frame.height)))


@cache
def _find_home(code: str) -> Box:
    """Find the box around the part of a country where its anchor is, without far islands."""
    regions = read_regions()
    home = _point(regions.anchors[code])
    boxes = [outline.box for outline in regions.outlines.get(code, ())]
    while near := [box for box in boxes if box.distance(home) <= _REACH]:
        boxes = [box for box in boxes if box not in near]
        for box in near:
            home = home.joined(box)
    return home


def _point(point: Point) -> Box:
    return Box(*point, *point)


def _is_telling(frame: Box) -> bool:
    regions = read_regions()
    neighbours = sum(map(frame.holds, regions.anchors.values())) - 1
    land = sum(
        measure_area(clip_ring(outline.ring, frame))
        for outlines in regions.outlines.values()
        for outline in outlines
        if not outline.box.distance(frame)
    )
    return neighbours >= _ENOUGH_NEIGHBOURS or land >= frame.area * _ENOUGH_LAND


def _fit(box: Box) -> Box:
    """Widen or heighten a box to the shape of a window, between the pole and the southern sea."""
    width = max(box.width, box.height * _TIGHTEST)
    height = max(box.height, width / _WIDEST)
    left = box.centre[0] - width / 2
    top = min(box.centre[1] - height / 2, read_regions().height + _SOUTHERN_SEA - height)
    top = max(top, _NORTH_POLE)
    return Box(left, top, left + width, top + height)
