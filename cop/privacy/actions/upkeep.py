"""What privacy does by itself, once an hour."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cop.accounts.erased import ErasureLog
from cop.kit.backup import forget_copies
from cop.kit.clock import now
from cop.kit.database import wipe_free_pages
from cop.privacy.actions.freshness import remind_stale

if TYPE_CHECKING:
    from pathlib import Path

    from cop.kit.mail import Post
    from cop.kit.settings import Settings

LATELY: Final = timedelta(hours=2)
COPIES_KEPT: Final = timedelta(days=30)


async def tidy(settings: Settings, post: Post) -> None:
    """Ask who has long confirmed nothing, and wipe what erasures and migrations left."""
    await remind_stale(settings, post)
    await asyncio.to_thread(forget_copies, settings, older=COPIES_KEPT)
    if await asyncio.to_thread(_erased_lately, settings.cop_data):
        await wipe_free_pages()


def _erased_lately(data: Path) -> bool:
    return any(one.at > now() - LATELY for one in ErasureLog(data).read())
