"""A process to be killed: imports files one by one and follows the feed into the index.

Says `ready`, then `stored <file> <rows>` for every batch that is safe, then `indexed <file>`.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from cop.cli.running import prepared_service
from cop.kit.changes import follow
from cop.kit.settings import load_settings
from profiles.exchange.importing import Options, import_members


async def work(files: list[Path]) -> None:
    async with prepared_service(load_settings(os.environ), migrate=True) as service:
        print("ready", flush=True)
        await service.search_sync.prepare()
        for file in files:
            await import_members(
                file,
                Options(consent="Nobody: they do not exist."),
                progress=lambda done, _total, file=file: print(
                    "stored", file.name, done, flush=True
                ),
            )
            await follow(service.search_sync)
            print("indexed", file.name, flush=True)


if __name__ == "__main__":
    asyncio.run(work([Path(argument) for argument in sys.argv[1:]]))
