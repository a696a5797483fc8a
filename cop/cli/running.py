"""What every command needs: settings, the open service, progress on stderr, an answer on stdout."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cop.domains import MODELS
from cop.kit.database import open_database, sole_process
from cop.kit.migrations import check_migrated, migrate_database
from cop.kit.settings import Settings, load_settings
from cop.running import Service, catch_up, open_service
from cop.vocabulary.actions import OWN_VOCABULARY, load_vocabulary
from cop.vocabulary.queries import count_concepts

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine, Generator

T = TypeVar("T")

AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")]


def read_settings() -> Settings:
    """Return the settings from the environment and `.env`."""
    return load_settings(os.environ, Path(".env"))


def run(work: Callable[[Service], Coroutine[Any, Any, T]]) -> T:
    """Open the service, do `work` with it, bring index and matches after it, and close it.

    Raises:
        DatabaseInUse: another process has the SQLite file.
        NotMigrated: the tables are not up to date.
    """
    settings = read_settings()

    async def opened() -> T:
        async with prepared_service(settings, migrate=settings.is_sqlite) as service:
            if settings.is_sqlite:  # elsewhere `cop work` does it
                await catch_up(service)
            done = await work(service)
            if settings.is_sqlite:
                await catch_up(service)
            return done

    with sole_process(settings):
        return asyncio.run(opened())


@asynccontextmanager
async def prepared_service(settings: Settings, *, migrate: bool) -> AsyncGenerator[Service]:
    """Open the service on a database that is up to date and has a vocabulary.

    Args:
        settings: of this deployment.
        migrate: bring the database up to date, instead of refusing one that is not.

    Raises:
        NotMigrated: the tables are not what this version expects.
    """
    settings.cop_data.mkdir(parents=True, exist_ok=True)
    applied: list[str] = []
    if migrate:
        applied = await migrate_database(settings, MODELS)
    else:
        await check_migrated(settings, MODELS)
    async with open_database(settings.database_url, MODELS):
        if applied or not await count_concepts():
            await load_vocabulary(OWN_VOCABULARY, only_new=True)
    async with open_service(settings) as service:
        yield service


def answer(data: object, text: str, *, as_json: bool) -> None:
    """Write the answer of a command on stdout: `data` as one JSON document, or `text`."""
    if as_json:
        plain = asdict(cast("Any", data)) if is_dataclass(data) else data
        sys.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2, default=_as_text) + "\n")
    elif text:
        sys.stdout.write(text + "\n")


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@contextmanager
def progress_bar(what: str) -> Generator[Callable[[int, int], None]]:
    """Show on stderr how far a long work is; yields a function to call with (done, total)."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def log_to_stderr() -> None:
    """Let warnings, and what the service says of itself, appear on stderr."""
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    for noisy in ("tortoise", "asyncio", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
