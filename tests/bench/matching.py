"""Matching beside others who answer the same question, on the same made-up members.

The question: who are the twenty members with the largest overlap, for everybody. Members hold 3 to
12 of 400 topics; topics and countries are as unequal as words are (Zipf).
"""

from __future__ import annotations

import gc
import heapq
import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import networkx as nx
import numpy as np
import sparse_dot_topn
from networkx.algorithms import bipartite
from scipy import sparse

from matching.overlap import Overlap
from matching.rankings import rank_everybody
from tests.bench.clocks import timed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from numpy.typing import NDArray

    Figure = tuple[str, str]

MOST: Final = 20
TOPICS: Final = 400
COUNTRIES: Final = 190
FEWEST, LARGEST = 3, 12  # topics of a member
ASKED: Final = 500  # members asked for one by one
PORTION: Final = 20_000
FEW: Final = 10_000  # members, of whom networkx can still be asked
SLOW: Final = 500_000  # members, of whom one round is enough, and nobody else is asked


async def compare_matching(sizes: Sequence[int]) -> AsyncIterator[Figure]:
    """Measure communities of these sizes; few beside networkx, more beside sparse_dot_topn."""
    rank_everybody(make_world(100)[0], MOST, few=0)  # compiles, or loads what was compiled
    seconds: dict[int, float] = {}
    for size in sizes:
        overlap, countries = make_world(size)
        before = _forget_peak()
        seconds[size], scores = timed(_ask_ourselves, overlap, rounds=1 if size > SLOW else 3)
        yield (
            f"{size:,} members, the world's {MOST} closest to each",
            f"{seconds[size]:.3f} s, {before:,.0f} MB before, {_memory('VmHWM'):,.0f} at most",
        )
        home, _ = timed(_ask_ourselves, overlap, countries)
        yield f"{size:,} members, the country's {MOST} closest to each", f"{home:.3f} s"
        yield f"{size:,} members, the world's {MOST} closest to one", _one_by_one(overlap)
        if size > SLOW:
            continue
        name, ask = ("networkx", _ask_networkx) if size <= FEW else ("sparse_dot_topn", _ask_sparse)
        theirs, others = timed(ask, overlap)
        same = "the same scores" if np.allclose(scores, others, atol=1e-6) else "OTHER SCORES"
        yield (
            f"{size:,} members, {name}",
            f"{theirs:.2f} s, {theirs / seconds[size]:,.0f} times as long, {same}",
        )
    few, many = min(sizes), max(sizes)
    if few < many:
        growth = math.log(seconds[many] / seconds[few]) / math.log(many / few)
        yield f"from {few:,} to {many:,} members time grows as", f"members ^ {growth:.2f}"


def make_world(size: int, seed: int = 2026) -> tuple[Overlap, NDArray[np.int64]]:
    """Return so many made-up members, and the country of each."""
    dice = np.random.default_rng(seed)
    rarity = -np.log(np.arange(1, TOPICS + 1))
    holdings: dict[int, list[str]] = {}
    for start in range(0, size, PORTION):
        some = min(PORTION, size - start)
        drawn = np.argsort(-(rarity + dice.gumbel(size=(some, TOPICS))), axis=1)[:, :LARGEST]
        counts = dice.integers(FEWEST, LARGEST + 1, some)
        for at, (topics, count) in enumerate(zip(drawn.tolist(), counts.tolist(), strict=True)):
            holdings[start + at + 1] = [f"topic-{topic}" for topic in topics[:count]]
    share = 1 / np.arange(1, COUNTRIES + 1)
    return Overlap.of(holdings), dice.choice(COUNTRIES, size, p=share / share.sum())


def _ask_ourselves(
    overlap: Overlap, groups: NDArray[np.int64] | None = None
) -> NDArray[np.float64]:
    return rank_everybody(overlap, MOST, groups).scores


def _ask_networkx(overlap: Overlap) -> NDArray[np.float64]:
    graph: nx.Graph[Any] = nx.Graph()
    starts, topics = overlap.topics_of(np.arange(len(overlap), dtype=np.int32))
    rows, weights = range(len(overlap)), overlap.weights.tolist()
    holds = [{*topics[starts[row] : starts[row + 1]].tolist()} for row in rows]
    for row in rows:
        graph.add_edges_from((row, ("topic", topic)) for topic in holds[row])

    def common(_graph: nx.Graph[Any], one: int, other: int) -> int:
        return sum(weights[topic] for topic in holds[one] & holds[other])

    projected = bipartite.generic_weighted_projected_graph(graph, rows, weight_function=common)
    held = overlap.held.tolist()
    scores = np.zeros((len(overlap), MOST))
    for row in rows:
        found = heapq.nlargest(
            MOST,
            (
                edge["weight"] / math.sqrt(held[row] * held[at])
                for at, edge in projected[row].items()
            ),
        )
        scores[row, : len(found)] = found
    return scores


def _ask_sparse(overlap: Overlap) -> NDArray[np.float64]:
    starts, topics = overlap.topics_of(np.arange(len(overlap), dtype=np.int32))
    values = np.sqrt(overlap.weights[topics] / np.repeat(overlap.held, np.diff(starts)))
    shape = (len(overlap), len(overlap.topics))
    holds = sparse.csr_matrix((values, topics, starts.astype(np.int32)), shape=shape)
    # Everybody is closest to themselves, or as close as whoever holds the same.
    ask = cast("Any", sparse_dot_topn).sp_matmul_topn
    found = ask(holds, holds.T.tocsr(), MOST + 1, sort=True, n_threads=os.cpu_count())
    ends = np.asarray(found.indptr, dtype=np.int64)
    counts = np.diff(ends)
    scores = np.zeros((len(overlap), MOST + 1))
    places = np.arange(int(ends[-1])) - np.repeat(ends[:-1], counts)
    scores[np.repeat(np.arange(len(overlap)), counts), places] = found.data
    return scores[:, 1:]


def _one_by_one(overlap: Overlap) -> str:
    dice = np.random.default_rng(1)
    times: list[float] = []
    for member in dice.choice(overlap.members, ASKED).tolist():
        seconds, _ = timed(overlap.peers, member, MOST)
        times.append(seconds * 1000)
    return f"p50 {np.median(times):.2f} ms, p99 {np.quantile(times, 0.99):.2f} ms"


def _forget_peak() -> float:
    """Begin a new peak of memory, and return the megabytes there are now."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    return _memory("VmRSS")


def _memory(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024
