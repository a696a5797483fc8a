"""How much one division of the same things tells of another."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import hypergeom

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray


def adjusted_mutual_information(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Return what two divisions tell of each other: 1 for equal ones, about 0 by chance.

    AMI = (I - E) / ((H₁ + H₂) / 2 - E), with E the mutual information to be expected where groups
    of these sizes are filled at random.

    Args:
        one: of each thing, the name of its group.
        other: the same things in the same order, divided differently.

    Source: N. X. Vinh, J. Epps and J. Bailey, Information theoretic measures for clusterings
    comparison, Journal of Machine Learning Research 11 (2010) 2837.
    """
    table = _table(one, other)
    rows, columns, size = table.sum(axis=1), table.sum(axis=0), len(one)
    both = table > 0
    by_chance = np.outer(rows, columns)[both] / size
    mutual = float((table[both] / size * np.log(table[both] / by_chance)).sum())
    expected = sum(
        as_long * as_wide * _expected(row, column, size)
        for row, as_long in Counter(rows.tolist()).items()
        for column, as_wide in Counter(columns.tolist()).items()
    )
    most = (_entropy(rows) + _entropy(columns)) / 2
    return (mutual - expected) / (most - expected) if most > expected else 1.0


def _table(one: Sequence[Hashable], other: Sequence[Hashable]) -> NDArray[np.int64]:
    """Return how many things are in each group of the one and each of the other."""
    sides = [{name: at for at, name in enumerate(dict.fromkeys(side))} for side in (one, other)]
    table = np.zeros((len(sides[0]), len(sides[1])), dtype=np.int64)
    for pair in zip(one, other, strict=True):
        table[sides[0][pair[0]], sides[1][pair[1]]] += 1
    return table


def _expected(row: int, column: int, size: int) -> float:
    """Return what two groups of these sizes are expected to add to the mutual information."""
    common = np.arange(max(1, row + column - size), min(row, column) + 1)
    gains = common / size * np.log(size * common / (row * column))
    return float((gains * hypergeom.pmf(common, size, row, column)).sum())


def _entropy(sizes: NDArray[np.int64]) -> float:
    shares = sizes / sizes.sum()
    return float(-(shares * np.log(shares)).sum())
