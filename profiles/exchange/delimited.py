"""Text files of cells between separators: CSV, TSV and their relatives."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING, Final

from cop.kit.i18n import gettext as _
from profiles.exchange.cells import make_bare
from profiles.exchange.table import FileRefused, make_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from profiles.exchange.table import Line, Table

SEPARATORS: Final = (",", ";", "\t", "|")
LONGEST_CELL: Final = 131_072
OFFERED: Final = ("windows-1252", "iso-8859-15", "koi8-r", "shift_jis", "gb18030")

_MARKS: Final = (  # UTF-32 before UTF-16, whose mark it begins with
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_ENDS: Final = re.compile("\r\n|[\r\x85\u2028\u2029]")
_UNDECODED: Final = re.compile("[\ud800-\udfff]")
_SEP_LINE: Final = re.compile(r'sep=([^"\n])\n', re.IGNORECASE)


def read_delimited(content: bytes, encoding: str = "") -> Table:
    """Read a CSV or TSV file; the separator is found in the headings.

    Raises:
        FileRefused: its encoding is unknown, a quote is not closed, or it is no table.
    """
    text = _LINE_ENDS.sub("\n", decode(content, encoding))
    named = _SEP_LINE.match(text)
    separator = named[1] if named else _separator(text)
    shown = "TAB" if separator == "\t" else separator
    remarks = [_("Cells are separated by “{separator}”.").format(separator=shown)]
    if _UNDECODED.search(text):
        remarks.append(_which_encoding(content))
    return make_table(_read_lines(text, separator, skipped=named.end() if named else 0), remarks)


def _read_lines(text: str, separator: str, *, skipped: int) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text[skipped:], newline=""), delimiter=separator, strict=True)
    shift = 2 if skipped else 1
    before = 0
    try:
        for cells in reader:
            if cells:
                bare = [make_bare(cell) for cell in cells]
                yield before + shift, bare, _undecoded(cells)
            before = reader.line_num
    except csv.Error as error:
        raise FileRefused(
            _(
                "Line {line}: a quotation mark is not closed, stands in the wrong place, or a "
                "cell is longer than {limit} characters."
            ).format(line=before + shift, limit=LONGEST_CELL)
        ) from error


def decode(content: bytes, encoding: str = "") -> str:
    """Return the text of `content`: in `encoding`, else as its byte order mark says, else UTF-8.

    Lines that are not UTF-8 among others that are come out with lone surrogates, so that their
    rows can be refused alone: ASCII reads the same in whatever encoding those may be.

    Raises:
        FileRefused: the text is in some other encoding; the sentence shows what it would be.
    """
    if encoding:
        return _decode_as(content, encoding)
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _decode_as(content[len(mark) :], name)
    if _is_half_nulls(content):
        raise FileRefused(_which_encoding(content))
    if _first_fault(content) is not None and not _is_half_utf8(content):
        raise FileRefused(_which_encoding(content))
    return content.decode("utf-8", "surrogateescape")


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        raise FileRefused(
            _("There is no encoding “{encoding}”.").format(encoding=encoding)
        ) from error
    except UnicodeDecodeError as error:
        raise FileRefused(
            _("The file is not in {encoding}: byte {place} does not fit.").format(
                encoding=encoding, place=error.start
            )
        ) from error


def _is_half_utf8(content: bytes) -> bool:
    """Say whether the headings are UTF-8, and at least as many rows as are not."""
    fits = [_first_fault(line) is None for line in content.splitlines() if line.strip()]
    return fits[0] and 2 * sum(fits[1:]) >= len(fits[1:])


def _first_fault(content: bytes) -> int | None:
    """Return where the first byte stands that UTF-8 does not know."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


def _is_half_nulls(content: bytes) -> bool:
    """Say whether it begins like Latin letters in UTF-16."""
    return content[:200].count(0) * 4 > len(content[:200])


def _which_encoding(content: bytes) -> str:
    if _is_half_nulls(content):
        return _(
            "The file is not in UTF-8; it looks like UTF-16. Say so: --encoding utf-16-le "
            "(or utf-16-be), or save it as UTF-8."
        )
    place = _first_fault(content) or 0
    sample = content[max(0, place - 10) : place + 15].replace(b"\n", b" ")
    readings = "; ".join(
        f"{encoding}: “{sample.decode(encoding, 'replace')}”" for encoding in OFFERED
    )
    return _(
        "Not all of the file is in UTF-8. Save it as UTF-8, or say with --encoding which of these "
        "reads right: {readings}."
    ).format(readings=readings)


def _separator(text: str) -> str:
    headings = text.lstrip("\n").partition("\n")[0]
    return max(SEPARATORS, key=lambda one: (headings.count(one), -SEPARATORS.index(one)))


def _undecoded(cells: list[str]) -> dict[int, str]:
    reason = _("This cell is not in UTF-8 like the others.")
    return {at: reason for at, cell in enumerate(cells) if _UNDECODED.search(cell)}
