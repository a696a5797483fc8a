"""Bringing the database's tables to what the models say, without losing a row on the way.

Tortoise rebuilds a SQLite table with DROP TABLE to alter it; with foreign keys on, that deletes
the rows of every table that points to it, and the plain indexes vanish. So SQLite is backed up,
migrated with foreign keys off, given its indexes back and checked.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tortoise import Tortoise
from tortoise.connection import get_connection
from tortoise.migrations.api.migrate import migrate
from tortoise.migrations.executor import MigrationExecutor

from cop.kit.database import database_config, sqlite_path
from cop.kit.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cop.kit.settings import Settings


class NotMigrated(Conflict):
    """The tables are not what this version of the program expects."""


async def migrate_database(settings: Settings, modules: Sequence[str]) -> list[str]:
    """Apply the migrations that are missing and return their names.

    Raises:
        NotMigrated: afterwards a row points to nothing; the backup lies beside the database.
    """
    missing = await list_missing_migrations(settings, modules)
    if not missing:
        return []
    path = _sqlite_path(settings)
    if path is None:
        await _migrate(settings.database_url, modules)
        return missing
    indexes = _indexes(path) if path.exists() else {}
    if path.exists():
        _back_up(path)
    separator = "&" if "?" in settings.database_url else "?"
    await _migrate(f"{settings.database_url}{separator}foreign_keys=OFF", modules)
    _restore_indexes(path, indexes)
    return missing


async def list_missing_migrations(settings: Settings, modules: Sequence[str]) -> list[str]:
    """Return the names of the migrations that this database has not had yet."""
    config = database_config(settings.database_url, modules)
    await Tortoise.init(config=config, init_connections=False)
    try:
        executor = MigrationExecutor(get_connection("default"), config["apps"])
        plan = await executor.plan()
        return [step.migration.name for step in plan if not step.backward]
    finally:
        await Tortoise.close_connections()


async def check_migrated(settings: Settings, modules: Sequence[str]) -> None:
    """Let only a database pass that is up to date.

    Raises:
        NotMigrated: it is not; the sentence says what to do.
    """
    missing = await list_missing_migrations(settings, modules)
    if missing:
        raise NotMigrated(
            f"The database is not up to date ({len(missing)} migrations missing). Run: cop migrate"
        )


async def _migrate(url: str, modules: Sequence[str]) -> None:
    try:
        await migrate(config=database_config(url, modules))
    finally:
        await Tortoise.close_connections()


def _sqlite_path(settings: Settings) -> Path | None:
    return sqlite_path(settings) if settings.is_sqlite else None


def _back_up(path: Path) -> None:
    backup = path.with_suffix(".before-migration.db")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)


def _indexes(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        )
        return dict(rows)


def _restore_indexes(path: Path, before: dict[str, str]) -> None:
    """Make the indexes again that a rebuilt table lost, and look for rows that point to nothing."""
    kept = _indexes(path)
    with closing(sqlite3.connect(path)) as database:
        for name, sql in before.items():
            if name not in kept:
                try:
                    database.execute(sql)
                except sqlite3.OperationalError:
                    continue  # its column is gone: the migration meant it
        orphans = database.execute("PRAGMA foreign_key_check").fetchall()
        database.commit()
    if orphans:
        raise NotMigrated(
            f"After the migration {len(orphans)} rows point to nothing. Nothing was deleted; the "
            f"database as it was lies beside it ({path.stem}.before-migration.db)."
        )
