"""`make privacy N=100`: many worlds, and how many requests and canaries they were."""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cop.domains import MODELS
from cop.kit.database import open_database
from cop.kit.settings import Settings
from cop.running import open_service
from cop.vocabulary.actions import OWN_VOCABULARY, load_vocabulary
from tests.privacy.crawler import LANGUAGES, Visitor
from tests.privacy.matrix import listen, listen_elsewhere
from tests.privacy.twins import (
    hidden_fields,
    hidden_people,
    listen_to_blocked,
    listen_to_twins,
)
from tests.privacy.words import canaries_in
from tests.privacy.world import MOST, add_canaries, create_world, open_canaries

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.privacy.world import World


class Heard(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


async def main(worlds: int, first: int, *, thorough: bool) -> int:
    heard = Heard()
    logging.getLogger().addHandler(heard)
    logging.getLogger().setLevel(logging.INFO)
    begun, canaries, wrong = time.monotonic(), 0, 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(
            cop_data=folder,
            database_url=f"sqlite://{folder / 'cop.db'}",
            search_url="",
            base_url="http://127.0.0.1:8000",
        )
        async with open_database(settings.database_url, MODELS) as context:
            await context.generate_schemas()
            await load_vocabulary(OWN_VOCABULARY)
        async with open_service(settings) as plain:
            service = await open_canaries(plain, *add_canaries(plain.vocabulary))
            for seed in range(first, first + worlds):
                world = await create_world(service, seed, most=MOST if thorough else 14)
                world.thorough = thorough
                canaries += len(world.owners)
                async for problem in listen_to_all(world):
                    print(f"world {seed}: {problem}", flush=True)
                    wrong += 1
                wrong += any(canaries_in(line.encode()) for line in heard.lines)
                if seed % 10 == 9:
                    print(f"{seed - first + 1} worlds, {Visitor.requests} requests", flush=True)
    print(
        f"{worlds} worlds, each with a twin, {Visitor.requests} requests, "
        f"{canaries} canaries looked for, {wrong} differences, {time.monotonic() - begun:.0f} s."
    )
    return 1 if wrong else 0


async def listen_to_all(world: World) -> AsyncIterator[str]:
    """Yield what is wrong in the world: its matrix, what leaves otherwise, and one twin."""
    dice = random.Random(world.seed)
    many = len(world.lookers) if world.thorough else 4
    kinds = [one.kind for one in dice.sample(world.lookers, many)]
    searches = 30 if world.thorough else 12
    async for problem in listen(world, languages=LANGUAGES, kinds=kinds, searches=searches):
        yield problem
    async for problem in listen_elsewhere(world):
        yield problem
    if world.seed % 3 == 2:
        async for problem in listen_to_blocked(world):
            yield problem
        return
    twins = hidden_fields(world) if world.seed % 3 else hidden_people(world)
    kinds = kinds if world.thorough else kinds[:1]
    async for problem in listen_to_twins(world, dice.choice(twins), kinds=kinds):
        yield problem


if __name__ == "__main__":
    reader = argparse.ArgumentParser(prog="python -m tests.privacy")
    reader.add_argument("worlds", type=int)
    reader.add_argument("--first", type=int, default=0, help="seed of the first world")
    reader.add_argument("--thorough", action="store_true", help="larger worlds, everybody looks")
    asked = reader.parse_args()
    sys.exit(asyncio.run(main(asked.worlds, asked.first, thorough=asked.thorough)))
