"""In which order hits come. Equal ones keep theirs, whatever the engine makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from search.index import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence


def rank(scores: Sequence[float], numbers: Sequence[int], window: slice) -> list[Hit]:
    """Return the hits in `window`: the best first, of equal ones the lower number."""
    rounded = np.round(np.asarray(scores, dtype=np.float64), 3)
    order: list[int] = np.lexsort((np.asarray(numbers), -rounded))[window].tolist()
    return [Hit(str(numbers[at]), float(rounded[at])) for at in order]
