"""A process to be killed: imports files one by one and follows the feed into the index.

Says how far it is as (number of the file, step, rows of the file that are safe): what it says
later is always greater.
"""

from __future__ import annotations

import asyncio
from enum import IntEnum, auto
from typing import TYPE_CHECKING

from cop.cli.running import prepared_service
from cop.kit.changes import follow
from cop.kit.settings import load_settings
from profiles.exchange.importing import Options, import_members

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path


class Step(IntEnum):
    """What a file goes through, in this order."""

    READY = auto()
    STORED = auto()  # said before the first batch and after each
    INDEXING = auto()
    INDEXED = auto()


def run(data: Path, files: list[Path], said: Connection) -> None:
    """Do all the work there is in `data`, in a process of its own."""
    asyncio.run(_work(data, files, said))


async def _work(data: Path, files: list[Path], said: Connection) -> None:
    async with prepared_service(load_settings({"COP_DATA": str(data)}), migrate=True) as service:
        said.send((0, Step.READY, 0))
        await service.search_sync.prepare()
        for number, file in enumerate(files):
            await import_members(
                file,
                Options(consent="Nobody: they do not exist."),
                progress=lambda done, _all, number=number: said.send((number, Step.STORED, done)),
            )
            said.send((number, Step.INDEXING, 0))
            await follow(service.search_sync)
            said.send((number, Step.INDEXED, 0))
