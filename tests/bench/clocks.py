"""How long something takes."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence


async def time_of(work: Callable[[], Awaitable[object]]) -> float:
    """Return the seconds that `work` takes."""
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun


def timed(work: Callable[..., Any], *given: object, rounds: int = 1) -> tuple[float, Any]:
    """Return the median of the seconds that `work` takes with what is `given`, and its answer."""
    times: list[float] = []
    answer = None
    for _ in range(rounds):
        begun = time.perf_counter()
        answer = work(*given)
        times.append(time.perf_counter() - begun)
    return statistics.median(times), answer


async def spread(
    work: Callable[[str], Awaitable[None]], texts: Sequence[str]
) -> tuple[float, float]:
    """Return the median of how long `work` takes, and its 95th percentile, in milliseconds."""
    times: list[float] = []
    for text in texts:
        begun = time.perf_counter()
        await work(text)
        times.append(1000 * (time.perf_counter() - begun))
    times.sort()
    return times[len(times) // 2], times[int(0.95 * len(times))]
