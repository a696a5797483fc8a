"""From the tables to stored lists: members read, ranked and written, on both databases.

The same people are on both. Each run is a process of its own, so that memory is that of the run.
"""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import sqlite3
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from cop.cli.running import prepared_service
from cop.kit.database import connection, run_sql, sqlite_path
from cop.kit.settings import load_settings
from cop.running import collect_seldom
from matching.actions import KEPT, rematch
from matching.rankings import rank_everybody
from tests.bench.clocks import time_of
from tests.bench.crowd import make_crowd
from tests.bench.matching import SLOW, make_world
from tests.bench.memory import forget_peak, peak
from tests.bench.saved import measure_saved
from tests.databases import open_postgresql

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
    from pathlib import Path

    from cop.kit.settings import Settings

    Figure = tuple[str, str]

T = TypeVar("T")

ROUNDS: Final = 3
COPIED: Final = {
    "institution": "SELECT * FROM institution",
    "profile": "SELECT * FROM profile",
    "profile_tag": "SELECT * FROM profile_tag",
}
DATABASES: Final = ("SQLite", "PostgreSQL")


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds, those that the processors of this process worked, megabytes before and at most."""

    read: float
    matched: float
    work: float
    before: float
    most: float

    @property
    def seconds(self) -> float:
        return self.read + self.matched

    def told(self, members: int) -> str:
        each = 1024 * (self.most - self.before) / members
        return (
            f"{self.seconds:.1f} s, {self.read:.1f} of them reading; {self.work:.1f} s of our work;"
            f" {self.before:,.0f} MB before, {self.most:,.0f} at most: {each:.2f} kB a member"
        )


async def measure_stored(sizes: Sequence[int]) -> AsyncIterator[Figure]:
    """Measure communities of these sizes, and how time grows with them."""
    seconds: dict[tuple[str, int], float] = {}
    for size in sizes:
        for database, run, saved in _runs(size):
            seconds[database, size] = run.seconds
            yield f"{size:,} members from the tables to stored lists, {database}", run.told(size)
            yield f"{size:,} members, a saved profile until all lists are right, {database}", saved
    few, many = min(sizes), max(sizes)
    for database in DATABASES if few < many else ():
        growth = math.log(seconds[database, many] / seconds[database, few]) / math.log(many / few)
        yield f"from {few:,} to {many:,} members time grows, {database}", f"members ^ {growth:.2f}"


def _runs(size: int) -> Iterator[tuple[str, Run, str]]:
    """Yield the median run on each database, and what a change takes then."""
    with TemporaryDirectory() as folder, open_postgresql() as url:
        lite = load_settings({"COP_DATA": folder})
        full = load_settings({"COP_DATA": folder, "DATABASE_URL": url})
        for database, settings, fill in zip(
            DATABASES,
            (lite, full),
            (partial(make_crowd, lite, size), partial(copy_people, sqlite_path(lite))),
            strict=True,
        ):
            apart(fill_with, settings, fill)
            runs = [apart(_run, settings) for _ in range(1 if size > SLOW else ROUNDS)]
            run = sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]
            yield database, run, apart(_save, settings, database)


def apart(work: Callable[..., Coroutine[Any, Any, T]], *given: object) -> T:
    """Return what `work` does with what is `given`, in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_done, work, *given).result()


def _done(work: Callable[..., Coroutine[Any, Any, T]], *given: object) -> T:
    return asyncio.run(work(*given))


async def fill_with(settings: Settings, fill: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async with prepared_service(settings, migrate=True):
        await fill()


async def _run(settings: Settings) -> Run:
    async with prepared_service(settings, migrate=False) as service:
        rank_everybody(make_world(100)[0], KEPT, few=0)  # loads what was compiled
        collect_seldom()
        before, begun = forget_peak(), time.process_time()
        read = await time_of(service.matcher.refresh)
        matched = await time_of(lambda: rematch(service.matcher.snapshots))
        return Run(read, matched, time.process_time() - begun, before, peak())


async def _save(settings: Settings, database: str) -> str:
    async with prepared_service(settings, migrate=False) as service:
        clock, work = await measure_saved(
            service, database
        )  # the second has got the edits of the first
        middle, late = clock[len(clock) // 2], clock[int(0.95 * len(clock))]
        return f"{middle:.0f} ms, 95 % within {late:.0f}; {work:.0f} ms of our work"


async def copy_people(file: Path) -> None:
    """Copy people from a SQLite file to the PostgreSQL that is open, whose tables are empty."""
    with closing(sqlite3.connect(file)) as source:
        for table, statement in COPIED.items():
            rows = source.execute(statement)
            columns = [column[0] for column in rows.description]
            moments = [at for at, column in enumerate(columns) if column.endswith("_at")]
            async with cast("Any", connection()).acquire_connection() as database:
                await database.copy_records_to_table(
                    table, columns=columns, records=_with_moments(rows, moments)
                )
    await run_sql("ANALYZE")  # by itself it would soon, but not at once


def _with_moments(rows: sqlite3.Cursor, moments: Sequence[int]) -> Iterator[Sequence[object]]:
    """Yield rows with moments that SQLite keeps in words."""
    for row in rows:
        values = [*row]
        for at in moments:
            values[at] = values[at] and datetime.fromisoformat(values[at])
        yield values
