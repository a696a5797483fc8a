"""How many rows there are, whatever the tables and whoever has the database open."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from cop.kit import postgres
from cop.kit.database import sqlite_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.kit.settings import Settings

_IN_SQLITE: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
)
_IN_POSTGRES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"


def count_rows(settings: Settings) -> dict[str, int]:
    """Return how many rows each table of the database has, all of them at one moment."""
    tables = [
        name for (name,) in _ask(settings, _IN_SQLITE if settings.is_sqlite else _IN_POSTGRES)
    ]
    if not tables:
        return {}
    # The names are from the catalogue of the database itself; nobody else has a word in them.
    counts = (f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)  # noqa: S608
    return {str(name): int(count) for name, count in _ask(settings, " UNION ALL ".join(counts))}


def _ask(settings: Settings, statement: str) -> Sequence[Sequence[str]]:
    if not settings.is_sqlite:
        return postgres.ask(settings, statement)
    with closing(
        sqlite3.connect(f"{sqlite_path(settings).absolute().as_uri()}?mode=rw", uri=True)
    ) as database:
        return database.execute(statement).fetchall()
