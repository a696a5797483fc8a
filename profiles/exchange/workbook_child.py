"""The process that opens a spreadsheet: bytes on stdin, JSON lines on stdout, then it ends.

It may use 512 MB of memory and 30 s of processor time; whatever a file does to it, the service
only sees that it ended. It imports openpyxl and nothing of ours.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from openpyxl.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MEMORY: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 30
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 100
MOST_CELLS: Final = 1_000_000  # empty ones between others count; they take memory too
MOST_OUTPUT: Final = 50_000_000  # bytes; a million cells may share one long text


class Refused(Exception):
    """The workbook is not read; the message is a word that the parent knows."""


def main() -> int:
    """Read the workbook on stdin; return the exit code."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    content = sys.stdin.buffer.read()
    try:
        _write(read_lines(content, include_hidden="--include-hidden" in sys.argv))
    except Refused as error:
        sys.stderr.write(str(error))
        return 1
    return 0


def _write(lines: Iterable[dict[str, Any]]) -> None:
    written = 0
    for line in lines:
        encoded = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        written += sys.stdout.buffer.write(encoded)
        if written > MOST_OUTPUT:
            raise Refused("sprawling")


def read_lines(content: bytes, *, include_hidden: bool) -> Iterator[dict[str, Any]]:
    """Yield what was read of the workbook first, then its lines."""
    book = _open(content, values=False)
    sheet = _first_visible(book)
    rows, columns = sheet.max_row, sheet.max_column
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise Refused("sprawling")
    hidden_rows = set[int]() if include_hidden else _hidden_rows(sheet)
    hidden_columns = set[int]() if include_hidden else _hidden_columns(sheet)
    yield {
        "sheet": sheet.title,
        "others": [other.title for other in book.worksheets if other is not sheet],
        "hidden_rows": len(hidden_rows),
        "hidden_columns": len(hidden_columns),
    }
    formulas = {
        cell.coordinate: _formula(cell.value)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    if formulas:  # only then is the file worth a second opening, for the values they had
        sheet = _first_visible(_open(content, values=True))
    for row in sheet.iter_rows():
        if row and row[0].row not in hidden_rows:
            yield _line([cell for cell in row if cell.column not in hidden_columns], formulas)


def _open(content: bytes, *, values: bool) -> Workbook:
    modules = cast("dict[str, object]", sys.modules)
    modules.setdefault("numpy", None)  # openpyxl would import it: much memory for nothing
    from openpyxl import load_workbook  # noqa: PLC0415  after the limits

    # Not read_only: that mode believes the sheet's own word about its size and drops rows.
    return load_workbook(io.BytesIO(content), data_only=values, keep_links=False)


def _first_visible(book: Workbook) -> Worksheet:
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            return sheet
    raise Refused("all-hidden")


def _hidden_rows(sheet: Worksheet) -> set[int]:
    return {number for number, row in sheet.row_dimensions.items() if row.hidden}


def _hidden_columns(sheet: Worksheet) -> set[int]:
    return {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden and column.min and column.max
        for number in range(column.min, min(column.max, MOST_COLUMNS) + 1)
    }


def _line(row: Sequence[Cell | MergedCell], formulas: Mapping[str, str]) -> dict[str, Any]:
    cells: list[str] = []
    errors: dict[int, str] = {}
    for at, cell in enumerate(row):
        formula = formulas.get(cell.coordinate)
        if cell.data_type == "e":
            errors[at] = str(cell.value)
        elif formula and cell.value is None and cell.data_type != "str":  # that is an empty text
            errors[at] = formula
        cells.append("" if at in errors else _text(cell.value))
    return {"line": row[0].row if row else 0, "cells": cells, "errors": errors}


def _formula(value: object) -> str:
    """Return a formula as it was typed; those of whole ranges come as objects."""
    text = value if isinstance(value, str) else getattr(value, "text", None)
    return str(text or "=")


def _text(value: object) -> str:
    """Return the value of a cell as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
