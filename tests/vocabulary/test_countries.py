"""Countries as people write them: codes, old names, names in five languages. (B56-B63)"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.kit.errors import Invalid
from cop.vocabulary.geography import find_city, get_city
from profiles.forms.member import read_member_form

if TYPE_CHECKING:
    from cop.vocabulary.concepts import Vocabulary


@pytest.fixture
def country(vocabulary: Vocabulary):
    """Read the country of a row."""

    def read(text: str) -> str | None:
        return read_member_form({"name": "Ada Obi", "country": text}, vocabulary).country

    return read


@pytest.fixture
def meanings(vocabulary: Vocabulary):
    """Say which countries a word may mean."""

    def find(text: str) -> set[str]:
        return {concept.key for concept in vocabulary.find(text, "country")}

    return find


@pytest.mark.parametrize("text", ["XK", "xk", "XKX", "XKK", "KV", "Kosovo", "Kosova", "كوسوفو"])
def test_kosovo_has_a_code_of_its_own(country, text: str) -> None:
    """B56"""
    assert country(text) == "XK"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Taiwan", "TW"),
        ("Chinese Taipei", "TW"),
        ("Palestine", "PS"),
        ("State of Palestine", "PS"),
        ("Western Sahara", "EH"),
        ("Hong Kong", "HK"),
        ("Macao", "MO"),
        ("Macau", "MO"),
    ],
)
def test_disputed_places_are_what_their_people_call_them(country, text: str, code: str) -> None:
    """B57"""
    assert country(text) == code


@pytest.mark.parametrize(
    ("old", "code"),
    [
        ("Swaziland", "SZ"),
        ("Eswatini", "SZ"),
        ("Macedonia", "MK"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("turkiye", "TR"),
        ("Czech Republic", "CZ"),
        ("Czechia", "CZ"),
        ("Cape Verde", "CV"),
        ("Cabo Verde", "CV"),
        ("Burma", "MM"),
        ("Ivory Coast", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("Côte d\u2019Ivoire", "CI"),
        ("Zaire", "CD"),
        ("TP", "TL"),
        ("ZR", "CD"),
        ("BU", "MM"),
        ("DD", "DE"),
    ],
)
def test_old_names_and_codes_lead_to_todays_country(country, old: str, code: str) -> None:
    """B58"""
    assert country(old) == code


@pytest.mark.parametrize(
    ("code", "successors"),
    [
        ("AN", {"BQ", "CW", "SX"}),
        ("CS", {"CZ", "SK", "RS", "ME"}),
        ("YU", {"BA", "HR", "ME", "MK", "RS", "SI", "XK"}),
        (
            "SU",
            set("AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ".split()),
        ),
    ],
)
def test_a_country_that_split_is_asked_about(
    country, meanings, code: str, successors: set[str]
) -> None:
    assert meanings(code) == successors
    with pytest.raises(Invalid, match="Write which"):
        country(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UK", "GB"),
        ("England", "GB"),
        ("Scotland", "GB"),
        ("Wales", "GB"),
        ("Northern Ireland", "GB"),
        ("EL", "GR"),
        ("DRC", "CD"),
        ("South Korea", "KR"),
        ("Equatorial Guinea", "GQ"),
        ("Guinea-Bissau", "GW"),
        ("Georgia", "GE"),
        ("Jersey", "JE"),
        ("USA", "US"),
        ("UAE", "AE"),
    ],
)
def test_usual_short_forms_are_understood(country, text: str, code: str) -> None:
    """B59"""
    assert country(text) == code


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Congo", {"CD", "CG"}),
        ("Korea", {"KP", "KR"}),
        ("Guinea", {"GN", "GQ", "GW", "PG"}),
    ],
)
def test_a_country_with_two_meanings_is_refused_with_the_choices(
    country, meanings, vocabulary: Vocabulary, text: str, choices: set[str]
) -> None:
    assert meanings(text) == choices
    with pytest.raises(Invalid) as refused:
        country(text)

    for code in choices:
        assert vocabulary.label("country", code, "en") in refused.value.fields["country"]


def test_every_country_is_found_by_its_names_and_codes(meanings, vocabulary: Vocabulary) -> None:
    """B60, B63: in five languages, with accents and without, in any case."""
    for concept in vocabulary.list("country"):
        codes = [term.text for term in concept.terms if term.kind == "code"]
        for word in (concept.key, *concept.labels.values(), *codes):
            for text in (word, word.upper(), word.lower(), f"  {word} "):
                assert concept.key in meanings(text), text


@pytest.mark.parametrize("text", ["DE", "de", "De", "DEU", "deu", "276", " Germany ", "ALLEMAGNE"])
def test_codes_may_be_of_any_length_and_case(country, text: str) -> None:
    """B63"""
    assert country(text) == "DE"


@pytest.mark.parametrize("text", ["", "-", "N/A", "n/a", "none", "unknown"])
def test_no_country_is_an_answer(country, text: str) -> None:
    """B60: stateless, in exile, or not saying."""
    assert country(text) is None


def test_namibia_is_not_nothing(country) -> None:
    assert country("NA") == "NA"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Kenyaa", "Kenya"),
        ("Nigerria", "Nigeria"),
        ("Allemange", "Germany"),
        ("Bostwana", "Botswana"),
    ],
)
def test_a_typing_error_is_a_question_never_a_guess(country, text: str, near: str) -> None:
    with pytest.raises(Invalid, match=f"Did you mean {near}"):
        country(text)


@pytest.mark.parametrize("text", ["Earth", "EU", "Africa", "x" * 200, "🇰🇪 Kenya and friends"])
def test_what_is_no_country_is_refused(country, text: str) -> None:
    with pytest.raises(Invalid, match="We do not know the country"):
        country(text)


@pytest.mark.parametrize(
    "text", ["Kenya; Uganda", "Kenya, Uganda", "KE/UG", "Kenya and Uganda", "Kenya | Uganda"]
)
def test_a_person_has_one_country(country, text: str) -> None:
    with pytest.raises(Invalid, match="Give one country"):
        country(text)


def test_a_city_is_looked_for_in_its_country_only() -> None:
    nairobi = find_city("NAIROBI", "KE")

    assert nairobi == get_city(184745)
    assert find_city("Nairobi", "UG") is None
    assert find_city("Nairobi", "") is None
    assert find_city("", "KE") is None


@pytest.mark.parametrize("name", ["القاهرة", "Le Caire", "El Cairo", "cairo"])
def test_a_city_has_names_in_many_languages(name: str) -> None:
    assert find_city(name, "EG") == get_city(360630)
