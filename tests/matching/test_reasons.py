"""What is said of a suggestion: two sentences at most, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.kit.i18n import LANGUAGES, use_language
from cop.kit.web import make_environment
from cop.pages import make_page_context
from matching.reasons import tell
from matching.scores import BOUNDS, Reason
from tests.matching.test_suggestions import LAND, TAX, gather, somebody, suggest
from tests.people import settle

if TYPE_CHECKING:
    from cop.running import Service
    from cop.vocabulary.concepts import Vocabulary

BOTH = Reason("topic", 0.4, (LAND, TAX))
GHANA = Reason("country", 0.015, ("GH",))
SWAHILI = Reason("language", 0.02, ("sw",))
UNLIKE = {
    "stakeholder": Reason("stakeholder", 0.02, ("academia",), ("local-official",)),
    "level": Reason("level", 0.01, ("national",), ("local",)),
    "discipline": Reason("discipline", 0.01, ("economics",), ("law",)),
}


def written(vocabulary: Vocabulary, *reasons: Reason, together: int = 0) -> list[str]:
    return [sentence.write(vocabulary) for sentence in tell(reasons, together)]


def test_first_the_topics_then_what_weighs_most_of_all_else(vocabulary: Vocabulary) -> None:
    assert written(vocabulary, GHANA, SWAHILI, BOTH, together=4) == [
        "Both: Property valuation and cadastre and Property tax; rare together: 4 people.",
        "Both work in Swahili.",
    ]
    assert written(vocabulary, GHANA, BOTH)[1] == "Both work on Ghana."


def test_learning_comes_first_where_it_counts_more_than_topics(vocabulary: Vocabulary) -> None:
    teaches, little = Reason("teaches", 0.04, (LAND,)), Reason("topic", 0.01, (TAX,))

    assert written(vocabulary, little, teaches) == [
        "Knows what you want to learn: Property valuation and cadastre.",
        "Both: Property tax.",
    ]
    assert written(vocabulary, BOTH, teaches, GHANA)[1].startswith("Knows what you want to learn")
    assert written(vocabulary, Reason("learns", 0.02, (TAX,)), SWAHILI)[0] == (
        "Wants to learn what you know: Property tax."
    )


def test_one_topic_is_rare_alone_and_three_are_named_at_most(vocabulary: Vocabulary) -> None:
    (alone,) = written(vocabulary, Reason("topic", 0.4, (TAX,)), together=5)
    (many,) = tell([Reason("topic", 0.4, ("a", "b", "c", "d"))])

    assert alone == "Both: Property tax, which only 5 people know."
    assert many.words == ("a", "b", "c")


def test_nothing_is_said_without_a_reason() -> None:
    assert tell([]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_can_be_told_in_every_language(vocabulary: Vocabulary, language: str) -> None:
    reasons = [
        UNLIKE.get(kind) or Reason(kind, bound, ("GH",) if kind == "country" else (TAX,))
        for kind, bound in BOUNDS.items()
    ]
    with use_language(language):
        told = {
            reason.kind: " ".join(written(vocabulary, reason, together=together))
            for reason in reasons
            for together in (0, 2)
        }

    assert len({*told.values()}) == len(BOUNDS)
    assert all(text and "%" not in text for text in told.values())


async def test_a_page_shows_the_words_as_links_and_what_is_said_behind(service: Service) -> None:
    await settle(service)
    await gather(service, [somebody(f"Other{at}", "wash") for at in range(100)])
    bela, *_others = await suggest(service, "ada")
    context = make_page_context(service.vocabulary, service.settings, service.engine)
    text = "{% import 'macros.html' as m with context %}{{ m.reasons(one, 'Not yet connected.') }}"

    shown = (
        make_environment()
        .from_string(text)
        .render(**context, one=bela, path=lambda name: f"/{name}")
    )

    assert f'<a href="/directory?topic={LAND}">Property valuation and cadastre</a>' in shown
    assert '<a href="/directory?language=en">English</a>. Not yet connected.' in shown
    assert "; rare together: 2 people. Both work in" in shown
    assert "&lt;" not in shown
