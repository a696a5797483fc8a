"""The one database: how it is opened, and who may open it."""

from __future__ import annotations

import fcntl
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from tortoise import connections
from tortoise.context import TortoiseContext

from cop.kit.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection, Generator, Sequence

    from tortoise.backends.base.client import BaseDBAsyncClient

    from cop.kit.settings import Settings

APP: Final = "models"  # the one Tortoise app; relations across apps break its migrations


class DatabaseInUse(Conflict):
    """Another process has the SQLite file open."""


def database_config(url: str, modules: Sequence[str]) -> dict[str, Any]:
    """Return Tortoise's configuration: one connection, one app, one migrations package."""
    return {
        "connections": {"default": url},
        "apps": {
            APP: {
                "models": [*modules],
                "migrations": "cop.migrations",
                "default_connection": "default",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


@asynccontextmanager
async def open_database(url: str, modules: Sequence[str]) -> AsyncGenerator[TortoiseContext]:
    """Open the database at `url` for the time of the `async with` block.

    Args:
        url: as Tortoise writes it, `sqlite:///path` or `asyncpg://user:password@host:5432/name`.
        modules: dotted paths of all modules that hold models.
    """
    async with TortoiseContext() as context:
        await context.init(config=database_config(url, modules), _enable_global_fallback=True)
        yield context


@contextmanager
def sole_process(settings: Settings) -> Generator[None]:
    """Hold the data folder for this process, where the database is one SQLite file.

    Two processes on one SQLite file fail each other's transactions at random; see STACK P9.

    Raises:
        DatabaseInUse: another process holds it.
    """
    settings.cop_data.mkdir(parents=True, exist_ok=True)
    if not settings.is_sqlite:
        yield
        return
    with (settings.cop_data / "cop.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DatabaseInUse(
                "Another process is using this database. Stop the server first (Ctrl+C where it "
                "runs), or use PostgreSQL (DATABASE_URL), which many processes may share."
            ) from error
        yield


async def run_sql(statement: str, *values: object) -> list[dict[str, Any]]:
    """Run a statement of our own that the models cannot say; never one with words from outside."""
    rows: object = await cast("Any", connection()).execute_query_dict(statement, [*values])
    return cast("list[dict[str, Any]]", rows)


def places_for(values: Sequence[object]) -> str:
    """Return places for so many values in a statement, as the database in use writes them."""
    if connection().capabilities.dialect == "postgres":
        return ",".join(f"${number}" for number in range(1, len(values) + 1))
    return ",".join("?" * len(values))


async def read_rows(statement: str, numbers: Collection[int]) -> Sequence[Sequence[Any]]:
    """Return the rows of a statement of our own, its `{}` filled with `numbers`.

    For what every page reads: the ORM takes longer to write such a statement than the database to
    answer it.
    """
    if not numbers:
        return ()
    statement = statement.format(",".join(str(int(one)) for one in numbers))
    _, rows = await cast("Any", connection()).execute_query(statement)
    return cast("Sequence[Sequence[Any]]", rows)


def as_moment(written: datetime | str) -> datetime:
    """Return a moment of a row that PostgreSQL gives as it is, and SQLite in words."""
    return datetime.fromisoformat(written) if isinstance(written, str) else written


async def write_rows(statement: str, rows: Sequence[Sequence[object]]) -> None:
    """Run a statement of our own for each row, its `{}` filled with places for the row's values.

    For what is written by the hundred thousand: the ORM takes longer to make such rows than the
    database to take them.
    """
    if rows:
        statement = statement.format(places_for(rows[0]))
        await cast("Any", connection()).execute_many(statement, [*rows])


async def take_turns(what: str) -> None:
    """Wait until no other transaction is at `what`; it is ours until the present one ends.

    SQLite lets one write at a time as it is. Whoever takes several takes them in this order:
    "imports", "institutions", "change feed".
    """
    if connection().capabilities.dialect == "postgres":
        await run_sql("SELECT pg_advisory_xact_lock(hashtext($1))", what)


def sqlite_path(settings: Settings) -> Path:
    """Return the file of a SQLite database."""
    return Path(settings.database_url.removeprefix("sqlite://").partition("?")[0])


async def wipe_free_pages() -> None:
    """Let the database file keep no byte of what was deleted; PostgreSQL does it by itself."""
    if connection().capabilities.dialect == "sqlite":
        await connection().execute_script("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")


def connection() -> BaseDBAsyncClient:
    """Return the connection that is open in this context."""
    return connections.get("default")
