"""Text files with one JSON object a line."""

from __future__ import annotations

import io
import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, cast

from cop.kit.i18n import gettext as _
from profiles.exchange.delimited import decode
from profiles.exchange.table import FileRefused, check_columns, check_rows, make_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from profiles.exchange.table import Cell, Line, Table

_LINE_ENDS: Final = re.compile("\r\n?")


def read_json_lines(content: bytes, encoding: str = "") -> Table:
    """Read JSON lines; the headings are all names that occur, in order of appearance.

    Raises:
        FileRefused: its encoding is unknown, or it holds no object, or too many.
    """
    text = _LINE_ENDS.sub("\n", decode(content, encoding))
    check_rows(sum(1 for line in io.StringIO(text) if line.strip()))
    objects = [
        (number, *_parse(line)) for number, line in enumerate(io.StringIO(text), 1) if line.strip()
    ]
    headings = list(dict.fromkeys(name for _number, values, _fault in objects for name in values))
    check_columns(len(headings))
    if not headings:
        raise FileRefused(next((fault for *_, fault in objects if fault), _("The file is empty.")))
    rows = (_as_line(number, values, fault, headings) for number, values, fault in objects)
    return make_table(chain([(0, headings, {})], rows))


def _as_line(number: int, values: Mapping[str, Any], fault: str, headings: Sequence[str]) -> Line:
    problems: dict[int, str] = {-1: fault} if fault else {}
    cells: list[Cell] = []
    for at, name in enumerate(headings):
        cell = _as_cell(values.get(name))
        if cell is None:
            problems[at] = _("A text or a list of texts belongs here.")
        cells.append(cell or "")
    return number, cells, problems


def _parse(line: str) -> tuple[Mapping[str, Any], str]:
    """Return the object on `line`, or why it is none."""
    try:
        value = json.loads(line, parse_constant=_refuse, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError):
        return {}, _("This line is not a JSON object, or names a field twice.")
    if not isinstance(value, dict):
        return {}, _("This line is not a JSON object, or names a field twice.")
    return cast("dict[str, Any]", value), ""


def _as_cell(value: object) -> Cell | None:
    """Return what JSON holds as a cell; None for numbers, booleans and objects."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        values = cast("list[object]", value)
        if all(isinstance(one, str) for one in values):
            return cast("list[str]", values)
    return None


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice")
    return made
