"""The drill: a backup is made, brought back in a place of its own, compared and thrown away."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import logging
import os
import sqlite3
import sys
import time
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from cop.administration.queries.drills import Drill, find_last_drill, keep_drill
from cop.kit.backup import back_up, backup_key
from cop.kit.clock import now
from cop.kit.errors import CopError, Unavailable
from cop.kit.postgres import ask, database_name, in_database
from cop.kit.rows import count_rows
from cop.kit.workshop import workshop

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from cop.kit.settings import Settings

    Rehearsed = tuple[int, int, tuple[str, ...]]  # bytes, members, problems
    Rehearse = Callable[[Settings, Path], Awaitable[Rehearsed]]

NIGHT: Final = range(1, 5)  # hours, UTC
LATELY: Final = timedelta(hours=12)
_DERIVED: Final = "matches"  # a service that was never matched has none

log = logging.getLogger(__name__)


async def drill_nightly(settings: Settings) -> None:
    """Hold a drill if one is due."""
    if settings.backup_drill and is_due(find_last_drill(settings.cop_data), now()):
        for problem in (await hold_drill(settings)).problems:
            log.error("the drill of bringing a backup back: %s", problem)


def is_due(last: Drill | None, moment: datetime) -> bool:
    """Say whether it is night and there was no drill lately."""
    return moment.hour in NIGHT and (last is None or moment - last.at > LATELY)


async def hold_drill(settings: Settings, rehearse: Rehearse | None = None) -> Drill:
    """Make a backup, bring it back elsewhere, compare it with what is here, and keep the result.

    The service may go on working: bringing back and checking are other processes, which give way.

    Args:
        settings: of this deployment.
        rehearse: what brings back and compares in an empty folder.

    Raises:
        Occupied: there is a drill already.
    """
    rehearse = rehearse or _rehearse
    begun = time.perf_counter()
    with workshop(settings.cop_data / ".drill") as folder:
        try:
            size, members, problems = await rehearse(settings, folder / "first")
            if problems:  # a row that came and went meanwhile looks lost; what is lost stays so
                size, members, problems = await rehearse(settings, folder / "again")
        except (CopError, OSError, sqlite3.Error) as error:
            size, members, problems = 0, 0, (str(error),)
    seconds = round(time.perf_counter() - begun, 2)
    done = Drill(at=now(), seconds=seconds, bytes=size, members=members, problems=problems)
    keep_drill(settings.cop_data, done)
    return done


async def _rehearse(settings: Settings, folder: Path) -> Rehearsed:
    await asyncio.to_thread(folder.mkdir)
    file = folder / "cop.backup"
    before = await asyncio.to_thread(count_rows, settings)
    size = await asyncio.to_thread(back_up, settings, file)
    after = await asyncio.to_thread(count_rows, settings)
    async with _elsewhere(settings, folder / "data") as elsewhere:
        restored = await _cop(elsewhere, "restore", str(file))
        checks = (await _cop(elsewhere, "check"))["checks"]
    problems = [*differences(before, restored["rows"], after)]
    for check in checks:
        problems += check["problems"] if check["name"] != _DERIVED else []
    return size, int(restored["members"]), tuple(problems)


def differences(
    before: Mapping[str, int], restored: Mapping[str, int], after: Mapping[str, int]
) -> Iterator[str]:
    """Say of which tables more or fewer rows came back than were there around the backup."""
    for table, count in before.items():
        low, high = sorted((count, after.get(table, 0)))
        if not low <= restored.get(table, 0) <= high:
            yield f"{table}: {restored.get(table, 0)} rows came back of {count}."


@asynccontextmanager
async def _elsewhere(settings: Settings, folder: Path) -> AsyncGenerator[Settings]:
    """Yield the settings of an empty service beside ours, for the time of the block."""
    other = dataclasses.replace(settings, cop_data=folder, backup_key=backup_key(settings))
    if settings.is_sqlite:
        yield dataclasses.replace(other, database_url=f"sqlite://{folder / 'cop.db'}")
        return
    name = f"{database_name(settings)}_drill"
    await _tell(settings, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await _tell(settings, f'CREATE DATABASE "{name}"')
    try:
        yield in_database(other, name)
    finally:
        await _tell(settings, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _tell(settings: Settings, statement: str) -> None:
    await asyncio.to_thread(ask, settings, statement)


async def _cop(settings: Settings, *words: str) -> dict[str, Any]:
    """Run one of our own commands on another place, and return its answer.

    Raises:
        Unavailable: it was refused; the sentence is its own.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cop", *words, "--json"),
        env=os.environ
        | {
            "COP_DATA": str(settings.cop_data),
            "DATABASE_URL": settings.database_url,
            "BACKUP_KEY": settings.backup_key,
            "SEARCH_URL": "",  # an index of its own: ours must not become that of the backup
            "SEARCH_KEY": "",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        os.setpriority(os.PRIO_PROCESS, process.pid, 10)
        out, err = await process.communicate()
    finally:
        if process.returncode is None:  # we are being ended, and so is it
            process.kill()
            await process.wait()
    if not out:
        raise Unavailable(f"cop {words[0]}: {err.decode(errors='replace').strip()[-500:]}")
    answer: dict[str, Any] = json.loads(out)
    return answer
