"""A process to be killed while it writes the mails of an announcement."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from cop.accounts.models import Account
from cop.announcements.models import Announcement, Stage
from cop.cli.running import prepared_service
from cop.kit.clock import now
from cop.kit.settings import load_settings
from tests.announcements.announcing import LONG_AGO, prepare

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

MEMBERS = 6_000


def run(data: Path, said: Connection) -> None:
    """Prepare what was given away in `data`, in a process of its own."""
    asyncio.run(_work(data, said))


async def _work(data: Path, said: Connection) -> None:
    async with prepared_service(load_settings({"COP_DATA": str(data)}), migrate=True) as service:
        if not await Account.exists():
            await _fill()
        said.send("ready")
        await prepare(service)
        said.send("done")


async def _fill() -> None:
    """Store an announcement to all of many members."""
    accounts = [
        Account(
            name=f"Member {number}",
            email=f"{number}@example.org",
            email_key=f"{number}@example.org",
            verified_at=LONG_AGO,
            joined_at=LONG_AGO,
            language=("", "fr", "ar")[number % 3],
        )
        for number in range(MEMBERS)
    ]
    await Account.bulk_create(accounts, batch_size=500)
    await Announcement.create(
        account=await Account.get(email="0@example.org"),
        words={"en": {"title": "We meet", "text": "On Friday."}},
        language="en",
        stage=Stage.SENDING,
        sent_at=now(),
    )
