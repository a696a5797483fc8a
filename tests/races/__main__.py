"""`make races N=1000`: so many pairs of each race on each database, and what came of them."""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from tortoise.backends.base.executor import EXECUTOR_CACHE

from cop.domains import MODELS
from cop.kit.database import open_database
from cop.vocabulary.actions import OWN_VOCABULARY
from cop.vocabulary.concepts import Vocabulary
from cop.vocabulary.source import read_vocabulary
from tests.databases import open_postgresql
from tests.races.run import RACES, run_race

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASES = ("sqlite", "postgresql")


def main() -> None:
    """Race and print; exit 1 where anything was done twice, lost or failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.races")
    parser.add_argument("pairs", type=int)
    parser.add_argument("--database", action="append", choices=DATABASES, help="only these")
    parser.add_argument("--race", action="append", choices=[one.__name__ for one in RACES])
    asked = parser.parse_args()
    table = Table("race", "database", "pairs", "double", "lost", "errors", "seconds")
    problems: list[str] = []
    for kind in asked.database or DATABASES:
        with TemporaryDirectory() as folder, opened(kind, Path(folder)) as url:
            problems += asyncio.run(
                race_all(asked.race, asked.pairs, url, Path(folder), kind, table)
            )
    console = Console(width=110)
    console.print(table)
    for problem in problems[:40]:
        console.print(problem, markup=False)
    sys.exit(bool(problems))


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty database."""
    if kind == "sqlite":
        yield f"sqlite://{folder / 'cop.db'}"
    else:
        with open_postgresql() as url:
            yield url


async def race_all(
    names: list[str] | None, pairs: int, url: str, folder: Path, kind: str, table: Table
) -> list[str]:
    """Run the races called `names`, all without, add a row for each and return the problems."""
    vocabulary = Vocabulary(read_vocabulary(OWN_VOCABULARY))
    problems: list[str] = []
    EXECUTOR_CACHE.clear()  # Tortoise keeps statements by table, whatever the kind of database
    async with open_database(url, MODELS) as context:
        await context.generate_schemas()  # without words: each import would read them all
        for race in RACES:
            if names and race.__name__ not in names:
                continue
            done = await run_race(race, pairs, url, vocabulary, folder)
            name = race.__name__.replace("_", " ")
            counted = [done.count(one) for one in ("double", "lost", "error")]
            row = [name, kind, f"{pairs:,}", *map(str, counted), f"{done.seconds:.0f}"]
            table.add_row(*row)
            sys.stderr.write(" · ".join(row) + "\n")
            problems += [f"{kind}, {name}: {problem}" for problem in done.problems]
    return problems


if __name__ == "__main__":
    main()
