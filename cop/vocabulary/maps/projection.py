"""From degrees to the plane of the maps: Equal Earth, cut in the Bering Strait."""

import math
from functools import cache
from typing import NamedTuple

from cop.vocabulary.maps.framing import read_regions
from cop.vocabulary.maps.plane import Box, Point

CENTRAL_MERIDIAN = 11
NORTH = 79
EASTERN_OCEANIA = Box(-169, -30, -120, 25)  # degrees

ANCHORS = {
    "CA": (-100.0, 56.0),
    "CL": (-71.0, -32.0),
    "FJ": (178.0, -17.8),
    "FR": (2.4, 46.6),
    "ID": (112.0, -2.0),
    "KI": (173.0, 1.4),
    "MY": (102.3, 4.0),
    "NO": (9.0, 61.0),
    "SB": (160.0, -9.6),
    "TL": (125.8, -9.0),
    "US": (-98.0, 39.0),
}
"""Longitude and latitude where people look for a country whose middle lies elsewhere."""

_FAR_APART = ("US", "FJ")  # anchors by which the frame of the atlas is found again


class Frame(NamedTuple):
    """The part of the projected plane that is drawn, and how large."""

    left: float
    top: float
    scale: float

    def place(self, point: Point) -> Point:
        """Place longitude from the central meridian and latitude."""
        x, y = project(*point)
        return (x - self.left) * self.scale, (y - self.top) * self.scale


def project(longitude: float, latitude: float) -> Point:
    """Project degrees to a plane that keeps areas; y grows to the south.

    Source: Savric, Patterson and Jenny, The Equal Earth map projection, 2018.
    """
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = a1 + 3 * a2 * t**2 + 7 * a3 * t**6 + 9 * a4 * t**8
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    return x, -t * (a1 + a2 * t**2 + a3 * t**6 + a4 * t**8)


def fold(longitude: float) -> float:
    """Count longitude from the central meridian, -180 to 180."""
    return (longitude - CENTRAL_MERIDIAN + 180) % 360 - 180


def place_town(longitude: float, latitude: float) -> Point:
    """Place degrees in the regions of the atlas, where Oceania is in one piece."""
    folded = fold(longitude)
    if folded < 0 and EASTERN_OCEANIA.holds((longitude, latitude)):
        folded += 360
    return _find_frame().place((folded, latitude))


@cache
def _find_frame() -> Frame:
    """Find the frame in which the atlas was made from two of its anchors."""
    (x0, _), (x1, _) = (read_regions().anchors[code] for code in _FAR_APART)
    (px0, _), (px1, _) = (project(fold(ANCHORS[code][0]), ANCHORS[code][1]) for code in _FAR_APART)
    scale = (x1 - x0) / (px1 - px0)
    return Frame(px0 - x0 / scale, project(0, NORTH)[1], scale)
