"""Where the members of one group stand in its circle.

Springs decide who stands next to whom; the picture then uses the whole circle and no mark touches
another. What is left of the springs is neighbourhood: position itself carries no meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import igraph  # pyright: ignore[reportMissingTypeStubs]
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    """One row (x, y) each."""

_GOLDEN_ANGLE: Final = np.pi * (3 - np.sqrt(5))
_EVENNESS: Final = 0.6
"""How far members are moved from where springs put them to an even use of the circle, 0 to 1."""

_ROUNDS_EACH: Final = 25
_CENSUSES: Final = 40
_ROUNDS_PER_CENSUS: Final = 8
_PUSH: Final = 0.4
_SLACK: Final = 4.0
_TOLERANCE: Final = 0.05


def lay_out_springs(size: int, ties: Sequence[tuple[int, int]], weights: Sequence[float]) -> Points:
    """Return `size` points about the origin in which tied points are near, strong ties nearer.

    It starts from a sunflower and, unlike Fruchterman and Reingold's in igraph, takes no chances:
    that one adds random noise in every round, even to given starts.
    Source: Kamada and Kawai, An algorithm for drawing general undirected graphs, 1989.
    """
    points = _grow_sunflower(size)
    if size > 1:
        graph = cast("Any", igraph.Graph(size, ties))
        layout = graph.layout_kamada_kawai(
            weights=_find_lengths(weights), seed=points.tolist(), maxiter=_ROUNDS_EACH * size
        )
        points = np.array(layout.coords, dtype=np.float64)
    return points - points.mean(axis=0)


def fill_circle(points: Points, radius: float) -> Points:
    """Scale points about the origin to a circle and even out how dense it is."""
    distance = _measure(points)
    if not distance.any():
        return points
    rank = np.argsort(np.argsort(distance, kind="stable"), kind="stable")
    even = np.sqrt((rank + 0.5) / len(points))
    sprung = distance / distance.max()
    wanted = radius * (even * _EVENNESS + sprung * (1 - _EVENNESS))
    return points * (wanted / np.maximum(distance, 1e-9))[:, None]


def push_apart(points: Points, clearances: NDArray[np.float64], radius: float) -> Points:
    """Move points until discs of their `clearances` are free of each other, inside the circle."""
    points = points.copy()
    for _ in range(_CENSUSES):
        first, second = _find_neighbours(points, clearances)
        needed = clearances[first] + clearances[second]
        if np.max(needed - _measure(points[first] - points[second]), initial=0) < _TOLERANCE:
            break
        for _ in range(_ROUNDS_PER_CENSUS):
            apart = points[first] - points[second]
            distance = np.maximum(_measure(apart), 1e-9)
            push = apart * (np.maximum(needed - distance, 0) / distance * _PUSH)[:, None]
            np.add.at(points, first, push)
            np.subtract.at(points, second, push)
            points /= np.maximum(_measure(points) / radius, 1)[:, None]
    return points


def _find_neighbours(
    points: Points, clearances: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs that overlap, or may do so before the next census."""
    distance = _measure(points[:, None] - points[None, :])
    near = distance < clearances[:, None] + clearances[None, :] + _SLACK
    first, second = np.nonzero(np.triu(near, 1))
    return first, second


def _measure(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.hypot(vectors[..., 0], vectors[..., 1])


def _grow_sunflower(size: int) -> Points:
    """Return points spread evenly over a disc, one unit of room each."""
    step = np.arange(size)
    turn, distance = step * _GOLDEN_ANGLE, np.sqrt(step + 0.5)
    return np.column_stack((distance * np.cos(turn), distance * np.sin(turn)))


def _find_lengths(weights: Sequence[float]) -> list[float] | None:
    """Return how long each spring is at rest: 1 for the mean weight, shorter for a heavier one."""
    if not weights:
        return None
    mean = sum(weights) / len(weights)
    return [min(max((mean / weight) ** 0.5, 0.5), 2) for weight in weights]
