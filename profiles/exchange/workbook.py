"""Spreadsheets (.xlsx), opened in a child process that may not use much of anything."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any, Final

from cop.kit.i18n import gettext as _
from cop.kit.i18n import ngettext
from profiles.exchange.cells import make_bare
from profiles.exchange.table import FileRefused, Table, make_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_ENTRIES: Final = 200
MOST_UNPACKED: Final = 100_000_000
MOST_RATIO: Final = 100
CHILD_SECONDS: Final = 60

_ENTRY: Final = b"PK\x01\x02"  # begins each entry of an archive's directory
_CONTENT_TYPES: Final = "[Content_Types].xml"  # an .ods has none


def read_workbook(content: bytes, *, include_hidden: bool = False) -> Table:
    """Read the first visible sheet of a spreadsheet.

    Hidden rows and columns are left out, and counted in a remark, unless `include_hidden`.

    Raises:
        FileRefused: it is no spreadsheet, is damaged, or unpacks to more than it should.
    """
    _check_archive(content)
    meta, *lines = _read_in_child(content, include_hidden=include_hidden)
    read = [
        (line["line"], [make_bare(cell) for cell in line["cells"]], _problems(line["errors"]))
        for line in lines
    ]
    return make_table(read, [*_remarks(meta)])


def _check_archive(content: bytes) -> None:
    """Refuse what would unpack to a bomb, before anything of it is unpacked."""
    bomb = _("This spreadsheet unpacks to far more than a list of members. Save it as CSV.")
    if content.count(_ENTRY) > MOST_ENTRIES:  # not even their names are worth the memory
        raise FileRefused(bomb)
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise FileRefused(_("This is not a spreadsheet, or it is damaged.")) from error
    if _CONTENT_TYPES not in {entry.filename for entry in entries}:
        raise FileRefused(_("This is not a spreadsheet, or it is damaged."))
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > MOST_UNPACKED or unpacked / packed > MOST_RATIO:
        raise FileRefused(bomb)


def _read_in_child(content: bytes, *, include_hidden: bool) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "profiles.exchange.workbook_child"]
    try:
        child = subprocess.run(  # noqa: S603  our own program, nothing of the file in its arguments
            [*command, "--include-hidden"] if include_hidden else command,
            input=content,
            capture_output=True,
            timeout=CHILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(_("This spreadsheet takes too long to read. Save it as CSV.")) from error
    if child.returncode:
        raise FileRefused(_why_ended(child.stderr.decode(errors="replace").rpartition("\n")[2]))
    return [json.loads(line) for line in child.stdout.splitlines()]


def _why_ended(word: str) -> str:
    if word == "all-hidden":
        return _("The spreadsheet has no visible sheet.")
    if word == "sprawling":
        return _("The sheet is larger than a list of members. Delete the cells that stand far out.")
    return _("This spreadsheet is damaged, or needs more memory than a list of members should.")


def _problems(errors: Mapping[str, str]) -> dict[int, str]:
    return {
        int(at): _("The cell holds the formula {formula}, not its value.").format(formula=error)
        if error.startswith("=")
        else _("The cell holds the error {error}.").format(error=error)
        for at, error in errors.items()
    }


def _remarks(meta: Mapping[str, Any]) -> Iterator[str]:
    sheets: Sequence[str] = meta["others"]
    rows, columns = int(meta["hidden_rows"]), int(meta["hidden_columns"])
    yield _("Read from the sheet “{sheet}”.").format(sheet=meta["sheet"])
    if sheets:
        yield _("Not read: the sheets {sheets}.").format(sheets=_(", ").join(sheets))
    if rows:
        yield ngettext(
            "%(num)d hidden row was left out; --include-hidden takes it in.",
            "%(num)d hidden rows were left out; --include-hidden takes them in.",
            rows,
        ) % {"num": rows}
    if columns:
        yield ngettext(
            "%(num)d hidden column was left out; --include-hidden takes it in.",
            "%(num)d hidden columns were left out; --include-hidden takes them in.",
            columns,
        ) % {"num": columns}
