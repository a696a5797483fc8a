"""What privacy does by itself, once an hour."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cop.accounts.erased import ErasureLog
from cop.kit.clock import now
from cop.kit.database import wipe_free_pages
from cop.privacy.actions.freshness import remind_stale

if TYPE_CHECKING:
    from pathlib import Path

    from cop.kit.mail import Post
    from cop.kit.settings import Settings

EVERY: Final = timedelta(hours=1)

log = logging.getLogger(__name__)


async def keep_house(settings: Settings, post: Post) -> None:
    """Ask who has long confirmed nothing, and wipe what erasures left, until cancelled."""
    while True:
        try:
            await asyncio.create_task(_tidy(settings, post))
        except Exception:
            log.exception("the hourly work could not be done")
        await asyncio.sleep(EVERY.total_seconds())


async def _tidy(settings: Settings, post: Post) -> None:
    await remind_stale(settings, post)
    if await asyncio.to_thread(_erased_lately, settings.cop_data):
        await wipe_free_pages()


def _erased_lately(data: Path) -> bool:
    return any(one.at > now() - 2 * EVERY for one in ErasureLog(data).read())
