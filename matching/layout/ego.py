"""The picture of one member and their closest peers: nearer is more in common.

Sectors are rings of proximity, clockwise from the top: down the hall, same country, same region,
elsewhere. It is arithmetic, not simulation; to make room for names a peer slides along their own
circle, so that the distance to the centre stays true.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from matching.layout.columns import Line, space_out
from matching.layout.paths import write_curves

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    Point = tuple[float, float]


class Ring(IntEnum):
    """How near two members are to each other."""

    HALL = 0
    COUNTRY = 1
    REGION = 2
    WORLD = 3


AT_MOST: Final = {Ring.HALL: 3, Ring.COUNTRY: 5, Ring.REGION: 3, Ring.WORLD: 2}
AT_MOST_IN_ALL: Final = 12

_NEAR, _FAR = 88, 150
_ME: Final = 25
_PULL: Final = 1.2
_THIN, _THICK = 1.4, 3.6
_LEAST_SPREAD: Final = 0.25
"""Share of the best score that the way from near to far stands for, if scores differ by less."""

_BETWEEN_SECTORS: Final = 0.16
_STEEPEST: Final = 0.97
"""How high a peer may climb on their circle; higher, the names of both columns would meet."""

_STRAIGHT_UP: Final = 0.02
_NAME_GAP: Final = 22
_SECTOR_GAP: Final = 30
_HEADING_RISE: Final = 19
_OVER, _UNDER = 20, 32
_BESIDE: Final = 13
_BELOW: Final = 4.5
"""From the middle of a line down to its baseline."""


@dataclass(frozen=True)
class Peer:
    """Someone with something in common; only how scores compare is drawn."""

    member: int
    ring: Ring
    score: float


@dataclass(frozen=True)
class Spot:
    """A peer at (x, y), their name beside it, the line to the centre `thickness` wide."""

    member: int
    ring: Ring
    x: float
    y: float
    thickness: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Heading:
    """The name of a sector on the baseline at (x, y); `anchor` as in SVG."""

    ring: Ring
    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Ego:
    """The picture about (x, y); what is above `top` and below `top + height` is empty."""

    width: int
    top: int
    height: int
    x: float
    y: float
    radius: int
    circles: tuple[int, ...]
    spots: tuple[Spot, ...]
    headings: tuple[Heading, ...]
    ties: str


class _Seat(NamedTuple):
    """Where a peer would like to be: `turn` is clockwise from the top, from -pi to pi."""

    peer: Peer
    turn: float
    distance: float
    thickness: float

    @property
    def side(self) -> int:
        """1 for the right column of names, -1 for the left."""
        return 1 if self.turn > -_STRAIGHT_UP else -1


def choose_peers(peers: Iterable[Peer]) -> tuple[Peer, ...]:
    """Return the best peers there is room for, by ring and score."""
    chosen: list[Peer] = []
    taken = Counter[Ring]()
    for peer in sorted(peers, key=lambda peer: (-peer.score, peer.member)):
        if taken[peer.ring] < AT_MOST[peer.ring] and len(chosen) < AT_MOST_IN_ALL:
            taken[peer.ring] += 1
            chosen.append(peer)
    return tuple(sorted(chosen, key=_rank))


def lay_out_peers(
    peers: Sequence[Peer],
    ties: Collection[tuple[int, int]],
    *,
    width: int = 520,
    height: int = 470,
) -> Ego:
    """Draw chosen peers about the centre of a picture.

    Args:
        peers: as `choose_peers` returned them, in any order.
        ties: pairs of members; whoever is not among the peers is passed over.
        width: of the picture.
        height: of which it takes what it needs.
    """
    x, y = width / 2, height / 2
    seats = list(_seat(peers))
    spots = [*_place_column(seats, 1, x, y), *_place_column(seats, -1, x, y)]
    headings = _head_sectors(spots, x)
    circles = _draw_circles(seats)
    reach = max((_ME, *circles))
    edges = [y - reach, y + reach]
    edges += [edge for spot in spots for edge in (spot.y - _BESIDE, spot.y + _BESIDE)]
    edges += [edge for heading in headings for edge in (heading.y - _BESIDE, heading.y + _BELOW)]
    top, bottom = math.floor(min(edges)) - 2, math.ceil(max(edges)) + 2
    return Ego(
        width=width,
        top=top,
        height=bottom - top,
        x=x,
        y=y,
        radius=_ME,
        circles=circles,
        spots=tuple(spots),
        headings=tuple(headings),
        ties=write_curves(_bend_ties(spots, ties, x, y)),
    )


def _rank(peer: Peer) -> tuple[Ring, float, int]:
    return peer.ring, -peer.score, peer.member


def _seat(peers: Iterable[Peer]) -> Iterator[_Seat]:
    """Give each ring a sector as wide as its share, the first about the top, best peers first."""
    ranked = sorted(peers, key=_rank)
    sectors = [list(sector) for _, sector in groupby(ranked, key=lambda peer: peer.ring)]
    share = (2 * math.pi - _BETWEEN_SECTORS * len(sectors)) / max(len(ranked), 1)
    closeness = _measure_closeness(ranked)
    turn = -share * len(sectors[0]) / 2 if sectors else 0
    for sector in sectors:
        for peer in sector:
            middle = (turn + share / 2 + math.pi) % (2 * math.pi) - math.pi
            near = closeness[peer.member]
            yield _Seat(peer, middle, _FAR - (_FAR - _NEAR) * near, _THIN + (_THICK - _THIN) * near)
            turn += share
        turn += _BETWEEN_SECTORS


def _measure_closeness(peers: Sequence[Peer]) -> dict[int, float]:
    """Return 1 for the best score, and 0 for the worst unless it is nearly as good."""
    scores = [peer.score for peer in peers]
    best = max(scores, default=0)
    spread = max(best - min(scores, default=0), abs(best) * _LEAST_SPREAD) or 1
    return {peer.member: 1 - (best - peer.score) / spread for peer in peers}


def _draw_circles(seats: Sequence[_Seat]) -> tuple[int, ...]:
    if not seats:
        return ()
    return (_NEAR, _FAR) if any(seat.distance > _NEAR for seat in seats) else (_NEAR,)


def _place_column(seats: Sequence[_Seat], side: int, x: float, y: float) -> list[Spot]:
    """Seat those of one side from top to bottom, names apart, with room for headings."""
    column = sorted((seat for seat in seats if seat.side == side), key=lambda seat: abs(seat.turn))
    headed = {seat.peer.ring for seat in column} - {s.peer.ring for s in seats if s.side != side}
    heights = space_out(
        [
            Line(
                wanted=-math.cos(seat.turn) * seat.distance,
                gap=_find_gap(above, seat, headed),
                low=-_STEEPEST * seat.distance,
                high=_STEEPEST * seat.distance,
            )
            for above, seat in zip([None, *column], column, strict=False)
        ]
    )
    return [_spot(seat, height, x, y) for seat, height in zip(column, heights, strict=True)]


def _find_gap(above: _Seat | None, seat: _Seat, headed: Collection[Ring]) -> float:
    if above is None or above.peer.ring == seat.peer.ring:
        return _NAME_GAP
    return _SECTOR_GAP + (_HEADING_RISE if seat.peer.ring in headed else 0)


def _spot(seat: _Seat, height: float, x: float, y: float) -> Spot:
    """Put a peer at `height` on their circle."""
    steepest = seat.distance * math.sqrt(1 - _STEEPEST**2)
    aside = math.sqrt(max(seat.distance**2 - height**2, steepest**2))
    x, y = round(x + seat.side * aside, 1), round(y + height, 1)
    return Spot(
        member=seat.peer.member,
        ring=seat.peer.ring,
        x=x,
        y=y,
        thickness=round(seat.thickness, 1),
        label_x=x + seat.side * _BESIDE,
        label_y=y + _BELOW,
        anchor="start" if seat.side > 0 else "end",
    )


def _head_sectors(spots: Iterable[Spot], x: float) -> list[Heading]:
    """Put each sector's name above its highest peer, or in the middle if it has both columns."""
    ranked = sorted(spots, key=lambda spot: (spot.ring, spot.y))
    headings: list[Heading] = []
    for ring, sector in groupby(ranked, key=lambda spot: spot.ring):
        highest, *others = sector
        lowest = others[-1] if others else highest
        if all(spot.anchor == highest.anchor for spot in others):
            y = highest.label_y - _HEADING_RISE
            headings.append(Heading(ring, highest.label_x, y, highest.anchor))
        else:
            y = lowest.y + _UNDER if headings else highest.y - _OVER
            headings.append(Heading(ring, x, y, "middle"))
    return headings


def _bend_ties(
    spots: Iterable[Spot], ties: Collection[tuple[int, int]], x: float, y: float
) -> Iterator[tuple[Point, Point, Point]]:
    """Yield a curve for each tie between peers, pulled towards the centre."""
    place = {spot.member: (spot.x, spot.y) for spot in spots}
    for first, second in sorted({(min(tie), max(tie)) for tie in ties}):
        if first in place and second in place:
            (x1, y1), (x2, y2) = place[first], place[second]
            bend = (x1 + x2 + _PULL * x) / (2 + _PULL), (y1 + y2 + _PULL * y) / (2 + _PULL)
            yield (x1, y1), bend, (x2, y2)
