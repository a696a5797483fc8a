"""Writing members to a file, as one viewer may see them."""

from __future__ import annotations

import csv
import io
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from tortoise.transactions import in_transaction

from profiles.access import visible
from profiles.exchange.row import MEMBER_HEADINGS, as_text, row_of
from profiles.looks import record_export
from profiles.queries import count_profiles, iterate_profiles

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from cop.accounts.viewer import Viewer
    from profiles.exchange.row import Cell
    from profiles.member import Member
    from profiles.stored import Stored

    Write = Callable[[Sequence[Any]], object]

HEADINGS: Final = (*MEMBER_HEADINGS, "visibility")


async def export_members(
    path: Path,
    viewer: Viewer,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Write all members that `viewer` may find to `path`; return how many.

    Importing the file again changes nothing. The file is complete or not there: it is written
    beside its place and moved. The trail says who exported how many, and tells those of whom the
    file holds what only coordinators see.
    """
    total, done, written = await count_profiles(), 0, 0
    closely: list[int] = []
    beside = path.with_name(f".{path.name}.part")
    try:
        with _writer(beside, path.suffix.lower()) as write:
            async for profiles in iterate_profiles():
                for profile in profiles:
                    member = visible(profile, viewer)
                    if member is not None:
                        write(_row(member, profile))
                        written += 1
                        closely += [member.id] if member.closely else []
                done += len(profiles)
                progress(done, total)
        async with in_transaction():  # no file without its row in the trail
            await record_export(viewer, "members", written, closely)
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return written


def _row(member: Member, profile: Stored) -> list[Cell]:
    return [*row_of(member), profile.visibility]


@contextmanager
def _writer(path: Path, suffix: str) -> Generator[Write]:
    """Open `path` for rows in the format of `suffix`, headings written."""
    if suffix == ".xlsx":
        with _write_workbook(path, HEADINGS) as write:
            yield write
        return
    with path.open("w", encoding="utf-8-sig" if suffix == ".csv" else "utf-8", newline="") as file:
        if suffix == ".jsonl":
            yield lambda row: file.write(_as_json(row))
        else:
            writer = csv.writer(file, delimiter="\t" if suffix == ".tsv" else ",")
            writer.writerow(HEADINGS)
            yield lambda row: writer.writerow([as_text(cell) for cell in row])


def make_workbook(members: Sequence[Member], more: Mapping[str, Sequence[str]]) -> bytes:
    """Return members as a spreadsheet, with `more` columns: a text for each of them."""
    out = io.BytesIO()
    with _write_workbook(out, [*MEMBER_HEADINGS, *more]) as write:
        for at, member in enumerate(members):
            write([*row_of(member), *(column[at] for column in more.values())])
    return out.getvalue()


@contextmanager
def _write_workbook(out: Path | BinaryIO, headings: Sequence[str]) -> Generator[Write]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Members")
    sheet.append(headings)
    yield lambda row: sheet.append([_as_text(sheet, as_text(one)) for one in row])
    book.save(out)


def _as_text(sheet: WriteOnlyWorksheet, text: str) -> SheetCell:
    """Return a cell that holds `text` even where openpyxl would see an error such as #N/A."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _as_json(row: Sequence[Cell]) -> str:
    filled = {name: cell for name, cell in zip(HEADINGS, row, strict=True) if cell}
    return json.dumps(filled, ensure_ascii=False) + "\n"
