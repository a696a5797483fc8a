"""Where the groups stand: one circle each, its name on top, groups that talk together near.

A circle and the box of its name move as one. Springs between groups sow the circles; small at
first, they make room for each other as they grow. If there is not enough for all, all shrink alike
until nothing overlaps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from matching.layout.springs import lay_out_springs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FILL: Final = 0.56
"""Share of the frame that circles are given."""

_ROOMIEST: Final = 30.0
_WIDEST: Final = 0.7
"""Share of the frame over which full-grown groups are sown; few small ones start huddled."""

_GAP: Final = 12.0
_MARGIN: Final = 10.0
_ROUNDS: Final = 900
_GROWING_ROUNDS: Final = 200
_SEEDLING: Final = 0.3
_STRANGERS: Final = 0.2
"""How strong the spring between groups without ties is, measured by the mean of all."""

_SHRINK: Final = 0.997
_MOMENTUM: Final = 0.7
_TOLERANCE: Final = 0.5


def measure_circles(sizes: Array, labels: Array, width: float, height: float) -> Array:
    """Return a radius per group: area grows with its members, a little more for small groups."""
    wanted = np.sqrt(sizes) + 1.1
    fair = np.sqrt(FILL * width * height / (np.pi * np.sum(wanted**2)))
    largest = np.minimum(width, height - labels[:, 1]) / 2 - _MARGIN
    return np.minimum(wanted * min(fair, _ROOMIEST), largest)


def lay_out_circles(
    pulls: Array, radii: Array, labels: Array, width: float, height: float
) -> tuple[Array, Array]:
    """Return the centres of the circles, and their radii, smaller if room was short.

    Args:
        pulls: how strongly each two groups are tied, symmetric.
        radii: from `measure_circles`.
        labels: width and height of the name above each circle.
        width: of the frame.
        height: of the frame.
    """
    fullness = min(1, np.pi * np.sum(radii**2) / (FILL * width * height))
    centres = _arrange(pulls, width, height, _WIDEST * fullness**0.5)
    momentum = np.zeros_like(centres)
    wanted = radii
    for step in range(_ROUNDS):
        grown = step / _GROWING_ROUNDS
        radii = wanted * min(1, _SEEDLING + (1 - _SEEDLING) * grown)
        pushes = _push_apart(centres, radii, labels)
        crowded = np.abs(pushes).max(initial=0) > _TOLERANCE
        if grown >= 1 and not crowded:
            break
        if grown >= 1:
            wanted = wanted * _SHRINK
        moved = _keep_inside(centres + pushes + momentum, radii, labels, width, height)
        momentum, centres = (moved - centres) * _MOMENTUM, moved
    return _to_the_middle(centres, radii, labels, width, height), radii


def _arrange(pulls: Array, width: float, height: float, share: float) -> Array:
    """Return first places by springs between all groups, in a `share` of the frame."""
    weakest = max(pulls.mean(), 1e-9) * _STRANGERS
    first, second = np.triu_indices(len(pulls), 1)
    pairs = list(zip(first.tolist(), second.tolist(), strict=True))
    points = lay_out_springs(len(pulls), pairs, (pulls[first, second] + weakest).tolist())
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    off_centre = np.where(extent > 0, (points - low) / np.maximum(extent, 1e-9) - 0.5, 0)
    return (0.5 + off_centre * share) * [width, height]


def _push_apart(centres: Array, radii: Array, labels: Array) -> Array:
    names = centres - np.column_stack((np.zeros(len(radii)), radii + labels[:, 1] / 2))
    pushes = _circles_off_circles(centres, radii)
    pushes += _circles_off_names(centres, radii, names, labels / 2)
    pushes += _names_off_names(names, labels / 2)
    return pushes * 0.45


def _circles_off_circles(centres: Array, radii: Array) -> Array:
    apart = centres[:, None] - centres[None, :]
    distance = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 1e-9)
    missing = np.maximum(radii[:, None] + radii[None, :] + _GAP - distance, 0)
    np.fill_diagonal(missing, 0)
    return (apart * (missing / distance)[..., None]).sum(axis=1)


def _circles_off_names(centres: Array, radii: Array, names: Array, halves: Array) -> Array:
    """Part each name, a box about `names`, from each other group's circle."""
    apart = centres[None, :] - names[:, None]
    outside = apart - np.clip(apart, -halves[:, None], halves[:, None])
    distance = np.maximum(np.hypot(outside[..., 0], outside[..., 1]), 1e-9)
    missing = np.maximum(radii[None, :] + _GAP / 2 - distance, 0)
    np.fill_diagonal(missing, 0)
    push = outside * (missing / distance)[..., None]
    return push.sum(axis=0) - push.sum(axis=1)


def _names_off_names(names: Array, halves: Array) -> Array:
    """Part boxes along the axis on which they overlap less."""
    apart = names[:, None] - names[None, :]
    missing = halves[:, None] + halves[None, :] + _GAP / 2 - np.abs(apart)
    least = missing.min(axis=2)
    np.fill_diagonal(least, 0)
    along = missing == least[..., None]
    return (np.sign(apart) * along * np.maximum(least, 0)[..., None]).sum(axis=1)


def _to_the_middle(
    centres: Array, radii: Array, labels: Array, width: float, height: float
) -> Array:
    """Shift all together so that what is left of the frame is shared out evenly."""
    aside = np.column_stack((np.maximum(radii, labels[:, 0] / 2), radii))
    above = np.column_stack((np.zeros(len(radii)), labels[:, 1]))
    low, high = (centres - aside - above).min(axis=0), (centres + aside).max(axis=0)
    return centres + ([width, height] - low - high) / 2


def _keep_inside(centres: Array, radii: Array, labels: Array, width: float, height: float) -> Array:
    aside = np.maximum(radii, labels[:, 0] / 2) + _MARGIN
    above, below = radii + labels[:, 1] + _MARGIN, radii + _MARGIN
    low = np.column_stack((aside, above))
    high = np.column_stack((width - aside, height - below))
    return np.minimum(np.maximum(centres, low), np.maximum(high, low))
