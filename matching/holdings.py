"""Who holds which topics, both ways, as arrays; after a change most of them is taken over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """The topics of members and the members of topics; never changed once made.

    Attributes:
        members: ids, ascending; a member's row is their place here.
        topics: names; a topic's number is its place here.
        starts: where the topics of each row start in `numbers`; one more than members.
        numbers: of the topics of all rows, ascending in each row.
        bounds: where the holders of each topic start in `rows`; one more than topics.
        rows: of the holders of all topics, ascending in each topic.
    """

    members: NDArray[np.int64]
    topics: Sequence[str]
    starts: NDArray[np.int64]
    numbers: NDArray[np.int32]
    bounds: NDArray[np.int64]
    rows: NDArray[np.intp]

    def topics_at(self, row: int) -> NDArray[np.int32]:
        """Return the numbers of what the member at `row` holds."""
        return self.numbers[self.starts[row] : self.starts[row + 1]]

    def holders_of(self, number: int) -> NDArray[np.intp]:
        """Return the rows of who holds the topic with this number."""
        return self.rows[self.bounds[number] : self.bounds[number + 1]]

    def renewed(
        self, changes: Mapping[int, Collection[str] | None], topics: Sequence[str]
    ) -> Holdings:
        """Return the holdings after `changes`: member id -> what they hold, None for who is gone.

        Args:
            changes: of few; each takes some work, the others are copied.
            topics: all that are held before or after, in an order that keeps that of before.
        """
        held = {one: {*names} for one, names in changes.items() if names is not None}
        gone = map(self.row_of, changes.keys() - held.keys())
        staying = np.delete(self.members, [row for row in gone if row is not None])
        come = [one for one in sorted(held) if self.row_of(one) is None]
        members = np.insert(staying, np.searchsorted(staying, come), come)
        return _fill(_make_room(_seat(_empty(self, [*changes]), members), topics), held)

    def ordered(self, topics: Sequence[str]) -> Holdings:
        """Return the same with `topics` numbered in this order; what nobody holds may be absent."""
        at = {name: number for number, name in enumerate(topics)}
        numbers = np.array([at.get(name, -1) for name in self.topics], dtype=np.int32)[self.numbers]
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        numbers = numbers[np.lexsort((numbers, rows))]
        return _both_ways(self.members, topics, self.starts, numbers)

    def row_of(self, member: int) -> int | None:
        """Return the row of a member, None for somebody unknown."""
        return find_row(self.members, member)

    def spot_of(self, row: int, number: int) -> int:
        """Return where in `rows` a holder of a topic stands, or would."""
        return int(self.bounds[number] + np.searchsorted(self.holders_of(number), row))

    def __len__(self) -> int:
        return len(self.members)


def take_holdings(held: Mapping[int, Collection[str]], topics: Sequence[str]) -> Holdings:
    """Return as arrays what members hold of `topics`, in that order: member id -> topics."""
    members = np.array(sorted(held), dtype=np.int64)
    at = {name: number for number, name in enumerate(topics)}
    sets = [sorted(at[name] for name in {*held[one]}) for one in members.tolist()]
    sizes = np.array([*map(len, sets)], dtype=np.int64)
    numbers = np.fromiter(chain.from_iterable(sets), dtype=np.int32, count=int(sizes.sum()))
    return _both_ways(members, topics, _starts(sizes), numbers)


def _both_ways(
    members: NDArray[np.int64],
    topics: Sequence[str],
    starts: NDArray[np.int64],
    numbers: NDArray[np.int32],
) -> Holdings:
    rows = np.repeat(np.arange(len(members)), np.diff(starts))
    rows = rows[np.argsort(numbers, kind="stable")]
    bounds = _starts(np.bincount(numbers, minlength=len(topics)))
    return Holdings(members, topics, starts, numbers, bounds, rows)


def _starts(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes)])


def find_row(among: NDArray[np.int64], member: int) -> int | None:
    """Return where in `among` (ids, ascending) a member is, None for somebody unknown."""
    row = int(np.searchsorted(among, member))
    return row if row < len(among) and among[row] == member else None


def find_rows(
    among: NDArray[np.int64], members: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return where in `among` (ids, ascending) each of `members` is, or would be; and who is."""
    rows = np.searchsorted(among, members)
    padded = np.append(among, 0)  # after the last there is nobody
    return rows, padded[rows] == members


def _empty(holdings: Holdings, members: Sequence[int]) -> Holdings:
    """Take from these members what they hold."""
    rows = [row for row in map(holdings.row_of, members) if row is not None]
    pairs = [(row, int(number)) for row in rows for number in holdings.topics_at(row)]
    starts, numbers = holdings.starts, [number for _row, number in pairs]
    by_member = [at for row in rows for at in range(int(starts[row]), int(starts[row + 1]))]
    sizes = np.diff(holdings.starts)
    sizes[rows] = 0
    holders = np.diff(holdings.bounds) - np.bincount(numbers, minlength=len(holdings.topics))
    return replace(
        holdings,
        starts=_starts(sizes),
        numbers=np.delete(holdings.numbers, by_member),
        bounds=_starts(holders),
        rows=np.delete(holdings.rows, [holdings.spot_of(*pair) for pair in pairs]),
    )


def _seat(holdings: Holdings, members: NDArray[np.int64]) -> Holdings:
    """Give a row to each of `members` and to nobody else; who loses theirs holds nothing."""
    if np.array_equal(members, holdings.members):
        return holdings
    moved, kept = find_rows(members, holdings.members)
    sizes = np.zeros(len(members), dtype=np.int64)
    sizes[moved[kept]] = np.diff(holdings.starts)[kept]
    rows = moved[holdings.rows]
    return replace(holdings, members=members, starts=_starts(sizes), rows=rows)


def _make_room(holdings: Holdings, topics: Sequence[str]) -> Holdings:
    """Number the topics anew, where new ones stand among them."""
    if len(topics) == len(holdings.topics):
        return holdings
    at = {name: number for number, name in enumerate(topics)}
    moved = np.array([at[name] for name in holdings.topics], dtype=np.int32)
    holders = np.zeros(len(topics), dtype=np.int64)
    holders[moved] = np.diff(holdings.bounds)
    numbers = moved[holdings.numbers]
    return replace(holdings, topics=topics, numbers=numbers, bounds=_starts(holders))


def _fill(holdings: Holdings, held: Mapping[int, Collection[str]]) -> Holdings:
    """Give members who hold nothing what they hold."""
    at = {name: number for number, name in enumerate(holdings.topics)}
    rows = {one: int(np.searchsorted(holdings.members, one)) for one in held}
    by_member = sorted((rows[one], at[name]) for one, names in held.items() for name in names)
    by_topic = sorted((number, row) for row, number in by_member)
    new_rows, new_numbers = _columns(by_member)
    sorted_numbers, holders = _columns(by_topic)
    spots = [holdings.spot_of(row, number) for number, row in by_topic]
    sizes = np.diff(holdings.starts) + np.bincount(new_rows, minlength=len(holdings))
    counts = np.diff(holdings.bounds) + np.bincount(sorted_numbers, minlength=len(at))
    return replace(
        holdings,
        starts=_starts(sizes),
        numbers=np.insert(holdings.numbers, holdings.starts[new_rows], new_numbers),
        bounds=_starts(counts),
        rows=np.insert(holdings.rows, spots, holders),
    )


def _columns(pairs: Sequence[tuple[int, int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return first, second
