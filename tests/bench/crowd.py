"""A community of any size, made of the demo's people where they lie: an import would take hours.

Each copy of a person has the second name of another, and that one's first topic for their own.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cop.cli.demo import import_demo
from cop.kit.database import sqlite_path

if TYPE_CHECKING:
    from cop.kit.settings import Settings

PEOPLE: Final = 2_000  # of the demo
_COPY: Final = Path(__file__).with_name("crowd.sql").read_text().split(";")


async def make_crowd(settings: Settings, members: int) -> None:
    """Fill an empty SQLite database with `members` people, a multiple of `PEOPLE`."""
    await import_demo(PEOPLE)
    with closing(sqlite3.connect(sqlite_path(settings))) as database, database:
        for start in range(PEOPLE, members, PEOPLE):
            for statement in _COPY:
                database.execute(statement, {"start": start})
