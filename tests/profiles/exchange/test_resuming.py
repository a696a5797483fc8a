"""An import that was interrupted goes on where it stopped. (B54)"""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest
from tortoise.transactions import in_transaction

from cop.accounts.viewer import ADMINISTRATOR
from cop.kit.changes import Change
from profiles.exchange.exporting import export_members
from profiles.exchange.importing import BATCH, Options, import_members
from profiles.models import Import, ImportedRow, Profile

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("service")

OPTIONS = Options(create_topics=True)


class Killed(Exception):
    """The process was ended between two batches."""


class TakenBack(Exception):
    """All that was stored for a moment is taken back."""


def killed_at(row: int) -> Callable[[int, int], None]:
    def progress(done: int, _total: int) -> None:
        if done == row:
            raise Killed

    return progress


@asynccontextmanager
async def taken_back() -> AsyncGenerator[None]:
    """Leave the database as it was."""
    with suppress(TakenBack):
        async with in_transaction():
            yield
            raise TakenBack


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Three batches, with all that refers to rows of another batch."""
    lines = ["slug,name,email,institution,topics"]
    for at in range(2 * BATCH + 100):
        words = "Beekeeping" if at % 2 else "Drone surveys"
        lines.append(f"p{at},Person No{at:04}x,p{at}@x.org,Ministry {at % 7},{words}")
    lines[600] = "p2000,Person Again,p3@x.org,,"
    lines[1050] = ",,,,"  # an empty row is no row
    lines[1060] = "p2001,,nobody@x.org,,"
    lines[1070] = ",No0003x Person,,Ministry 3,"
    path = tmp_path / "people.csv"
    path.write_text("\n".join(lines))
    return path


async def everything(tmp_path: Path) -> dict[str, Any]:
    """Return all that an import may leave behind, without the numbers it was given."""
    await export_members(tmp_path / "all.jsonl", ADMINISTRATOR)
    rows = await ImportedRow.all().order_by("row").prefetch_related("profile")
    return {
        "members": sorted((tmp_path / "all.jsonl").read_text().splitlines()),
        "rows": [
            (row.row, row.outcome, row.notes, row.profile.slug if row.profile else None)
            for row in rows
        ],
        "changes": await Change.filter(kind="profile").count(),
    }


async def test_an_interrupted_import_ends_as_one_that_was_not(people: Path, tmp_path: Path) -> None:
    async with taken_back():
        whole = await import_members(people, OPTIONS)
        expected = await everything(tmp_path)

    for row in (0, 2 * BATCH):
        async with taken_back():
            with pytest.raises(Killed):
                await import_members(people, OPTIONS, progress=killed_at(row))
            stored = await Profile.all().count()
            seen: list[int] = []
            resumed = await import_members(
                people, OPTIONS, progress=lambda done, _total, seen=seen: seen.append(done)
            )

            assert stored == max(0, row - 1)  # one row of the second batch is a repetition
            assert seen == [done for done in (0, BATCH, 2 * BATCH, 2 * BATCH + 99) if done >= row]
            assert await everything(tmp_path) == expected
            assert resumed.rows == whole.rows == 2 * BATCH + 99
            assert (resumed.created, resumed.skipped) == (whole.created, whole.skipped)
            assert resumed.duplicates == whole.duplicates
            assert [one["of"] for one in whole.duplicates] == [4, 4]
            assert await Import.all().count() == 1
