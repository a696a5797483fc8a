"""Spreadsheets: what their cells say, and what is hidden in them. (B47, B48)"""

from __future__ import annotations

import socket
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from profiles.exchange.workbook import read_workbook
from tests.profiles.exchange.workbooks import make_book, row, save, text


def book_of(*rows: list[Any]) -> Workbook:
    book = Workbook()
    for cells in rows:
        book.active.append(cells)
    return book


def test_cells_are_read_as_a_person_would_type_them() -> None:
    day = date(2026, 3, 1)
    book = book_of(
        ["name", "bio", "unit"],
        ["Ada", 7, 7.0],
        ["Bela", 1.5, True],
        ["Chidi", day, datetime.combine(day, datetime.min.time(), UTC).replace(tzinfo=None)],
        ["Dina", "007", None],
        ["東京 القاهرة", "one\ntwo", "_x0041_"],
        ["'=quoted", "'s-Hertogenbosch", "+49 30"],
    )

    table = read_workbook(save(book))

    assert table.headings == ["name", "bio", "unit"]
    assert [row.cells for row in table.rows] == [
        ["Ada", "7", "7"],
        ["Bela", "1.5", "True"],
        ["Chidi", "2026-03-01T00:00:00", "2026-03-01T00:00:00"],
        ["Dina", "007", ""],
        ["東京 القاهرة", "one\ntwo", "_x0041_"],
        ["=quoted", "'s-Hertogenbosch", "+49 30"],
    ]
    assert [(row.number, row.line) for row in table.rows] == [(at, at + 1) for at in range(1, 7)]
    assert table.remarks == ["Read from the sheet “Sheet”."]


def test_dates_count_from_where_the_file_says() -> None:
    book = book_of(["name", "bio"], ["Ada", date(2026, 3, 1)])
    book.epoch = CALENDAR_MAC_1904

    assert read_workbook(save(book)).rows[0].cells == ["Ada", "2026-03-01T00:00:00"]


def test_a_formula_is_worth_what_it_came_to() -> None:
    """B47: its value where the file holds one; text that only looks like a formula is text."""
    rows = row(1, text("A1", "name"), text("B1", "bio"))
    rows += row(2, text("A2", "Ada"), '<c r="B2"><f>1+1</f><v>2</v></c>')
    rows += row(3, text("A3", "Bela"), '<c r="B3" t="str"><f>A1</f><v>name</v></c>')
    rows += row(4, text("A4", "Chidi"), '<c r="B4" t="str"><f>IF(1,"")</f><v></v></c>')
    rows += row(5, text("A5", "Dina"), '<c r="B5"><f>1+1</f></c>')
    rows += row(6, text("A6", "Ede"), '<c r="B6" t="e"><f>A9/0</f><v>#DIV/0!</v></c>')
    rows += row(7, text("A7", "Femi"), '<c r="B7" t="e"><v>#REF!</v></c>')
    rows += row(8, text("A8", "Gita"), '<c r="B8"><f t="array" ref="B8:B9">A1:A2</f></c>')
    rows += row(9, text("A9", "=1+1"), '<c r="B9" t="s"><v>0</v></c>')
    book = make_book(rows, strings="<si><t>=HYPERLINK(1)</t></si>")

    table = read_workbook(book)

    assert [row.cells for row in table.rows] == [
        ["Ada", "2"],
        ["Bela", "name"],
        ["Chidi", ""],
        ["Dina", ""],
        ["Ede", ""],
        ["Femi", ""],
        ["Gita", ""],
        ["=1+1", "=HYPERLINK(1)"],
    ]
    assert {row.cells[0]: row.problems[1] for row in table.rows if row.problems} == {
        "Dina": "The cell holds the formula =1+1, not its value.",
        "Ede": "The cell holds the error #DIV/0!.",
        "Femi": "The cell holds the error #REF!.",
        "Gita": "The cell holds the formula =A1:A2, not its value.",
    }


def test_what_is_hidden_is_left_out_until_it_is_asked_for() -> None:
    """B48"""
    book = book_of(["name", "secret", "city"], ["Ada", "x", "Nairobi"], ["Bela", "y", "Nairobi"])
    sheet = book.active
    sheet.title = "People"
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[2].hidden = True
    book.create_sheet("Cover", 0).sheet_state = "hidden"
    book.create_sheet("Notes").append(["name"])
    data = save(book)

    table = read_workbook(data)

    assert table.headings == ["name", "city"]
    assert [(row.line, row.cells) for row in table.rows] == [(3, ["Bela", "Nairobi"])]
    assert table.remarks == [
        "Read from the sheet “People”.",
        "Not read: the sheets Cover, Notes.",
        "1 hidden row was left out; --include-hidden takes it in.",
        "1 hidden column was left out; --include-hidden takes it in.",
    ]

    whole = read_workbook(data, include_hidden=True)

    assert [row.cells for row in whole.rows] == [["Ada", "x", "Nairobi"], ["Bela", "y", "Nairobi"]]
    assert whole.remarks == table.remarks[:2]


def test_decorations_do_no_harm() -> None:
    """B48: merged cells, filters, comments, fonts."""
    book = book_of(
        ["name", "city"], ["Ada", "Nairobi"], ["Bela", None], ["", ""], ["Chidi", "Lagos"]
    )
    sheet = book.active
    sheet.merge_cells("B2:B3")
    sheet.auto_filter.ref = "A1:B5"
    sheet["A2"].comment = Comment("=cmd()", "someone")
    sheet["A2"].hyperlink = "https://evil.example"

    assert [(row.number, row.line, row.cells) for row in read_workbook(save(book)).rows] == [
        (1, 2, ["Ada", "Nairobi"]),
        (2, 3, ["Bela", ""]),
        (3, 5, ["Chidi", "Lagos"]),
    ]


def test_the_sheets_own_word_about_its_size_is_ignored() -> None:
    """B49: a reader that believed `<dimension ref="A1:A1"/>` would drop people silently."""
    rows = "".join(row(at, text(f"A{at}", f"p{at}"), text(f"B{at}", "x")) for at in range(1, 40))

    table = read_workbook(make_book(rows))

    assert len(table.rows) == 38
    assert table.rows[-1].cells == ["p39", "x"]


def test_an_error_beyond_the_headings_is_a_cell_too_many() -> None:
    rows = row(1, text("A1", "name"))
    rows += row(2, text("A2", "Ada"), '<c r="C2" t="e"><v>#N/A</v></c>')

    (ada,) = read_workbook(make_book(rows)).rows

    assert list(ada.problems) == [-1]
    assert "more cells than there are headings" in ada.problems[-1]


def test_nothing_outside_is_fetched() -> None:
    """B49: external links and pictures stay links."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)  # noqa: FBT003  its own interface
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.xlsx"
        book = book_of(["name", "bio"], ["Ada", f"='{address}'!A1"])
        book.active["A2"].hyperlink = address

        (ada,) = read_workbook(save(book)).rows

        assert ada.cells[0] == "Ada"
        assert 1 in ada.problems
        with pytest.raises(BlockingIOError):
            server.accept()
