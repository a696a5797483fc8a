"""`make steps N=100000`: so many deeds about places in chapters on each database."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tortoise.backends.base.executor import EXECUTOR_CACHE

from cop.domains import MODELS
from cop.kit.database import open_database
from cop.vocabulary.actions import OWN_VOCABULARY
from cop.vocabulary.concepts import Vocabulary
from cop.vocabulary.source import read_vocabulary
from tests.chapters.machine import run_machine
from tests.races.__main__ import DATABASES, opened
from tests.races.ground import open_ground

AT_ONCE = 100  # deeds of one story


def main() -> None:
    """Run and print; what goes wrong is raised, with the shortest story that leads there."""
    parser = argparse.ArgumentParser(prog="python -m tests.chapters")
    parser.add_argument("steps", type=int)
    parser.add_argument("--database", action="append", choices=DATABASES, help="only these")
    asked = parser.parse_args()
    for kind in asked.database or DATABASES:
        with TemporaryDirectory() as folder, opened(kind, Path(folder)) as url:
            begun = time.perf_counter()
            done = asyncio.run(run(asked.steps, url, Path(folder)))
            seconds = time.perf_counter() - begun
        sys.stdout.write(f"{kind}: {done:,} deeds, all as the model says, {seconds:.0f} s\n")


async def run(steps: int, url: str, folder: Path) -> int:
    """Do at least so many deeds on an empty database; return how many."""
    EXECUTOR_CACHE.clear()  # Tortoise keeps statements by table, whatever the kind of database
    async with open_database(url, MODELS) as context:
        await context.generate_schemas()
        vocabulary = Vocabulary(read_vocabulary(OWN_VOCABULARY))
        async with open_ground(url, vocabulary, folder) as ground:
            return await run_machine(ground.service, steps, AT_ONCE)


if __name__ == "__main__":
    main()
