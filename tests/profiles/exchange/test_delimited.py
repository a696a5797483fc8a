"""CSV and its relatives, as programs all over the world write them. (B39-B47)"""

from __future__ import annotations

import tracemalloc
from contextlib import suppress

import pytest

from profiles.exchange.cells import make_bare, make_harmless
from profiles.exchange.delimited import OFFERED, read_delimited
from profiles.exchange.table import MOST_COLUMNS, MOST_ROWS, FileRefused, Table

PEOPLE = "name,city\nJosé Ñáñez,Bogotá\nLi Łuk,東京\n"
READ = (["name", "city"], [["José Ñáñez", "Bogotá"], ["Li Łuk", "東京"]])


def content(table: Table) -> tuple[list[str], list[list[object]]]:
    return [*table.headings], [[*row.cells] for row in table.rows]


def refusal(data: bytes, encoding: str = "") -> str:
    with pytest.raises(FileRefused) as refused:
        read_delimited(data, encoding)
    return refused.value.message


@pytest.mark.parametrize(
    "data",
    [
        PEOPLE.encode(),
        PEOPLE.encode("utf-8-sig"),
        PEOPLE.encode("utf-16"),
        b"\xff\xfe" + PEOPLE.encode("utf-16-le"),
        b"\xfe\xff" + PEOPLE.encode("utf-16-be"),
        b"\xff\xfe\0\0" + PEOPLE.encode("utf-32-le"),
        b"\0\0\xfe\xff" + PEOPLE.encode("utf-32-be"),
    ],
    ids=["none", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"],
)
def test_the_mark_at_the_beginning_tells_the_encoding(data: bytes) -> None:
    """B39"""
    assert content(read_delimited(data)) == READ


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("windows-1252", "José Ñáñez"),
        ("iso-8859-15", "Žofie Œuvré"),
        ("koi8-r", "Иван Петров"),
        ("shift_jis", "山田太郎"),
        ("gb18030", "欧阳娜娜"),
    ],
)
def test_another_encoding_is_asked_for_with_a_sample_and_never_guessed(
    encoding: str, name: str
) -> None:
    """B39: Latin-1 would decode everything, mostly to nonsense."""
    data = f"name,city\n{name},X\n".encode(encoding)

    message = refusal(data)

    assert all(f"{offered}: “" in message for offered in OFFERED)
    assert name in message
    assert content(read_delimited(data, encoding))[1] == [[name, "X"]]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_asked_about(encoding: str) -> None:
    data = PEOPLE.encode(encoding)

    for unmarked in (data, "name,city\nAda,Nairobi\n".encode(encoding)):
        assert "--encoding utf-16-le (or utf-16-be)" in refusal(unmarked)
    assert content(read_delimited(data, encoding)) == READ


def test_an_encoding_that_is_said_may_still_be_wrong() -> None:
    assert refusal(b"name\n\xff\n", "utf-8") == "The file is not in utf-8: byte 5 does not fit."
    assert refusal(b"name\n", "klingon") == "There is no encoding “klingon”."
    assert content(read_delimited(PEOPLE.encode("utf-8-sig"), "utf-8")) == READ


def test_a_line_in_another_encoding_is_refused_alone() -> None:
    """B40"""
    data = "name,city\nJosé,Bogotá\nAda,Nairobi\n".encode() + "Müller,Köln\n".encode("latin-1")
    data += "Zoë,Liège\n".encode()

    table = read_delimited(data)

    assert [row.cells[0] for row in table.rows if not row.problems] == ["José", "Ada", "Zoë"]
    (broken,) = [row for row in table.rows if row.problems]
    reason = "This cell is not in UTF-8 like the others."
    assert (broken.line, broken.problems) == (4, {0: reason, 1: reason})


def test_what_is_ascii_reads_the_same_whatever_the_encoding_of_the_others() -> None:
    """B40: only the line that is not is refused, and which encodings it may be in is said."""
    data = b"name,city\nAda,Nairobi\n" + "Müller,Köln\n".encode("latin-1") + b"Bela,Lagos\n"

    table = read_delimited(data)

    assert [row.cells[0] for row in table.rows if not row.problems] == ["Ada", "Bela"]
    assert [row.line for row in table.rows if row.problems] == [3]
    assert "windows-1252: “" in table.remarks[-1]
    assert "Müller" in table.remarks[-1]
    assert content(read_delimited(data, "latin-1"))[1][1] == ["Müller", "Köln"]


@pytest.mark.parametrize(
    "data",
    [
        "name,ville\nMüller,Köln\nAndré,Liège\nAda,Nairobi\n".encode("latin-1"),
        "prénom,ville\nAda,Nairobi\nBela,Lagos\n".encode("latin-1"),
    ],
    ids=["most rows", "the headings"],
)
def test_a_file_that_is_mostly_in_another_encoding_is_refused_whole(data: bytes) -> None:
    assert "windows-1252: “" in refusal(data)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_headings_tell_the_separator(separator: str) -> None:
    """B41"""
    text = f'name{separator}bio\nAda{separator}"1,5 ; 2|3\t4"\n'

    table = read_delimited(text.encode())

    assert content(table) == (["name", "bio"], [["Ada", "1,5 ; 2|3\t4"]])
    shown = "TAB" if separator == "\t" else separator
    assert table.remarks == [f"Cells are separated by “{shown}”."]


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", "sep=;\r"])
def test_the_first_line_may_name_the_separator(first: str) -> None:
    table = read_delimited(f"{first}\nname,x;city\nAda;Nairobi\n".encode())

    assert content(table) == (["name,x", "city"], [["Ada", "Nairobi"]])
    assert table.rows[0].line == 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_all_line_ends_are_line_ends(end: str) -> None:
    """B42"""
    text = f'name,bio{end}Ada,"one{end}two"{end}{end}Bela,three{end}'

    table = read_delimited(text.encode())

    assert content(table) == (["name", "bio"], [["Ada", "one\ntwo"], ["Bela", "three"]])
    assert [row.line for row in table.rows] == [2, 5]


def test_an_unclosed_quote_is_refused_with_its_line() -> None:
    """B43"""
    data = (
        b"name,city\n" + b"Ada,Nairobi\n" * 1_000 + b'"Bela,Nairobi\n' + b"Chidi,Lagos\n" * 400_000
    )

    assert refusal(data).startswith("Line 1002: a quotation mark is not closed")


def test_an_endless_cell_is_refused_with_its_line() -> None:
    message = refusal(b"name,bio\nAda,ok\nBela," + b"x" * 131_073 + b"\n")

    assert message.startswith("Line 3:")
    assert "131072 characters" in message


def test_rows_may_be_ragged_or_empty() -> None:
    """B46"""
    table = read_delimited(
        b"\n\nname,city,\n\nAda\n , \nBela,Lagos,,,\nChidi,Lagos,x\nDina,Cairo,,y\n"
    )

    assert content(table)[0] == ["name", "city"]
    assert [(row.number, row.line, [*row.cells]) for row in table.rows] == [
        (1, 5, ["Ada"]),
        (2, 7, ["Bela", "Lagos"]),
        (3, 8, ["Chidi", "Lagos"]),
        (4, 9, ["Dina", "Cairo"]),
    ]
    reason = "The row has more cells than there are headings; is a separator or quote amiss?"
    assert [row.problems for row in table.rows] == [{}, {}, {-1: reason}, {-1: reason}]


@pytest.mark.parametrize("data", [b"", b"\n\n", b" , , \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refusal(data) == "The file is empty."


def test_a_file_that_is_too_wide_is_refused() -> None:
    row = ",".join(f"x{at}" for at in range(MOST_COLUMNS))

    assert len(read_delimited(row.encode()).headings) == MOST_COLUMNS
    assert refusal(f"{row},y".encode()) == "The file has 101 columns; at most 100 can be read."
    assert "16384 columns" in refusal(b"x," * 16_383 + b"x\n")


def test_a_file_that_is_too_long_is_refused_and_says_how_to_split_it() -> None:
    """B44"""
    assert len(read_delimited(b"name\n" + b"Ada\n" * MOST_ROWS).rows) == MOST_ROWS
    assert refusal(b"name\n" + b"Ada\n" * (MOST_ROWS + 1)) == (
        "The file has 20001 rows. Split it into files of at most 20000 rows."
    )


@pytest.mark.parametrize("line", [b"a\n", b",\n"], ids=repr)
def test_a_file_of_short_lines_does_not_fill_the_memory(line: bytes) -> None:
    data = b"name\n" + line * (240_000 // len(line))
    tracemalloc.start()
    with suppress(FileRefused):
        read_delimited(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 12_000_000


FORMULAS = [
    "=1+1",
    '=HYPERLINK("https://evil.example","x")',
    "+49 30 1234",
    "-",
    "- a list",
    "@SUM(A1)",
    "\t=1",
    "\uff1d1+1",
    "\uff0b1",
    "'quoted'",
    "''",
    "  =1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_written_as_text(text: str) -> None:
    """B47"""
    assert make_harmless(text) == f"'{text}"
    assert make_bare(make_harmless(text)) == text


@pytest.mark.parametrize("text", ["Ada", "", "1-1", "a=b", "x@y.org", "é", "(1)"])
def test_other_text_is_written_as_it_is(text: str) -> None:
    assert make_harmless(text) == text
    assert make_bare(text) == text


def test_a_formula_in_a_text_file_is_only_text() -> None:
    table = read_delimited(b'name,city\n=1+1,"=HYPERLINK(""x"")"\n+49,\'s-Hertogenbosch\n')

    assert content(table)[1] == [["=1+1", '=HYPERLINK("x")'], ["+49", "'s-Hertogenbosch"]]
