"""What was typed, as words to look for; and whether a word answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.words import (
    LONGEST_WORD,
    MOST_CHARACTERS,
    MOST_WORDS,
    is_among,
    most_typos,
    read_words,
    typos_allowed,
)

letters = st.text("abé", min_size=1, max_size=12)


def distance(one: str, other: str) -> int:
    """The restricted Damerau-Levenshtein distance, from its definition."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            ways = [table[i - 1, j] + 1, table[i, j - 1] + 1]
            ways.append(table[i - 1, j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                ways.append(table[i - 2, j - 2] + 1)
            table[i, j] = min(ways)
    return table[len(one), len(other)]


@settings(deadline=None)
@given(asked=letters, word=letters)
def test_a_word_answers_when_it_begins_so_or_is_near(asked: str, word: str) -> None:
    near = bool(typos_allowed(asked)) and distance(asked, word) <= typos_allowed(asked)

    assert is_among(asked, [word]) == (word.startswith(asked) or near)


@settings(deadline=None)
@given(asked=letters, word=letters)
def test_an_unforgiving_text_answers_beginnings_only(asked: str, word: str) -> None:
    assert is_among(asked, [word], forgiving=False) == word.startswith(asked)


@pytest.mark.parametrize(("length", "typos"), [(1, 0), (3, 0), (4, 1), (7, 1), (8, 2), (40, 2)])
def test_longer_words_may_have_more_typos(length: int, typos: int) -> None:
    assert typos_allowed("x" * length) == typos


@given(word=letters)
def test_the_last_resort_forgives_at_least_as_much(word: str) -> None:
    assert typos_allowed(word) <= most_typos(word) <= typos_allowed(word) + 1
    assert is_among(word[1:] or word, [word], nearly=True) or len(word) <= 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Who works on the property tax?", ("works", "property", "tax")),
        ("l'eau et l'assainissement", ("eau", "assainissement")),
        ("la gestión de los impuestos", ("gestion", "impuestos")),
        ("o planejamento das cidades", ("planejamento", "cidades")),
        ("المياه على الحدود", ("مياه", "حدود")),
        ("التعليم إلى الصحة", ("تعليم", "صحه")),
        ("water & sanitation", ("water", "sanitation")),
        ("health + education", ("health", "education")),
    ],
)
def test_words_that_carry_nothing_are_not_looked_for(text: str, words: tuple[str, ...]) -> None:
    assert read_words(text) == words


@pytest.mark.parametrize("text", ["the", "de la", "عن"])
def test_words_that_carry_nothing_count_when_they_stand_alone(text: str) -> None:
    assert read_words(text) == tuple(text.split())


@pytest.mark.parametrize("text", ["", "   ", "?!…", "&", "+ + &&", "\u200b", "\ud800"])
def test_nothing_to_look_for_is_no_words(text: str) -> None:
    assert read_words(text) == ()


def test_signs_inside_an_acronym_stay() -> None:
    assert read_words("REDD+ and D&LG") == ("redd+", "d&lg")


def test_a_word_is_looked_for_once() -> None:
    assert read_words("Tax tax TAX táx") == ("tax",)


def test_a_query_has_limits() -> None:
    many = " ".join(f"w{number:02}" for number in range(60))

    assert len(read_words(many)) == MOST_WORDS
    assert read_words("x" * MOST_CHARACTERS) == ("x" * LONGEST_WORD,)
    assert read_words(" " * MOST_CHARACTERS + "tax") == ()
