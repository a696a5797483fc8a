"""B13: names that look alike, and letters of several scripts in one word."""

# ruff: noqa: RUF001  letters that look alike are what it is about

from __future__ import annotations

import pytest

from cop.kit.confusables import looks_like, mixes_scripts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Аnn", "Ann"),  # Cyrillic A
        ("Αda Оbі", "Ada Obi"),  # Greek, Cyrillic
        ("Ada 0bi", "Ada Obi"),
        ("Bela Rut0", "BELA RUTO"),
        ("rnike", "mike"),
        ("Ian", "lan"),
        ("A1i", "Ali"),
        ("ADA OBI", "Ada  Obi"),
        ("А\u200dda", "Ada"),
        ("Ａｄａ", "Ada"),
        ("ⱭԁɑObi", "AdaObi".replace("A", "Ɑ")),
    ],
)
def test_these_are_taken_for_each_other(one: str, other: str) -> None:
    assert looks_like(one, other)
    assert looks_like(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ada", "Ida"), ("José", "Jose"), ("Obi Ada", "Ada Obi"), ("Анна", "Anna"), ("王", "玉")],
)
def test_these_are_not(one: str, other: str) -> None:
    assert not looks_like(one, other)


@pytest.mark.parametrize("name", ["Аnn", "Ada Оbi", "Ada-Lοuise Obi", "Hаlima"])
def test_a_word_of_two_scripts_is_noticed(name: str) -> None:
    assert mixes_scripts(name)


@pytest.mark.parametrize(
    "name",
    ["Noa נועה", "O'Neil", "山田タロウ", "Жанна Smith-Жукова", "ʻAbd al-Raḥmān", "김 哲수", "Ａda",
     "İrem Işık", "علی\u200cرضا", "Nguyễn", "Ада", ""],
)  # fmt: skip
def test_real_names_in_several_scripts_are_not(name: str) -> None:
    assert not mixes_scripts(name)
