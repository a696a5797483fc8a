"""Meilisearch alone: whose indexes they are, how they are filled, what it makes of our words."""

from __future__ import annotations

import logging
from secrets import token_hex
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from cop.kit.errors import Unavailable
from search.index import Index, Text
from search.meilisearch import MeilisearchEngine
from search.sealed import LONGEST_SEALED, as_exact, from_exact, seal
from tests.search.meilisearch_server import MeilisearchServer
from tests.search.shelves import BOOKS, book, found
from tests.serving import PATIENT, free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.index import Document


@pytest.fixture(scope="module")
def house() -> Iterator[tuple[MeilisearchServer, str]]:
    """A server of ours, to be looked into."""
    server = MeilisearchServer("key")
    with running(server.app(), free_port()) as url:
        yield server, url


@pytest.fixture
def engine(house: tuple[MeilisearchServer, str]) -> MeilisearchEngine:
    house[0].fails.clear()
    return MeilisearchEngine(house[1], "key", token_hex(4), PATIENT)


def test_deployments_share_a_server_and_nothing_else(
    house: tuple[MeilisearchServer, str], engine: MeilisearchEngine
) -> None:
    other = MeilisearchEngine(house[1], "key", "https://other.example.org")
    engine.replace(BOOKS, [book("1", "tax")])
    other.replace(BOOKS, [book("2", "tax")])

    assert (found(engine, "tax"), found(other, "tax")) == (["1"], ["2"])
    assert (engine.keys(BOOKS), other.keys(BOOKS)) == ({"1"}, {"2"})


def test_another_key_opens_nothing(house: tuple[MeilisearchServer, str]) -> None:
    stranger = MeilisearchEngine(house[1], "another", "x")

    with pytest.raises(Unavailable):
        stranger.is_empty(BOOKS)
    with pytest.raises(Unavailable):
        found(stranger, "tax")


def test_the_key_is_in_no_error_and_no_log(
    house: tuple[MeilisearchServer, str], caplog: pytest.LogCaptureFixture
) -> None:
    stranger = MeilisearchEngine(house[1], "a-secret-key", "x")
    with caplog.at_level(logging.DEBUG), pytest.raises(Unavailable) as raised:
        stranger.replace(BOOKS, [book("1")])
    logging.getLogger("tests").error("this", exc_info=raised.value)

    assert "a-secret-key" not in caplog.text + repr(raised.value) + repr(raised.value.__cause__)


@pytest.mark.parametrize("kind", ["documentAdditionOrUpdate", "settingsUpdate"])
def test_a_task_that_fails_leaves_readers_what_they_had(
    house: tuple[MeilisearchServer, str], engine: MeilisearchEngine, kind: str
) -> None:
    engine.replace(BOOKS, [book("1", "tax")])
    before = {*house[0].indexes}
    house[0].fails.add(kind)

    with pytest.raises(Unavailable):
        engine.replace(BOOKS, [book("2", "tax")])

    assert found(engine, "tax") == ["1"]
    assert {*house[0].indexes} == before


def test_readers_see_the_old_content_until_the_new_one_is_whole(engine: MeilisearchEngine) -> None:
    engine.replace(BOOKS, [book("1", "tax")])
    seen: list[list[str]] = []

    def slowly() -> Iterator[Document]:
        for key in "234":
            seen.append(found(engine, "tax"))
            yield book(key, "tax")

    assert engine.replace(BOOKS, slowly()) == 3

    assert seen == [["1"]] * 3
    assert set(found(engine, "tax")) == {"2", "3", "4"}


def test_an_index_of_another_form_is_removed_when_the_new_one_is_filled(
    house: tuple[MeilisearchServer, str], engine: MeilisearchEngine
) -> None:
    others = {*house[0].indexes}
    before = Index(BOOKS.name, {"title": Text()}, BOOKS.facets, BOOKS.orders)
    engine.replace(before, [book("1", "tax")])
    (old,) = {*house[0].indexes} - others

    assert engine.is_empty(BOOKS)
    engine.replace(BOOKS, [book("1", "tax")])

    (new,) = {*house[0].indexes} - others
    assert new != old


def test_an_index_that_is_not_there_is_neither_searched_nor_begun(
    engine: MeilisearchEngine,
) -> None:
    assert engine.is_empty(BOOKS)
    with pytest.raises(Unavailable):
        found(engine, "tax")
    with pytest.raises(Unavailable):
        engine.update(BOOKS, [book("1", "tax")], ())

    assert engine.is_empty(BOOKS)


def test_many_documents_go_in_portions(
    engine: MeilisearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.meilisearch.PORTION_BYTES", 2_000)
    monkeypatch.setattr("search.meilisearch.KEYS", 7)
    keys = {f"{number}" for number in range(50)}

    assert engine.replace(BOOKS, [book(key, "tax") for key in keys]) == 50
    assert engine.keys(BOOKS) == keys
    engine.update(BOOKS, [], sorted(keys)[:20])

    assert engine.keys(BOOKS) == set(sorted(keys)[20:])


letters = st.characters(categories=("Ll", "Lo", "Nd", "Mn"))
words = st.text(letters, min_size=1, max_size=LONGEST_SEALED)


@given(one=words, other=words)
def test_sealed_words_are_as_far_from_each_other_as_they_were(one: str, other: str) -> None:
    assert OSA.distance(seal(one), seal(other)) == OSA.distance(one, other)
    assert seal(one).startswith(seal(other)) == one.startswith(other)
    assert len(seal(one).encode()) <= 250


@given(one=st.text(max_size=50), other=st.text(max_size=50))
def test_exact_values_come_back_and_keep_their_order(one: str, other: str) -> None:
    assert from_exact(as_exact(one)) == one
    assert (as_exact(one) < as_exact(other)) == (one < other)
    assert as_exact(one).isascii()
    assert as_exact(one).isalnum()
