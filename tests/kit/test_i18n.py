"""Which language a request speaks, and what is said in it."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from cop.kit.i18n import (
    LANGUAGES,
    choose_language,
    current_language,
    direction,
    format_day,
    format_number,
    gettext,
    join_choices,
    join_words,
    language_name,
    ngettext,
    use_language,
)
from tests.messages import read

TRANSLATED = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("pt-BR", "pt"),
        ("ar-EG", "ar"),
        ("FR-fr", "fr"),
        ("es_MX", "es"),
        ("zh-Hans-CN, ar;q=0.8", "ar"),
        ("en;q=0.1, fr;q=0.9", "fr"),  # the weight counts, not the place
        ("de;q=1.0, es; q = 0.5, fr;Q=0.7", "fr"),
        ("fr;q=0, es;q=0.1", "es"),  # 0 is "not at all"
        ("fr;q=0", "en"),
        ("fr;q=nonsense", "fr"),
        ("*", "en"),
        ("", "en"),
        ("de, nl;q=0.5", "en"),
        (";;;,,,;q=", "en"),
        ("x" * 300 + ",fr", "en"),  # nobody wants to say that much
    ],
)
def test_the_best_of_what_a_browser_accepts(header: str, language: str) -> None:
    assert choose_language(accept=header) == language


def test_a_wish_goes_before_what_the_browser_says() -> None:
    assert choose_language("es", "pt", accept="fr") == "es"
    assert choose_language(None, "pt", accept="fr") == "pt"
    assert choose_language("xx", "", None, accept="fr") == "fr"
    assert choose_language("ES", accept="fr") == "fr"


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), max_size=3), st.text(max_size=300))
def test_whatever_is_asked_we_speak_the_answer(wishes: list[str], header: str) -> None:
    assert choose_language(*wishes, accept=header) in LANGUAGES


def test_a_language_is_spoken_inside_its_block_only() -> None:
    with use_language("fr"):
        assert gettext("Members") == "Membres"
        with use_language("xx"):
            assert current_language() == "en"
        assert current_language() == "fr"
    assert gettext("Members") == "Members"


def test_a_sentence_nobody_translated_stays_english() -> None:
    with use_language("ar"):
        assert gettext("Never written anywhere.") == "Never written anywhere."
        assert ngettext("%(num)s yak", "%(num)s yaks", 1) == "%(num)s yak"
        assert ngettext("%(num)s yak", "%(num)s yaks", 2) == "%(num)s yaks"


# The forms a language has, in the order of its catalogue.
FORMS = {
    "fr": ("one", "other"),
    "es": ("one", "other"),
    "pt": ("one", "other"),
    "ar": ("zero", "one", "two", "few", "other", "many"),
}


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_number_takes_the_form_that_grammar_says(language: str) -> None:
    plurals = [message for message in read(language) if isinstance(message.id, tuple)]
    grammar = Locale.parse(language).plural_form
    numbers = [*range(130), 200, 1_003, 1_011, 10_100]
    if language == "pt":
        numbers.remove(0)  # European and Brazilian grammars disagree: "0 membro(s)"

    assert len(plurals) > 5
    for message in plurals:
        for number in numbers:
            form = grammar(number) if grammar(number) in FORMS[language] else "other"
            with use_language(language):
                said = ngettext(*message.id, number)
            assert said == message.string[FORMS[language].index(form)], (message.id, number)


@pytest.mark.parametrize(
    ("language", "said", "chosen"),
    [
        ("en", "a, b, and c", "a, b, or c"),
        ("fr", "a, b et c", "a, b ou c"),
        ("es", "a, b y c", "a, b o c"),
        ("pt", "a, b e c", "a, b ou c"),
        ("ar", "a، b، c", "a أو b أو c"),
    ],
)
def test_words_are_joined_as_people_say_them(language: str, said: str, chosen: str) -> None:
    with use_language(language):
        assert join_words(["a", "b", "c"]) == said
        assert join_choices(["a", "b", "c"]) == chosen


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_word_needs_no_joining(language: str) -> None:
    with use_language(language):
        assert join_words(iter(["a"])) == join_choices(iter(["a"])) == "a"
        assert join_words([]) == join_choices([]) == ""


def test_numbers_and_days_are_written_as_people_write_them() -> None:
    day = date(2026, 11, 23)
    with use_language("en"):
        assert (format_number(12_345.5), format_day(day)) == ("12,345.5", "Nov 23, 2026")
    with use_language("fr"):
        assert (format_number(12_345.5), format_day(day)) == ("12\u202f345,5", "23 nov. 2026")
    with use_language("es"):
        assert format_number(12_345) == "12.345"


def test_only_arabic_runs_from_right_to_left() -> None:
    assert [language for language in LANGUAGES if direction(language) == "rtl"] == ["ar"]
    assert direction("en") == "ltr"


def test_languages_are_called_by_their_names() -> None:
    assert language_name("sw", "en") == "Swahili"
    assert language_name("sw", "fr") == "swahili"
    assert language_name("zzz", "en") == ""
