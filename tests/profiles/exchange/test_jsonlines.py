"""JSON lines: one object a line, texts and lists of texts only. (B5, B23)"""

from __future__ import annotations

import json

import pytest

from profiles.exchange.jsonlines import read_json_lines
from profiles.exchange.table import FileRefused

NO_OBJECT = "This line is not a JSON object, or names a field twice."
NO_TEXT = "A text or a list of texts belongs here."


def refusal(data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        read_json_lines(data)
    return refused.value.message


def test_headings_are_all_names_that_occur() -> None:
    table = read_json_lines(
        b'{"name": "Ada", "expertise": ["tax", "wash"]}\n\n{"city": "Cairo", "name": "Dina"}\n'
    )

    assert table.headings == ["name", "expertise", "city"]
    assert [(row.number, row.line, row.cells) for row in table.rows] == [
        (1, 1, ["Ada", ["tax", "wash"], ""]),
        (2, 3, ["Dina", "", "Cairo"]),
    ]
    assert [row.problems for row in table.rows] == [{}, {}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_and_marks_are_those_of_any_editor(end: str, encoding: str) -> None:
    table = read_json_lines(f'{{"name":"José"}}{end}{{"name":"Zoë"}}{end}'.encode(encoding))

    assert [row.cells for row in table.rows] == [["José"], ["Zoë"]]


def test_a_line_separator_inside_a_text_ends_no_line() -> None:
    table = read_json_lines('{"name":"Ada\u2028Obi"}'.encode())

    assert [row.cells for row in table.rows] == [["Ada\u2028Obi"]]


@pytest.mark.parametrize(
    "value",
    ["7", "1e5", "true", "false", "{}", '{"a":"b"}', "[1]", '[["a"]]', '["a",null]', '[{"a":"b"}]'],
)
def test_what_is_no_text_is_refused_in_its_column(value: str) -> None:
    """B23"""
    table = read_json_lines(f'{{"name":{value},"city":"Nairobi"}}'.encode())

    assert table.rows[0].problems == {0: NO_TEXT}


@pytest.mark.parametrize("value", ["null", '""', "[]"])
def test_nothing_is_empty(value: str) -> None:
    table = read_json_lines(f'{{"name":{value},"city":"Nairobi"}}'.encode())

    assert (table.rows[0].cells, table.rows[0].problems) == (["", "Nairobi"], {})


@pytest.mark.parametrize(
    "line",
    [
        "Ada",
        "[]",
        '"Ada"',
        "7",
        '{"name":"Ada"',
        '{"name":"A","name":"B"}',
        '{"name":NaN}',
        '{"name":Infinity}',
        '{"name":' + "9" * 5_000 + "}",
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"name":"\t"}',
        "{'name':'Ada'}",
    ],
    ids=lambda line: line[:12],
)
def test_a_line_that_is_no_object_is_refused_alone(line: str) -> None:
    table = read_json_lines(f'{{"name":"Ada"}}\n{line}\n{{"name":"Bela"}}\n'.encode())

    assert [row.problems for row in table.rows] == [{}, {-1: NO_OBJECT}, {}]


def test_half_a_character_is_left_for_its_column_to_refuse() -> None:
    """B5"""
    table = read_json_lines(b'{"name":"Ada\\ud800","na\\udfffme2":"x"}')

    assert table.rows[0].cells[0] == "Ada\ud800"
    assert table.headings == ["name", "na?me2"]


@pytest.mark.parametrize("data", [b"", b"\n \n", b"{}\n{}\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refusal(data) == "The file is empty."


def test_a_file_without_any_object_is_refused() -> None:
    assert refusal(b"name\nAda\n") == NO_OBJECT


def test_a_file_that_is_too_long_is_refused() -> None:
    assert refusal(b'{"name":"x"}\n' * 20_001).startswith("The file has 20001 rows.")


def test_a_file_that_is_too_wide_is_refused_before_it_is_laid_out() -> None:
    """Every line with names of its own: headings times rows would never end."""
    wide = "\n".join(json.dumps({f"x{line}-{at}": "" for at in range(20)}) for line in range(5_000))

    assert refusal(wide.encode()) == "The file has 100000 columns; at most 100 can be read."
