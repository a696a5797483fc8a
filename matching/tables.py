"""What the compiled part of matching works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LANES: Final = 64  # members looked at together; a word of bits


class Group(NamedTuple):
    """Members to be compared with each other, ordered by weight, then row.

    Attributes:
        starts: where the topics of each start; one more than members.
        topics: numbers, ascending.
        held: the weight of what each holds, and the margin.
        rows: who they are.
        margin: what was added to the weight of what each holds.
    """

    starts: NDArray[np.int64]
    topics: NDArray[np.int32]
    held: NDArray[np.int64]
    rows: NDArray[np.int32]
    margin: int


class Lists(NamedTuple):
    """The peers found, members x most, the best first; -1 where there is none."""

    scores: NDArray[np.float64]
    peers: NDArray[np.int32]


class Told(NamedTuple):
    """What a thread and who watches it tell each other.

    Attributes:
        passed: how many topics of members were walked through.
        looked: at how many pairs somebody looked.
        stop: whether to end early.
    """

    passed: NDArray[np.int64]
    looked: NDArray[np.int64]
    stop: NDArray[np.bool_]


class Table(NamedTuple):
    """The holders of one topic, side by side, padded to whole words.

    Attributes:
        held: the weight of what each holds, infinite where nobody is.
        rows: who they are.
        bits: topics x words; who holds each topic that is more common.
        lanes: room for what 64 of them share with somebody.
    """

    held: NDArray[np.float64]
    rows: NDArray[np.int32]
    bits: NDArray[np.uint64]
    lanes: NDArray[np.int32]


class Asker(NamedTuple):
    """Who looks at the others on a table.

    Attributes:
        at: their place on it.
        size: how many are on it.
        topics: of theirs those from the table's topic on.
        rest: the weight of these.
        margin: as in their group.
    """

    at: int
    size: int
    topics: NDArray[np.int32]
    rest: int
    margin: int


class Bound(NamedTuple):
    """What it takes to come into the list of who asks.

    Attributes:
        need: θ² h, with θ the worst score in the list: what must be shared, squared, for each
            weight that the other holds.
        least: what must be shared, whoever the other is.
        telling: so many of the topics of who asks come before those that are too light together.
        light: the weight of the others.
    """

    need: float
    least: float
    telling: int
    light: int
