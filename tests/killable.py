"""A process to be killed: imports files one by one and follows the feed into the index.

Says `ready`, then `stored`, the file and its rows for every batch that is safe.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from cop.cli.running import prepared_service
from cop.kit.changes import follow
from cop.kit.settings import load_settings
from profiles.exchange.importing import Options, import_members

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path


def run(data: Path, files: list[Path], said: Connection) -> None:
    """Do all the work there is in `data`, in a process of its own."""
    asyncio.run(_work(data, files, said))


async def _work(data: Path, files: list[Path], said: Connection) -> None:
    async with prepared_service(load_settings({"COP_DATA": str(data)}), migrate=True) as service:
        said.send(("ready", "", 0))
        await service.search_sync.prepare()
        for file in files:
            await import_members(
                file,
                Options(consent="Nobody: they do not exist."),
                progress=lambda done, _total, file=file: said.send(("stored", file.name, done)),
            )
            await follow(service.search_sync)
