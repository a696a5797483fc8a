"""Files that lie about what they are, or want to fill the memory. (B39, B49, B50)"""

from __future__ import annotations

import json
import os
import struct
import tracemalloc
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from profiles.exchange.files import read_table
from profiles.exchange.table import MOST_BYTES, FileRefused, read_bytes
from tests.profiles.exchange.workbooks import PARTS, make_book, pack, row, save, text

if TYPE_CHECKING:
    from collections.abc import Iterator

DAMAGED = "This spreadsheet is damaged, or needs more memory than a list of members should."
NONE = "This is not a spreadsheet, or it is damaged."
BOMB = "This spreadsheet unpacks to far more than a list of members. Save it as CSV."
SPRAWLING = "The sheet is larger than a list of members. Delete the cells that stand far out."
HEADING = row(1, text("A1", "name"))
NOISE = os.urandom(400_000)  # keeps the ratio of packed to unpacked small


@contextmanager
def without_growing(megabytes: int = 20) -> Iterator[None]:
    """Expect that this process takes no more memory than that."""
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < megabytes * 1_000_000


def refusal(content: bytes, name: str = "people.xlsx", megabytes: int = 20) -> str:
    with without_growing(megabytes), pytest.raises(FileRefused) as refused:
        read_table(Path(name), content)
    return refused.value.message


def test_a_cell_in_the_last_corner_is_refused() -> None:
    """B49 F2"""
    far = row(1_048_576, text("XFD1048576", "x"))

    assert refusal(make_book(HEADING + far)) == SPRAWLING


def test_a_sheet_of_a_million_cells_is_refused() -> None:
    cells = "".join(f'<row r="{at}"><c r="CV{at}"><v>1</v></c></row>' for at in range(2, 49_000))

    assert refusal(make_book(HEADING + cells)) == SPRAWLING


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/media/picture.png"])
def test_a_bomb_is_refused_before_it_is_unpacked(part: str) -> None:
    """B49 F4"""
    bomb = pack(PARTS | {part: b" " * 150_000_000})

    assert refusal(bomb) == BOMB


def test_a_bomb_that_lies_about_its_size_ends_its_own_process_only() -> None:
    size = 300_000_000
    bomb = make_book(HEADING, **{"xl/sharedStrings.xml": b" " * size, "xl/noise": NOISE})
    honest = struct.pack("<L", size)
    assert honest in bomb

    assert refusal(bomb.replace(honest, struct.pack("<L", 1_000))) == DAMAGED


def test_one_long_text_in_a_million_cells_is_refused() -> None:
    """Small when packed, small when unpacked, and gigabytes when it is written out."""
    cells = "".join(row(at, '<c t="s"><v>0</v></c>' * 20) for at in range(2, 5_000))
    book = make_book(
        HEADING + cells, strings=f"<si><t>{'x' * 100_000}</t></si>", **{"xl/noise": NOISE}
    )

    assert refusal(book, megabytes=150) == SPRAWLING


def test_a_hundred_thousand_entries_are_not_even_listed() -> None:
    content = pack(PARTS | {f"xl/{at}": b"" for at in range(100_000)})
    assert len(content) < 2 * MOST_BYTES

    assert refusal(content) == BOMB


LAUGHS = "".join(
    f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' if at else '<!ENTITY l0 "ha">' for at in range(10)
)


@pytest.mark.parametrize(
    "doctype",
    [
        f"<!DOCTYPE x [{LAUGHS}]>",
        '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x">%p;<!ENTITY l9 "x">]>',
    ],
    ids=["laughs", "file", "parameter"],
)
def test_entities_are_not_read(doctype: str) -> None:
    book = make_book(HEADING + row(2, text("A2", "&l9;")), before=doctype)

    assert refusal(book) == DAMAGED


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\xff" * 5_000,
        pack(PARTS)[:-200],
        pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
        pack({"../../etc/passwd": "x"}),
    ],
    ids=["start", "noise", "cut off", "ods", "paths"],
)
def test_what_is_no_spreadsheet_is_refused(content: bytes) -> None:
    assert refusal(content) == NONE


@pytest.mark.parametrize(
    "content",
    [
        pack(PARTS | {"xl/workbook.xml": "not xml"}),
        pack({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}),
        make_book('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
    ],
    ids=["no xml", "docx", "no such string"],
)
def test_a_damaged_spreadsheet_is_refused(content: bytes) -> None:
    assert refusal(content) == DAMAGED


def test_a_spreadsheet_without_a_visible_sheet_is_refused() -> None:
    """Excel writes none, but scripts do."""
    hidden = PARTS["xl/workbook.xml"].replace('sheetId="1"', 'sheetId="1" state="hidden"')

    assert refusal(make_book(HEADING, **{"xl/workbook.xml": hidden})) == (
        "The spreadsheet has no visible sheet."
    )


@pytest.mark.parametrize("name", ["people.xls", "people.xlsx", "people.csv", "people"])
def test_old_and_encrypted_spreadsheets_are_refused_with_a_hint(name: str) -> None:
    content = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1_000

    assert refusal(content, name) == (
        "This is an old or a password-protected spreadsheet. Save it as .xlsx or CSV."
    )


@pytest.mark.parametrize(
    "start", ["<html>", "<!DOCTYPE html>", "\ufeff\n <HTML", "<?xml ?>", "<table"]
)
@pytest.mark.parametrize("name", ["people.xls", "people.csv"])
def test_a_web_page_is_refused_whatever_it_is_called(start: str, name: str) -> None:
    assert refusal(f"{start}<tr><td>name</td></tr>".encode(), name) == (
        "This is a web page, not a table. Save it as .xlsx or CSV."
    )


@pytest.mark.parametrize("name", ["people.pdf", "people", "people.json", "people.ods"])
def test_other_formats_are_refused(name: str) -> None:
    assert refusal(b"%PDF-1.7", name) == "Members are read from .csv, .tsv, .xlsx and .jsonl files."


@pytest.mark.parametrize("name", ["people.xlsx", "people.xls", "people.CSV", "p.txt", "p.tsv"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_csv_is_read_whatever_it_is_called(name: str, encoding: str) -> None:
    table = read_table(Path(name), "name;city\nAda;Nairobi\n".encode(encoding))

    assert (table.headings, table.rows[0].cells) == (["name", "city"], ["Ada", "Nairobi"])


@pytest.mark.parametrize("name", ["people.csv", "people.xlsm", "people"])
def test_a_spreadsheet_is_read_whatever_it_is_called(name: str) -> None:
    book = Workbook()
    book.active.append(["name"])
    book.active.append(["Ada"])

    assert read_table(Path(name), save(book)).rows[0].cells == ["Ada"]


def test_json_lines_are_read_whatever_they_are_called() -> None:
    content = json.dumps({"name": "Ada"}).encode()

    for name in ("people.jsonl", "people.ndjson", "people.csv"):
        assert read_table(Path(name), content).rows[0].cells == ["Ada"]


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    """B44"""
    path = tmp_path / "people.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    with without_growing(1), pytest.raises(FileRefused, match="larger than 10 MB"):
        read_bytes(path)


@pytest.mark.parametrize("name", ["none.csv", ".", "a/../../none.csv", "\u202egpj.csv"])
def test_a_file_that_is_none_is_said_to_be_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileRefused, match="There is no file"):
        read_bytes(tmp_path / name)
