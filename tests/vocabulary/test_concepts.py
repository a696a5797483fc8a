"""What a text may mean, and what may become of the letters typed so far."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest

from cop.kit.text import fold
from cop.vocabulary.concepts import Concept, Term, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cop.vocabulary.concepts import Suggestion

TOPICS = ("topic", "topic-group")


def keys(found: Iterable[Concept]) -> list[str]:
    return [concept.key for concept in found]


def suggested(suggestions: Iterable[Suggestion]) -> list[str]:
    return [one.concept.key for one in suggestions]


@pytest.mark.parametrize(
    "text",
    [
        *("Property tax", "PROPERTY  TAX", " property-tax ", "property tax."),
        *("impôt foncier", "impot foncier", "impuesto predial", "imposto predial"),
        *("ضريبة الأملاك", "ضريبة الاملاك", "ضريبه أملاك", "الضريبة العقارية"),
    ],
)
def test_a_topic_is_known_by_its_words_in_five_languages(vocabulary: Vocabulary, text: str) -> None:
    assert keys(vocabulary.find(text, "topic")) == ["property-tax"]


@pytest.mark.parametrize("text", ["property", "property tax reform", "tax property", "", " ", "…"])
def test_only_the_whole_text_counts(vocabulary: Vocabulary, text: str) -> None:
    assert vocabulary.find(text, "topic", "country") == ()


def test_an_ambiguous_acronym_keeps_all_its_meanings(vocabulary: Vocabulary) -> None:
    assert keys(vocabulary.find("IGR", "topic")) == [
        "intergovernmental-relations",
        "own-source-revenue",
    ]
    assert keys(vocabulary.find("Congo", "country")) == ["CD", "CG"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LoCAL", ["local-climate-finance", "local"]),
        ("local", ["local"]),
        ("LOCAL", ["local"]),
        ("Local", ["local"]),
    ],
)
def test_an_acronym_that_is_a_word_is_known_as_it_is_written_only(
    vocabulary: Vocabulary, text: str, found: list[str]
) -> None:
    assert keys(vocabulary.find(text, "topic", "level")) == found


def test_short_capitals_are_no_words(vocabulary: Vocabulary) -> None:
    assert keys(vocabulary.find("PFM", *TOPICS)) == ["subnational-pfm"]
    assert vocabulary.find("pfm", *TOPICS) == ()


@pytest.mark.parametrize(
    "text", ["Decentralization", "decentralisation", "DECENTRALISATION", "D&LG"]
)
def test_spellings_of_one_word_are_one(vocabulary: Vocabulary, text: str) -> None:
    assert keys(vocabulary.find(text, "topic")) == ["decentralization"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("KE", "KE"), ("ke", "KE"), ("KEN", "KE"), ("404", "KE"), ("Kenia", "KE")),
        *(("Kenyan", "KE"), ("Burma", "MM"), ("Swaziland", "SZ"), ("DRC", "CD")),
        *(("Côte d\u2019Ivoire", "CI"), ("cote d'ivoire", "CI"), ("Ivory Coast", "CI")),
        *(
            ("NA", "NA"),
            ("Namibie", "NA"),
            ("مصر", "EG"),
            ("UK", "GB"),
            ("Korea, Republic of", "KR"),
        ),
    ],
)
def test_a_country_is_known_by_codes_and_names(
    vocabulary: Vocabulary, text: str, code: str
) -> None:
    assert keys(vocabulary.find(text, "country")) == [code]


def test_meanings_come_in_the_order_of_the_schemes_asked_for(vocabulary: Vocabulary) -> None:
    both = vocabulary.find("WASH", "sector", "topic")

    assert [one.scheme for one in both] == ["sector", "topic"]
    assert [one.scheme for one in vocabulary.find("WASH", "topic", "sector")] == ["topic", "sector"]
    assert vocabulary.find("WASH") == ()


def test_every_label_finds_its_concept(vocabulary: Vocabulary) -> None:
    for scheme in ("topic", "topic-group", "sector", "country", "stakeholder", "discipline"):
        for concept in vocabulary.list(scheme):
            for label in concept.labels.values():
                assert concept in vocabulary.find(label, scheme), label
                assert concept in vocabulary.find(label.upper(), scheme), label


def test_what_begins_so_comes_before_what_holds_it_inside(vocabulary: Vocabulary) -> None:
    found = vocabulary.suggest("pro", "topic")

    begins = [fold(one.matched).startswith("pro") for one in found]
    assert begins == sorted(begins, reverse=True)
    assert suggested(found)[0] == "property-tax"
    assert "valuation-cadastre" in suggested(found)  # Property valuation and cadastre


def test_words_of_the_readers_language_come_first(vocabulary: Vocabulary) -> None:
    english = vocabulary.suggest("impo", "topic", language="en")
    french = vocabulary.suggest("impô", "topic", language="fr")

    assert "property-tax" in suggested(english)  # by a foreign word, where there is no own
    assert french[0].matched.startswith("Impô")
    assert french[0].matched == french[0].concept.label("fr")


def test_a_word_inside_a_label_can_be_begun(vocabulary: Vocabulary) -> None:
    assert "valuation-cadastre" in suggested(vocabulary.suggest("cadas", "topic"))
    assert "valuation-cadastre" in suggested(vocabulary.suggest("and cadas", "topic"))
    assert "valuation-cadastre" not in suggested(vocabulary.suggest("adastre", "topic"))


@pytest.mark.parametrize("typed", ["أملاك", "الأملاك", "املاك", "والأملاك"])
def test_arabic_is_completed_with_and_without_its_article(
    vocabulary: Vocabulary, typed: str
) -> None:
    assert "property-tax" in suggested(vocabulary.suggest(typed, "topic", language="ar"))


@pytest.mark.parametrize("typed", ["decentralis", "decentraliz", "décentralis", "DECENTRALIZ"])
def test_a_variant_is_completed_too(vocabulary: Vocabulary, typed: str) -> None:
    assert suggested(vocabulary.suggest(typed, "topic"))[0] == "decentralization"


def test_a_concept_is_suggested_once_and_the_list_is_short(vocabulary: Vocabulary) -> None:
    for typed in ("s", "l", "gov", "local", "ال"):
        found = suggested(vocabulary.suggest(typed, *TOPICS, limit=5))
        assert len(found) == len(set(found)) <= 5
    assert vocabulary.suggest("", "topic") == vocabulary.suggest(" … ", "topic") == []
    assert vocabulary.suggest("property") == []


@pytest.mark.parametrize("scheme", ["country", "topic"])
def test_no_letter_has_so_many_words_that_some_are_not_looked_at(
    vocabulary: Vocabulary, scheme: str
) -> None:
    alone = Vocabulary([*vocabulary.list(scheme), *vocabulary.list("variant")])

    for letter in string.ascii_lowercase + "امو":
        everything = suggested(alone.suggest(letter, scheme, limit=500))
        assert suggested(vocabulary.suggest(letter, scheme, limit=500)) == everything


def make(key: str, *words: str, retired: bool = False, **labels: str) -> Concept:
    return Concept("topic", key, "", 0, labels, tuple(map(Term, words)), {}, retired)


def test_ties_between_suggestions_end_with_the_key() -> None:
    small = Vocabulary([make("b", en="Land"), make("a", en="Land"), make("c", en="Lands")])

    assert suggested(small.suggest("lan", "topic")) == ["a", "b", "c"]


def test_a_retired_concept_keeps_its_label_and_is_offered_no_more() -> None:
    small = Vocabulary(
        [make("old", "ancient", en="Old thing", retired=True), make("new", en="New")]
    )

    assert small.label("topic", "old", "fr") == "Old thing"
    assert small.get("topic", "old") is not None
    assert keys(small.list("topic")) == ["new"]
    assert small.find("old thing", "topic") == small.find("ancient", "topic") == ()
    assert small.suggest("old", "topic") == []


def test_a_label_falls_back_to_english_then_to_the_key() -> None:
    small = Vocabulary([make("a", en="Land", fr="Terre"), make("b")])

    assert [small.label("topic", "a", code) for code in ("fr", "en", "pt")] == [
        "Terre",
        "Land",
        "Land",
    ]
    assert small.label("topic", "b", "fr") == "b"
    assert small.label("topic", "nothing", "fr") == "nothing"


def test_the_words_of_a_concept_leave_out_its_codes(vocabulary: Vocabulary) -> None:
    assert "kenya" in vocabulary.tokens("country", "KE")
    assert not {"ke", "ken", "404"} & vocabulary.tokens("country", "KE")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Property taxes", "property-tax"),
        ("eau potable", "wash"),
        ("Local climate actions", "local-climate-action"),
    ],
)
def test_a_plural_is_its_singular_and_the_other_way_round(
    vocabulary: Vocabulary, text: str, key: str
) -> None:
    assert [one.key for one in vocabulary.find(text, "topic")] == [key]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "I work on property tax, and property tax reform, in towns with clean water.",
            "property-tax",
        ),
        ("J'étudie l'impôt foncier depuis dix ans.", "property-tax"),
        ("Trabajo sobre el impuesto predial.", "property-tax"),
        ("Trabalho sobre o imposto predial.", "property-tax"),
        ("أعمل على ضريبة الأملاك في البلديات", "property-tax"),
        ("Fifteen years of WASH.", "wash"),
    ],
)
def test_a_text_speaks_of_topics_in_five_languages(
    vocabulary: Vocabulary, text: str, first: str
) -> None:
    found = vocabulary.find_within(text, "topic")

    assert found[0][0].key == first
    assert found == vocabulary.find_within(text, "topic")


def test_a_text_without_topics_speaks_of_none(vocabulary: Vocabulary) -> None:
    assert vocabulary.find_within("", "topic") == []
    assert vocabulary.find_within("I like to wash my car on local roads.", "topic") == []
    assert vocabulary.find_within("[" * 5000 + "\u0301" * 50, "topic") == []
