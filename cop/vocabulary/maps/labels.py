"""Where the names of countries go on a locator, and how long they may be there.

Names are not known here, they depend on the reader's language. Each place says how much room it
has, and whoever writes the name looks whether it fits.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cop.vocabulary.maps.plane import (
    TEXT_HEIGHT,
    TEXT_LENGTH,
    Box,
    Point,
    Ring,
    bound,
    clip_ring,
    find_text_line,
    measure_area,
    text_box,
)

Rings: TypeAlias = list[Ring]

_MARGIN = 4  # pixels between a name and the edge of the picture
_SMALLEST_NAMED = 350  # square pixels of visible land
_SHORTEST_ROOM = 30  # pixels
_ROOM_BELOW, _STEP = 70, 3  # pixels: for the name at home, if it does not fit on its land
_ROOMS_AT_SEA = (TEXT_LENGTH, 84, 56)  # pixels


@dataclass(frozen=True, slots=True)
class Label:
    """Where a country's name goes: the middle of the text in pixels, and how long it may be.

    If the name of the country at home is longer, it goes ``below`` its land; others are left out.
    """

    country: str
    x: int
    y: int
    room: int
    home: bool = False
    below: int = 0


def place_labels(
    land: Mapping[str, Rings], home: str, anchor: Point, picture: Box
) -> Iterator[Label]:
    """Yield the label of the country at home, then of those in view, the largest first.

    Names stand on the visible part of their land, or just below it at sea if it is too small;
    none covers another.
    """
    inside = picture.padded(-_MARGIN)
    first = _label_home(home, land.get(home, []), anchor, inside)
    yield first
    taken = [text_box((first.x, first.y), first.room)]
    if first.room < _ROOM_BELOW:
        taken.append(text_box((first.x, first.below), TEXT_LENGTH))
    shore = _Shore(ring for rings in land.values() for ring in rings)
    seen = {code: _see(land[code], inside) for code in land if code not in {"", home}}
    for code in sorted(seen, key=lambda code: (-_measure_largest(seen[code]), code)):
        middle, room = _find_room(seen[code], taken)
        if room < _SHORTEST_ROOM:
            middle, room = _find_room_at_sea(seen[code], taken, shore, inside)
        if room >= _SHORTEST_ROOM:
            taken.append(text_box(middle, room))
            yield Label(code, round(middle[0]), round(middle[1]), int(room))


class _Shore:
    """Land that text should not cross."""

    def __init__(self, rings: Iterable[Ring]) -> None:
        self._rings = [(bound(ring), ring) for ring in rings]

    def meets(self, text: Box) -> bool:
        """Tell whether some of the land lies under the text."""
        return any(not box.distance(text) and clip_ring(ring, text) for box, ring in self._rings)


def _see(rings: Rings, inside: Box) -> Rings:
    """Return what lies inside, the largest ring first."""
    clipped = [clip_ring(ring, inside) for ring in rings]
    return sorted((ring for ring in clipped if ring), key=measure_area, reverse=True)


def _measure_largest(rings: Rings) -> float:
    return measure_area(rings[0]) if rings else 0


def _label_home(home: str, rings: Rings, anchor: Point, inside: Box) -> Label:
    middle, room = _find_room(_see(rings, inside), ())
    x, y = middle if room else anchor
    below, shore = anchor[1] + TEXT_HEIGHT, _Shore(rings)
    while below < inside.bottom and shore.meets(text_box((x, below), _ROOM_BELOW)):
        below += _STEP
    below = min(below, inside.bottom - TEXT_HEIGHT / 2)
    return Label(home, round(x), round(y), int(room), home=True, below=round(below))


def _find_room(rings: Rings, taken: Iterable[Box]) -> tuple[Point, float]:
    if _measure_largest(rings) < _SMALLEST_NAMED:
        return (0, 0), 0
    return find_text_line(rings, taken)


def _find_room_at_sea(
    rings: Rings, taken: Sequence[Box], shore: _Shore, inside: Box
) -> tuple[Point, float]:
    if rings:
        box = bound(rings[0])
        middle = box.centre[0], box.bottom + TEXT_HEIGHT * 0.7
        for room in _ROOMS_AT_SEA:
            text = text_box(middle, room)
            free = text.joined(inside) == inside and all(map(text.distance, taken))
            if free and not shore.meets(text):
                return middle, room
    return (0, 0), 0
