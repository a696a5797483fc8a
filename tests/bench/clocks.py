"""How long something takes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence


async def time_of(work: Callable[[], Awaitable[object]]) -> float:
    """Return the seconds that `work` takes."""
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun


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
