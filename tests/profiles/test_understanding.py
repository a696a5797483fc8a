"""What a question is understood as."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.lexicon import Lexicon, Reading
from profiles.understanding import leave_out, list_names, understand
from search.words import MOST_CHARACTERS

if TYPE_CHECKING:
    from cop.vocabulary.concepts import Vocabulary
    from profiles.understanding import Understanding


@pytest.fixture(scope="module")
def lexicon(vocabulary: Vocabulary) -> Lexicon:
    return vocabulary.derive(Lexicon)


def told(understood: Understanding) -> str:
    """Say it in a line: kind:key, keys by a stroke; free words in brackets."""
    return " ".join(
        f"{part.kind}:{'|'.join(part.keys)}" if part.is_term else f"{part.kind}({part.text})"
        for part in understood.parts
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("water finance kenya", "words(water) sector:public-finance country:KE"),
        ("experts fiscalité locale sénégal", "topic:local-revenue country:SN"),
        (
            "who knows property tax in Ghana and speaks French",
            "topic:property-tax country:GH language:fr",
        ),
        ("مياه كينيا", "words(مياه) country:KE"),
        ("ضريبة الأملاك بكينيا", "topic:property-tax country:KE"),
        ("Kenyan water specialists", "country:KE words(water)"),
        (
            "gender budgeting francophone west africa",
            "topic:gender-budgeting language:fr region:west-africa",
        ),
        ("South Asia", "region:south-asia"),  # a part of a region of ours, and a word for it
        ("Africa", "region:ssa"),
        ("Subnational public financial management", "topic:subnational-pfm"),  # and of its group
        ("direct facility funding", "topic:facility-financing"),
        ("mayors in Brazil", "topic:mayors-leadership|local-elected country:BR"),
        ("researchers", "stakeholder:think-tank"),
        ("dlg uganda", "topic:decentralization country:UG"),
        ("wash", "topic:wash|water-sanitation"),
        ("georgia", "country:GE"),
        ("Congo", "country:CD|CG"),
        ("Guinea", "country:GN|GQ|GW|PG"),
        ("Maria Silva", "name(Maria Silva)"),
        ("Maria Silva Kenya", "name(Maria Silva) country:KE"),
        ('"water finance"', 'exact("water finance")'),
        ('"Kenya" Ghana', 'exact("Kenya") country:GH'),
        (
            "quem conhece orçamento participativo em Moçambique",
            "topic:participatory-budgeting country:MZ",
        ),
        (
            "expertas en impuesto predial en el Perú que hablan inglés",
            "topic:property-tax country:PE language:en",
        ),
        ("property tax مصر", "topic:property-tax country:EG"),  # two languages in one question
        ("French", "country:FR|fr"),
        ("French speakers", "language:fr"),
        ("parle français et arabe", "language:fr language:ar"),
        (
            "Spanish mayors who speak English",
            "country:ES|es topic:mayors-leadership|local-elected language:en",
        ),
        ("decentralised", "words(decentralised)"),
        ("LoCAL", "topic:local-climate-finance"),
        ("local Kenya", "words(local) country:KE"),
        ("officials at the state level", "words(officials) level:regional-state"),
        ("led Kenya", "words(led) country:KE"),  # LED is a topic, and "led" a word
        ("KE UG", "country:KE country:UG"),
        ("ke in", "words(ke)"),
        ("usa", "country:US"),
        ("water Nairobi", "words(water) city(Nairobi)"),
        ("in Nakuru", "city(Nakuru)"),  # a small town needs the "in"
        ("David", "words(David)"),  # is one, too
        ("experts", "words(experts)"),
        ("", ""),
        ("?!…", ""),
    ],
)
def test_a_question_is_read_into_parts(lexicon: Lexicon, text: str, meant: str) -> None:
    assert told(understand(text, lexicon)) == meant


def test_each_part_says_where_it_stands(lexicon: Lexicon) -> None:
    text = "who knows property tax in Côte d'Ivoire?"

    parts = understand(text, lexicon).parts

    assert [text[part.start : part.end] for part in parts] == ["property tax", "Côte d'Ivoire"]
    assert [part.text for part in parts] == ["property tax", "Côte d'Ivoire"]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("georgia", ["US"]),  # the state
        ("Niger", ["NG"]),
        ("water", ["wash", "water-sanitation"]),
        ("local", ["local"]),
        ("Kenya", []),
        ("Maria Silva", []),
    ],
)
def test_what_words_may_mean_besides_is_offered(
    lexicon: Lexicon, text: str, offered: list[str]
) -> None:
    (part,) = understand(text, lexicon).parts

    assert [one.key for one in part.offered] == offered
    assert part.is_ambiguous == bool(offered)


def test_a_town_that_is_called_like_a_country_is_offered(lexicon: Lexicon) -> None:
    (part,) = understand("Granada", lexicon).parts  # Grenada in Spanish

    assert part.keys == ("GD",)
    assert [one.values for one in part.offered] == [("ES",)]


def test_an_institution_is_understood_where_it_is_known(lexicon: Lexicon) -> None:
    house = Reading("institution", "un-ke", "institution", ("un-ke",))
    names = dict(list_names("people of the University of Nairobi in Kenya", lexicon))

    (name,) = (name for name, written in names.items() if written == "University of Nairobi")
    text = "tax University of Nairobi Kenya"

    assert told(understand(text, lexicon, {name: house})) == (
        "words(tax) institution:un-ke country:KE"
    )
    assert told(understand(text, lexicon)) == "words(tax University) city(Nairobi) country:KE"


def test_a_stroke_keeps_words_apart(lexicon: Lexicon) -> None:
    assert told(understand("property | tax", lexicon)) == "words(property) words(tax)"


TEXTS = st.one_of(
    st.text(max_size=MOST_CHARACTERS + 50),
    st.text(
        alphabet="\"“”«»|'\u2019()[]*?~^:-+&_ \t\n\u200f\u0640\u0301\u0627\u0623وكل aK",
        max_size=220,
    ),
)


@settings(max_examples=500)
@given(text=TEXTS)
def test_no_text_is_too_much_and_each_has_one_meaning(lexicon: Lexicon, text: str) -> None:
    once = understand(text, lexicon)

    assert understand(text, lexicon) == once
    for part in once.parts:
        assert once.text[part.start : part.end] == part.text
        assert part.readings or part.words
    spans = [(part.start, part.end) for part in once.parts]
    assert spans == sorted(spans)


PIECES = [
    *("Kenya", "kenyan", "Congo", "French", "speaks", "and", "who knows", "in", "experts", "water"),
    *(
        "property tax",
        "tax",
        "property",
        "wash",
        "mayors",
        "Maria Silva",
        "West",
        "Africa",
        "local",
    ),
    *("level", '"water finance"', "finance", "Nairobi", "كينيا", "مياه", "fiscalité locale", "|"),
    *("francophone", "UG", "economics", "national", "Land", "value", "capture", ",", "l'eau"),
]


def test_without_a_part_a_question_means_the_rest(lexicon: Lexicon) -> None:
    dice = random.Random(4)
    for _ in range(400):
        whole = understand(" ".join(dice.choices(PIECES, k=dice.randint(1, 6))), lexicon)
        for part in whole.parts:
            text = leave_out(part, whole, lambda text: understand(text, lexicon))
            rest = [one for one in whole.parts if one is not part]
            left = understand(text, lexicon)

            assert [(one.kind, one.readings) for one in left.terms] == [
                (one.kind, one.readings) for one in rest if one.is_term
            ], (whole.text, part.text, text)
            if rest:  # of fillers alone all are words again
                wanted = {word for one in rest for word in one.words}
                assert {*left.words} == wanted, (whole.text, part.text, text)
