"""A value of each member, such as a country, as a number: equal values are found at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from matching.holdings import find_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

T = TypeVar("T", bound=np.generic)

NOTHING: Final = -1  # the number of ""


class Column:
    """The values of members; never changed once made.

    Attributes:
        members: ids, ascending.
        numbers: of the value of each; `NOTHING` where there is none.
    """

    def __init__(
        self,
        members: NDArray[np.int64],
        numbers: NDArray[np.int64],
        codes: Mapping[str, int],
    ) -> None:
        self.members = members
        self.numbers = numbers
        self._codes = codes

    @classmethod
    def of(cls, members: NDArray[np.int64], values: Sequence[str]) -> Column:
        """Return the column of these values, in the order of `members`."""
        codes = _codes(values)
        numbers = np.array([codes.get(value, NOTHING) for value in values], dtype=np.int64)
        return cls(members, numbers, codes)

    def renewed(self, members: NDArray[np.int64], values: Mapping[int, str]) -> Column:
        """Return the column of `members`, where `values` are those of who has changed or come."""
        codes = {**self._codes}
        for value in values.values():
            if value:
                codes.setdefault(value, len(codes))
        numbers = carried(self.numbers, self.members, members, NOTHING)
        rows = np.searchsorted(members, [*values])
        numbers[rows] = [codes.get(value, NOTHING) for value in values.values()]
        return Column(members, numbers, codes)

    def among(self, values: Collection[str]) -> NDArray[np.bool_]:
        """Return for each member whether theirs is one of `values`."""
        return np.isin(self.numbers, [self._codes[one] for one in values if one in self._codes])


def carried(
    values: NDArray[T], before: NDArray[np.int64], members: NDArray[np.int64], missing: int
) -> NDArray[T]:
    """Return the values that the members `before` had for `members`; `missing` for who is new."""
    if np.array_equal(members, before):
        return values.copy()
    rows, known = find_rows(before, members)
    padded = np.append(values, missing).astype(values.dtype)
    return padded[np.where(known, rows, len(values))]


def _codes(values: Sequence[str]) -> dict[str, int]:
    return {value: at for at, value in enumerate(sorted({*values} - {""}))}
