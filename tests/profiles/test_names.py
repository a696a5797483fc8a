"""When two names are the same: of people and of institutions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.names import (
    KEY_LIMIT,
    guess_institution_kind,
    institution_key,
    name_key,
    same_person_name,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Univ. of Nairobi", "University of Nairobi"),
        ("UNIVERSITY OF NAIROBI", "The University of Nairobi"),
        ("Min. of Finance & Planning", "Ministry of Finance and Planning"),
        ("Min. of Finance", "Ministry for Finance"),
        ("Dept of Local Govt", "Department of Local Government"),
        ("Natl. Assoc. of Counties", "National Association of Counties"),
        ("Intl Org for Migration", "International Organisation for Migration"),
        ("World Health Organization", "World Health Organisation"),
        ("Universite de Yaounde", "Université de Yaoundé"),
        ("Ministère des Finances", "ministere de la finances"),
        ("Universidad de Chile", "UNIVERSIDAD DE CHILE"),
        ("وزارة المالية", "وزاره الماليه"),
        ("Städtetag", "Stadtetag"),
    ],
)
def test_spellings_of_one_institution_have_one_key(one: str, other: str) -> None:
    assert institution_key(one) == institution_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("University of Nairobi", "University of Mombasa"),
        ("Ministry of Finance", "Ministry of Health"),
        ("University of York", "New York University"),
        ("National Bank", "International Bank"),
        ("The And", "Of The"),
        ("नगर निगम", "नगर निगमा"),
    ],
)
def test_other_institutions_have_other_keys(one: str, other: str) -> None:
    assert institution_key(one) != institution_key(other)


def test_an_institution_of_little_words_only_still_has_a_key() -> None:
    assert institution_key("The And") == "the and"


@pytest.mark.parametrize("name", ["ﷺ" * 200, "min " * 50, "œ" * 200])
def test_a_key_fits_its_column_however_the_name_grows(name: str) -> None:
    """B12: one letter becomes eighteen."""
    assert 0 < len(name_key(name)) <= KEY_LIMIT
    assert 0 < len(institution_key(name)) <= KEY_LIMIT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Obi", "Obi, Ada"),
        ("ADA OBI", "ada obi"),
        ("José Ñáñez", "Jose Nanez"),
        ("A. Obi", "Ada Obi"),
        ("Ada B. Obi", "Ada Bola Obi"),
        ("Obi A", "Ada Obi"),
        ("Conor O'Brien", "Conor O\u2019Brien"),
        ("محمد أحمد", "محمد احمد"),
    ],
)
def test_one_person_is_recognised_by_name(one: str, other: str) -> None:
    assert same_person_name(one, other)
    assert same_person_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Obi", "Ida Obi"),
        ("Ada Obi", "Ada Bola Obi"),
        ("A. O.", "Ada Obi"),
        ("A. Li", "Ann Li"),
        ("B. Obi", "Ada Obi"),
        ("Ali Ali", "Ali A"),
        ("কামাল হোসেন", "কুমিল হোসেন"),
        ("欧阳 娜", "欧阳 娟"),
    ],
)
def test_other_people_are_told_apart(one: str, other: str) -> None:
    assert not same_person_name(one, other)
    assert not same_person_name(other, one)


@given(name=st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_name_is_always_its_own(name: str) -> None:
    assert same_person_name(name, name)


@given(words=st.permutations(["ada", "bola", "obi"]))
def test_the_order_of_names_does_not_matter(words: list[str]) -> None:
    assert name_key(", ".join(words)) == "ada bola obi"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Université de Yaoundé", "university"),
        ("وزارة المالية", "ministry"),
        ("Ayuntamiento de Cali", "municipality"),
        ("World Bank", "development-partner"),
        ("Acme", ""),
    ],
)
def test_a_name_often_tells_what_it_is(name: str, kind: str) -> None:
    assert guess_institution_kind(name) == kind
