"""What is done again and again while the service runs."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import timedelta

    Deed = Callable[[], Awaitable[object]]

log = logging.getLogger(__name__)


async def keep_doing(deeds: Iterable[Deed], *, every: timedelta) -> None:
    """Do all `deeds` now and `every` so often, until cancelled; one that fails stops no other."""
    while True:
        for deed in deeds:
            try:
                # A fresh task each: after a lost connection an old one would keep the dead one.
                await asyncio.create_task(_do(deed))
            except Exception:
                log.exception("what is done every %s failed", every)
        await asyncio.sleep(every.total_seconds())


async def _do(deed: Deed) -> None:
    await deed()
