"""What a question that was understood says to the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from profiles.lexicon import Lexicon
from profiles.question import Question, read_exactly, read_meaning, widen
from profiles.understanding import understand

if TYPE_CHECKING:
    from cop.vocabulary.concepts import Vocabulary
    from profiles.question import Asked


def read(vocabulary: Vocabulary, text: str, **filters: tuple[str, ...]) -> Asked:
    lexicon = vocabulary.derive(Lexicon)
    question = Question(text=text, filters=filters)
    return read_meaning(widen(question, vocabulary), understand(text, lexicon), vocabulary)


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("property tax, gender budgeting", [{"topic"}, {"topic"}]),  # one knows both
        ("researchers, professors", [{"stakeholder"}]),  # one is either
        ("researchers at the state level in Kenya", [{"stakeholder"}, {"level"}, {"country"}]),
        ("mayors", [{"topic", "stakeholder"}]),  # ambiguous: one of the two is enough
        ("French", [{"country", "language"}]),
        ("Kenya Uganda", [{"country"}]),
        ("Kenya, Africa", [{"country"}]),
        ("Kenya, Latin America", [{"country"}]),
        ("Maria Silva", []),
    ],
)
def test_what_one_has_once_is_asked_for_once(
    vocabulary: Vocabulary, text: str, facets: list[set[str]]
) -> None:
    assert [{*choice} for choice in read(vocabulary, text).query.must] == facets


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("wash Kenya", ("KE",)),
        ("Congo", ("CD", "CG")),
        ("Kenya, Africa", ("KE",)),
        ("Kenya, Latin America", ()),  # either: nobody asks for Kenya alone
        ("West Africa", ()),
        ("French", ()),  # perhaps they only speak it
        ("wash", ()),
    ],
)
def test_a_country_is_asked_for_when_nothing_else_would_do(
    vocabulary: Vocabulary, text: str, countries: tuple[str, ...]
) -> None:
    assert read(vocabulary, text).countries == countries


def test_a_question_elsewhere_is_the_same_but_for_the_country(vocabulary: Vocabulary) -> None:
    asked = read(vocabulary, "wash Kenya", country=("KE", "UG"), sector=("health",))

    assert asked.countries == ("KE",)
    assert asked.query.filters == {"country": ("KE", "UG"), "sector": ("health",)}
    assert asked.elsewhere.filters == {"sector": ("health",)}
    assert asked.elsewhere.must == asked.query.must[:-1]
    assert read_exactly(Question(filters={"country": ("KE",)})).countries == ("KE",)


def test_a_filter_for_a_group_is_one_for_all_in_it(vocabulary: Vocabulary) -> None:
    filters = read(vocabulary, "", topic=("local-revenue",), language=("fr",)).query.filters

    assert "property-tax" in filters["topic"]
    assert filters["language"] == ("fr",)
