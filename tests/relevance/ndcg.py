"""How good one order of documents is."""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DEPTH = 10


def ndcg(order: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Return the normalised discounted cumulative gain of the first documents, 0 to 1.

    Args:
        order: documents as they were found, the best first.
        grades: how relevant each is, from 1; whoever is not named is not.
        depth: how many documents count.

    Source: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS
    20(4), 2002; linear gains, as `ndcg_cut` of trec_eval.
    """
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain(grades.get(one, 0) for one in order[:depth]) / best if best else 0.0


def _gain(grades: Iterable[int]) -> float:
    return sum(grade / log2(place) for place, grade in enumerate(grades, 2))
