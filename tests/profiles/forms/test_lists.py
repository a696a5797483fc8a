"""Lists as people type them: separators, quotes, commas inside labels, levels."""

# ruff: noqa: RUF001  Arabic is Arabic

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.exchange.row import join_values
from profiles.forms.lists import split_list, without_level

KNOWN = {"monitoring, evaluation", "water, sanitation, hygiene"}


def split(text: str) -> list[str]:
    return split_list(text, lambda label: label.casefold() in KNOWN)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a; b;c", ["a", "b", "c"]),
        ("a | b|c", ["a", "b", "c"]),
        ("a\nb\r\nc\u2028d", ["a", "b", "c", "d"]),
        ("a, b,c", ["a", "b", "c"]),
        ("ا، ب،ج", ["ا", "ب", "ج"]),
        ("甲、乙", ["甲", "乙"]),
        ("a / b", ["a", "b"]),
        ("a/b, c", ["a/b", "c"]),
        ("a, b; c", ["a, b", "c"]),
        ("a / b; c", ["a / b", "c"]),
        ("a, b / c", ["a, b", "c"]),
        (";; a ;;", ["a"]),
        ("  one   two ;x ", ["one two", "x"]),
        ("", []),
    ],
)
def test_the_strongest_separator_separates(text: str, values: list[str]) -> None:
    assert split(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('"a, b"; c', ["a, b", "c"]),
        ('"a; b"', ["a; b"]),
        ('"a;b";"c|d"', ["a;b", "c|d"]),
        ('"a / b"', ["a / b"]),
        ('"say ""hi"""; c', ['say "hi"', "c"]),
        ('"a, b" (3), c', ["a, b (3)", "c"]),
        ('5" pipes; 6" pipes', ['5" pipes', '6" pipes']),
        ('the "best" way; x', ['the "best" way', "x"]),
        ('"never closed; b', ['"never closed', "b"]),
        ('""', []),
    ],
)
def test_quotes_hold_a_value_together(text: str, values: list[str]) -> None:
    assert split(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Monitoring, evaluation", ["Monitoring, evaluation"]),
        ("tax,Monitoring,evaluation , roads", ["tax", "Monitoring, evaluation", "roads"]),
        ("Monitoring, evaluation (3), tax", ["Monitoring, evaluation (3)", "tax"]),
        ("water, sanitation, hygiene, tax", ["water, sanitation, hygiene", "tax"]),
        ("water, sanitation, tax", ["water", "sanitation", "tax"]),
        ("evaluation, monitoring", ["evaluation", "monitoring"]),
    ],
)
def test_a_known_label_keeps_its_commas(text: str, values: list[str]) -> None:
    assert split(text) == values


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("Property tax (3)", ("Property tax", 3)),
        ("property-tax:1", ("property-tax", 1)),
        ("Property tax = 2", ("Property tax", 2)),
        ("Property tax", ("Property tax", 2)),
        ("Property tax (4)", ("Property tax (4)", 2)),
        ("SDG 3", ("SDG 3", 2)),
        ("Phase (2):3", ("Phase (2)", 3)),
        (":3", (":3", 2)),
    ],
)
def test_a_topic_may_say_how_well_it_is_known(value: str, read: tuple[str, int]) -> None:
    assert without_level(value) == read


@given(
    values=st.lists(
        st.text(st.sampled_from("ab;|,،、/\" '(:=3"), min_size=1, max_size=12).map(
            lambda text: " ".join(text.split())
        )
    )
)
def test_a_joined_list_is_cut_where_it_was_joined(values: list[str]) -> None:
    """B55: whatever the values hold."""
    kept = [value for value in values if value]

    assert split(join_values(kept)) == kept


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 130_000 + "b",
        "\n" * 130_000 + "x",
        " \n" * 65_000 + "x",
        '"' * 130_000,
        '";' * 65_000,
        ';"a' * 43_000,
        "a," * 65_000,
        "a" + "(" * 130_000,
        "/ " * 65_000,
        "\0" * 130_000,
    ],
    ids=lambda text: repr(text[:4]),
)
def test_a_cell_full_of_signs_is_cut_without_running_away(text: str) -> None:
    for value in split(text):
        without_level(value)
