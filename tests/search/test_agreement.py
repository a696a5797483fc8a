"""Both engines are asked the same over the same documents, by chance and by malice."""

from __future__ import annotations

from itertools import islice
from secrets import token_hex
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.embedded import EmbeddedEngine
from search.index import Query
from search.meilisearch import MeilisearchEngine
from search.words import read_words
from tests.search.hostile import hostile_texts
from tests.search.shelves import BOOKS, book
from tests.serving import PATIENT

if TYPE_CHECKING:
    from search.engine import Engine
    from search.index import Document, Results


@pytest.fixture(scope="module")
def engines(
    tmp_path_factory: pytest.TempPathFactory, meilisearch: tuple[str, str]
) -> tuple[Engine, Engine]:
    return (
        EmbeddedEngine(tmp_path_factory.mktemp("index")),
        MeilisearchEngine(*meilisearch, token_hex(4), PATIENT),
    )


def told(results: Results, *, ordered: bool) -> object:
    """What two engines must say alike: all but the scores, and the order where it is by score."""
    keys = [hit.key for hit in results.hits]
    return results.total, keys if ordered else sorted(keys), results.facets


def assert_agreement(engines: tuple[Engine, Engine], query: Query) -> None:
    ordered = bool(query.order) or not query.words
    one, other = (told(engine.search(BOOKS, query), ordered=ordered) for engine in engines)
    assert one == other, query


# Words that are near each other, that begin each other, and of every way to be cut.
WORDS = (
    "tax taxe taxes taxation taxatoin taxations atxation txation land lands landscape highland "
    "water waterworks works d&lg redd+ a_b 2024 20245 straße économie ὕδωρ вода водоканал "
    "مياه المياه والمياه ميزانية 财政分权 分权 การกระจาย 한국어 한국인 विकेन्द्रीकरण ትምህርት"
).split()
words = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
documents = st.lists(
    st.tuples(words, words, st.sets(st.sampled_from(["red", "Red", "1e5", "10"]))), max_size=12
).map(
    lambda rows: [
        book(str(at), title, body, colour=sorted(colours), name=f"{title} {at}")
        for at, (title, body, colours) in enumerate(rows)
    ]
)
questions = st.builds(
    lambda text, filters, without, order: Query(
        words=read_words(text),
        filters={"colour": filters},
        without=without,
        count=("colour", "size", "shade"),
        order=order,
        prefer={"colour": ("red",)},
    ),
    words,
    st.lists(st.sampled_from(["red", "RED", "1e5", "100000", 'x"] OR id IN ["']), max_size=2),
    st.lists(st.sampled_from("0123"), max_size=2),
    st.sampled_from(["", "by_name"]),
)


@settings(max_examples=40)
@given(kept=documents, asked=st.lists(questions, min_size=1, max_size=12))
def test_both_engines_find_and_count_the_same(
    engines: tuple[Engine, Engine], kept: list[Document], asked: list[Query]
) -> None:
    for engine in engines:
        engine.replace(BOOKS, kept)

    for query in asked:
        assert_agreement(engines, query)


def test_hostile_texts_are_asked_and_kept_alike(engines: tuple[Engine, Engine]) -> None:
    texts = [*islice(hostile_texts(), 7, 207)]  # after those that are only long
    kept = [
        book(f"{9000 + at}", text, text[::-1], colour=[text[:50]])
        for at, text in enumerate(texts[:100])
    ]
    for engine in engines:
        engine.replace(BOOKS, kept)

    for text in texts:
        filters = {"colour": [text[:50], text[:300], "x" * 300]} if len(text) % 2 else {}
        assert_agreement(
            engines, Query(words=read_words(text), filters=filters, count=("colour",), limit=500)
        )
