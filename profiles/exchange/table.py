"""A file of members as headings and rows, whatever its format."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MOST_ROWS: Final = 20_000
MOST_BYTES: Final = 10_000_000
MOST_COLUMNS: Final = 100

Cell = str | list[str]
Line = tuple[int, Sequence[Cell], Mapping[int, str]]  # its number, cells, problems by column


class FileRefused(Invalid):
    """The file cannot be read as a table; nothing was stored."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row as it came.

    Attributes:
        number: 1 is the first row under the headings.
        line: where an editor or a spreadsheet shows it.
        cells: by column of the headings.
        problems: what makes a cell unreadable, by column; -1 is the row itself.
    """

    number: int
    line: int
    cells: Sequence[Cell]
    problems: Mapping[int, str] = field(default_factory=dict[int, str])


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows, and what a reader should know about how they were read."""

    headings: Sequence[str]
    rows: Sequence[SourceRow]
    remarks: Sequence[str] = ()


def read_bytes(path: Path) -> bytes:
    """Return the content of the file.

    Raises:
        FileRefused: there is no such file, or it is too large.
    """
    if not path.is_file():
        raise FileRefused(_("There is no file {path}.").format(path=path))
    if path.stat().st_size > MOST_BYTES:
        raise FileRefused(
            _("The file is larger than {limit} MB. Split it and import the parts.").format(
                limit=MOST_BYTES // 1_000_000
            )
        )
    return path.read_bytes()


def hash_file(content: bytes) -> str:
    """Return what identifies a file by its content."""
    return hashlib.sha256(content).hexdigest()


def make_table(lines: Iterable[Line], remarks: Sequence[str] = ()) -> Table:
    """Take the first line that is not empty as headings, the other such lines as rows.

    Raises:
        FileRefused: no line holds anything, or there are too many rows or columns.
    """
    filled = (line for line in lines if line[2] or any(_is_filled(cell) for cell in line[1]))
    nothing: Line = (0, [], {})
    _line, headings, problems = next(filled, nothing)
    width = _width(headings)
    if not width:
        raise FileRefused(problems.get(-1) or _("The file is empty."))
    check_columns(width)
    rows = [
        SourceRow(number, line, [*cells[:width]], _with_overflow(cells, width, problems))
        for number, (line, cells, problems) in enumerate(islice(filled, MOST_ROWS), 1)
    ]
    check_rows(len(rows) + sum(1 for _more in filled))
    return Table([_as_heading(heading) for heading in headings[:width]], rows, remarks)


def check_columns(count: int) -> None:
    """Refuse what is too wide for a list of members.

    Raises:
        FileRefused: it has more than `MOST_COLUMNS` columns.
    """
    if count > MOST_COLUMNS:
        raise FileRefused(
            _("The file has {count} columns; at most {limit} can be read.").format(
                count=count, limit=MOST_COLUMNS
            )
        )


def check_rows(count: int) -> None:
    """Refuse what is too long to be taken in at once.

    Raises:
        FileRefused: it has more than `MOST_ROWS` rows.
    """
    if count > MOST_ROWS:
        raise FileRefused(
            _("The file has {count} rows. Split it into files of at most {limit} rows.").format(
                count=count, limit=MOST_ROWS
            )
        )


def _with_overflow(
    cells: Sequence[Cell], width: int, problems: Mapping[int, str]
) -> Mapping[int, str]:
    within = {at: reason for at, reason in problems.items() if at < width}
    if len(within) == len(problems) and not any(_is_filled(cell) for cell in cells[width:]):
        return problems
    reason = _("The row has more cells than there are headings; is a separator or quote amiss?")
    return {**within, -1: reason}


def _width(headings: Sequence[Cell]) -> int:
    filled = (at for at, heading in enumerate(headings, 1) if _is_filled(heading))
    return max(filled, default=0)


def _as_heading(cell: Cell) -> str:
    """Return a heading without what cannot be written, such as half a character."""
    return str(cell).strip().encode("utf-8", "replace").decode()


def _is_filled(cell: Cell) -> bool:
    return bool(cell.strip() if isinstance(cell, str) else cell)
