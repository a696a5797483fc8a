"""Which format a file has: told by its content, never by its name alone."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from cop.kit.i18n import gettext as _
from profiles.exchange.delimited import read_delimited
from profiles.exchange.jsonlines import read_json_lines
from profiles.exchange.table import FileRefused, Table
from profiles.exchange.workbook import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

_ZIP: Final = b"PK\x03\x04"
_TEXTS: Final = frozenset({".csv", ".tsv", ".tab", ".txt"})
_BOOKS: Final = frozenset({".xlsx", ".xls"})  # some programs call a CSV so
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and .xlsx under a password


def read_table(
    path: Path, content: bytes, *, encoding: str = "", include_hidden: bool = False
) -> Table:
    """Read the `content` of the file at `path` as a table.

    Raises:
        FileRefused: it is none, or in a format we do not read; the sentence says what to do.
    """
    start = content[:512].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if content.startswith(_ZIP):
        return read_workbook(content, include_hidden=include_hidden)
    if content.startswith(_OLE):
        raise FileRefused(
            _("This is an old or a password-protected spreadsheet. Save it as .xlsx or CSV.")
        )
    if start.startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        raise FileRefused(_("This is a web page, not a table. Save it as .xlsx or CSV."))
    if path.suffix.lower() in {".jsonl", ".ndjson"} or start.startswith(b"{"):
        return read_json_lines(content, encoding)
    if path.suffix.lower() in _TEXTS or (path.suffix.lower() in _BOOKS and _is_text(content)):
        return read_delimited(content, encoding)
    raise FileRefused(_("Members are read from .csv, .tsv, .xlsx and .jsonl files."))


def _is_text(content: bytes) -> bool:
    return content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" not in content
