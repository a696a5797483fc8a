"""The closest peers of everybody at once, exactly: the compiled part of matching.

Topics are numbered from rare to common and walked through in that order. For each, all who hold it
are laid out side by side, ordered by the weight h of all they hold, and each of them who is still
open looks at the others. Whom they share a rarer topic with they have met before, so here what a
pair shares from this topic on is enough to judge by, and is all where this is the rarest. With θ
the worst score in the list of q, R the weight that q holds from this topic on, c what is shared,

    s(q, j) = c / sqrt(h_q h_j) >= θ  and  c <= min(R, h_j)  give  θ² h_q <= h_j <= R² / (θ² h_q):

only this band is looked at, from q outwards, and it narrows with every peer found. When it is empty
(R < θ² h_q), q is done: common topics cost hardly anything.

In the band, 64 members are one word of bits for each topic. A word in which nobody holds any but
common topics of q, too light to reach θ, is passed after a few instructions; in the others, what
is shared is summed for all 64 at once. Sums are whole numbers, scores are divided as anywhere else,
ties go by row: the answer is that of comparing everybody with everybody, to the last bit.

All that is compiled stands in this file: numba's cache looks at one file only.

Source: R. J. Bayardo, Y. Ma and R. Srikant, Scaling up all pairs similarity search, WWW 2007, for
the order of the walk and bounds by what is left and by size.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import numba
import numpy as np

from matching.tables import LANES, Asker, Bound, Group, Lists, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from matching.tables import Told

ALONE: Final = 10_000  # a smaller group is one thread's work
SLACK: Final = 1 - 1e-6  # bounds are a little wider than rounding could harm

_Function = TypeVar("_Function", bound="Callable[..., Any]")


def compiled(function: _Function) -> _Function:
    """Compile `function` when it is first called, and keep the result where that is allowed."""
    fast = cast("Any", numba).njit(nogil=True)(function)
    with suppress(RuntimeError):  # neither our own folder nor the user's may be written to
        fast.enable_caching()
    return cast("_Function", fast)


@compiled
def rank_groups(
    everybody: Group,
    bounds: NDArray[np.int64],
    weights: NDArray[np.int64],
    lists: Lists,
    share: tuple[int, int],
    told: Told,
) -> None:
    """Fill in the closest peers of one share of the members.

    Args:
        everybody: all groups, one after the other.
        bounds: where each group starts; one more than groups.
        weights: of each topic, never growing.
        lists: to be filled in.
        share: which one of how many; each may have a thread of its own.
        told: counts what is done.
    """
    for group in range(len(bounds) - 1):
        first, last = bounds[group], bounds[group + 1]
        part = share
        if last - first < ALONE:
            if group % share[1] != share[0]:
                continue
            part = (0, 1)
        some = Group(
            everybody.starts[first : last + 1],
            everybody.topics,
            everybody.held[first:last],
            everybody.rows[first:last],
            everybody.margin,
        )
        own = Lists(lists.scores[first:last], lists.peers[first:last])
        _rank(some, weights, own, part, told)


@compiled
def _rank(
    group: Group, weights: NDArray[np.int64], lists: Lists, part: tuple[int, int], told: Told
) -> None:
    first, holders = _turn(group, len(weights))
    words = (np.diff(first).max() + LANES - 1) // LANES
    table = Table(
        np.empty(words * LANES, np.float64),
        np.empty(words * LANES, np.int32),
        np.empty((len(weights), words), np.uint64),
        np.empty(LANES, np.int32),
    )
    is_open = np.arange(len(group.held)) % part[1] == part[0]
    rest = group.held - group.margin
    for topic in range(len(weights)):
        there = holders[first[topic] : first[topic + 1]]
        if len(there) > 1 and weights[topic] and is_open[there].any():
            _lay(table, group, there, topic)
            for at in range(len(there)):
                one = there[at]
                if told.stop[0]:
                    return
                if is_open[one]:
                    own = group.topics[group.starts[one] : group.starts[one + 1]]
                    later = own[np.searchsorted(own, topic) :]
                    asker = Asker(at, len(there), later, int(rest[one]), group.margin)
                    looked = _look(table, weights, asker, lists, one)
                    told.looked[0] += looked
                    is_open[one] = looked > 0
        for one in there:
            rest[one] -= weights[topic]
        told.passed[0] += len(there) if part[0] == 0 else 0


@compiled
def _turn(group: Group, topics: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return where the holders of each topic start, and all of them, topic by topic."""
    start, end = group.starts[0], group.starts[-1]
    first = np.zeros(topics + 1, np.int64)
    for at in range(start, end):
        first[group.topics[at] + 1] += 1
    first = np.cumsum(first)
    place = first.copy()
    holders = np.empty(end - start, np.int32)
    for one in range(len(group.held)):
        for at in range(group.starts[one], group.starts[one + 1]):
            topic = group.topics[at]
            holders[place[topic]] = one
            place[topic] += 1
    return first, holders


@compiled
def _lay(table: Table, group: Group, there: NDArray[np.int32], topic: int) -> None:
    """Lay those who are `there` on the table, with all they hold that is more common."""
    words = (len(there) + LANES - 1) // LANES
    table.held[len(there) : words * LANES] = np.inf
    table.bits[topic + 1 :, :words] = 0
    for at in range(len(there)):
        one = there[at]
        table.held[at], table.rows[at] = group.held[one], group.rows[one]
        place = group.starts[one + 1] - 1
        while group.topics[place] > topic:
            table.bits[group.topics[place], at // LANES] |= np.uint64(1) << np.uint64(at % LANES)
            place -= 1


@compiled
def _look(table: Table, weights: NDArray[np.int64], asker: Asker, lists: Lists, one: int) -> int:
    """Let somebody look at the others, from themselves outwards.

    Returns:
        At how many they looked, 0 if nobody here or on a later table can be closer than the last of
        their peers.
    """
    own = Lists(lists.scores[one], lists.peers[one])
    held, rest, looked = table.held, float(asker.rest), 0
    bound = _bound(weights, asker, held[asker.at], own.scores)
    if rest < bound.least:
        return 0
    middle, left, right = asker.at // LANES, 0, (asker.size + LANES - 1) // LANES
    for step in range(1, 2 * right + 1):  # the word of their own, the next, the one before, …
        word = middle + (step // 2 if step % 2 == 0 else -(step // 2))
        if word >= right or word < left:
            if middle + step // 2 >= right and middle - step // 2 < left:
                break
            continue
        if rest * rest < bound.need * held[word * LANES]:
            right = word
        elif held[word * LANES + LANES - 1] < bound.least + asker.margin:
            left = word + 1
        else:
            looked += LANES
            if _sum(table, weights, asker, bound, word):
                bound = _take(table, weights, asker, bound, word, own)
    return max(looked, 1)


@compiled
def _bound(
    weights: NDArray[np.int64], asker: Asker, held: float, scores: NDArray[np.float64]
) -> Bound:
    """Return what it takes to come into a list of these `scores`, of somebody who has `held`."""
    worst = max(scores[-1], 0.0)
    need = worst * worst * held * SLACK
    # Who shares c holds c at least, and the margin: c² >= need (c + margin).
    least = (need + np.sqrt(need * (need + 4 * asker.margin))) / 2 * SLACK
    telling, light = len(asker.topics), 0
    while (
        telling > 1
        and weights[asker.topics[0]] + light + weights[asker.topics[telling - 1]] < least
    ):
        telling -= 1
        light += int(weights[asker.topics[telling]])
    return Bound(need, least, telling, light)


@compiled
def _enough(need: float, held: float) -> np.int32:
    """Return what must be shared with those who hold so much or more, at least 1."""
    return np.int32(max(np.sqrt(need * held) * SLACK, 1.0))


@compiled
def _sum(table: Table, weights: NDArray[np.int64], asker: Asker, bound: Bound, word: int) -> bool:
    """Sum what 64 members share with who asks, unless none of them can come into the list."""
    lanes, topics = table.lanes, asker.topics
    enough = _enough(bound.need, table.held[word * LANES])
    some = np.uint64(0)
    for at in range(1, bound.telling):
        some |= table.bits[topics[at], word]
    if not some and weights[topics[0]] + bound.light < enough:
        return False
    lanes[:] = weights[topics[0]]
    for at in range(1, bound.telling):
        bits = table.bits[topics[at], word]
        if bits:
            _add(lanes, bits, np.int32(weights[topics[at]]))
    if not _any_reaches(lanes, np.int32(enough - bound.light)):
        return False
    for at in range(bound.telling, len(topics)):
        _add(lanes, table.bits[topics[at], word], np.int32(weights[topics[at]]))
    return _any_reaches(lanes, enough)


@compiled
def _take(
    table: Table, weights: NDArray[np.int64], asker: Asker, bound: Bound, word: int, own: Lists
) -> Bound:
    """Take those who are close enough into the list, and return what it takes then."""
    start, held = word * LANES, table.held[asker.at]
    enough = _enough(bound.need, table.held[start])
    for at in range(start, min(start + LANES, asker.size)):
        common = table.lanes[at - start]
        if common < enough or at == asker.at:
            continue
        score = common / np.sqrt(held * table.held[at])
        if _put(own.scores, own.peers, score, table.rows[at]):
            bound = _bound(weights, asker, held, own.scores)
            enough = _enough(bound.need, table.held[start])
    return bound


# Both loops are written as the compiler turns them into instructions for many lanes at once; `max`
# or an early return would take ten times as long.


@compiled
def _any_reaches(values: NDArray[np.int32], least: np.int32) -> bool:
    found = np.int32(0)
    for lane in range(LANES):
        found |= np.int32(values[lane] >= least)
    return found != 0


@compiled
def _add(values: NDArray[np.int32], bits: np.uint64, weight: np.int32) -> None:
    """Add `weight` to the values whose bit is set."""
    for lane in range(LANES):
        values[lane] += np.int32((bits >> np.uint64(lane)) & np.uint64(1)) * weight


@compiled
def _put(scores: NDArray[np.float64], peers: NDArray[np.int32], score: float, row: int) -> bool:
    """Take `row` into the list, best first, unless it is too far or there already."""
    at = len(scores) - 1
    if score < scores[at] or (score == scores[at] and row > peers[at]):
        return False
    for peer in peers:
        if peer == row:
            return False
    while at > 0 and (score > scores[at - 1] or (score == scores[at - 1] and row < peers[at - 1])):
        scores[at], peers[at] = scores[at - 1], peers[at - 1]
        at -= 1
    scores[at], peers[at] = score, row
    return True
