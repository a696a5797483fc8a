"""The embedded engine alone: what it keeps on disk."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

import search.embedded
from search.embedded import EmbeddedEngine
from search.finding import MANY_HITS, Finder
from search.phrases import MANY_VALUES
from tests.search.shelves import BOOKS, ask, book, found

if TYPE_CHECKING:
    from pathlib import Path


def test_a_document_written_again_as_it_was_keeps_its_place_among_a_thousand(
    tmp_path: Path,
) -> None:
    engine = EmbeddedEngine(tmp_path / "index")
    engine.replace(BOOKS, [book(str(number), "tax") for number in range(1, 1_001)])

    engine.update(BOOKS, [book("1", "tax")], ())

    assert found(engine, "tax")[0] == "1"


def test_what_was_written_is_there_after_a_restart(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path / "index")
    engine.replace(BOOKS, [book(key, "tax") for key in "1234"])

    again = EmbeddedEngine(tmp_path / "index")

    assert not again.is_empty(BOOKS)
    assert again.keys(BOOKS) == engine.keys(BOOKS) == {"1", "2", "3", "4"}


def test_what_another_process_has_written_is_found_at_once_also_with_typos(tmp_path: Path) -> None:
    writing, reading = EmbeddedEngine(tmp_path), EmbeddedEngine(tmp_path)
    writing.replace(BOOKS, [book("1", "water")])
    assert found(reading, "water") == ["1"]

    writing.update(BOOKS, [book("2", "cadastre")], ["1"])

    assert found(reading, "cadastr") == found(reading, "cadaster") == ["2"]
    assert found(reading, "water") == []


def test_while_a_commit_is_read_all_others_are_answered_from_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, reading = EmbeddedEngine(tmp_path), EmbeddedEngine(tmp_path)
    writing.replace(BOOKS, [book("1", "water")])
    assert found(reading, "water") == ["1"]
    writing.update(BOOKS, [book("2", "cadastre")], ["1"])
    is_read, may_go_on = threading.Event(), threading.Event()

    def slow(*at: Any) -> Finder:
        is_read.set()
        may_go_on.wait()
        return Finder(*at)

    monkeypatch.setattr(search.embedded, "Finder", slow)
    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(found, reading, "cadastre")
        is_read.wait()
        meanwhile = found(reading, "water"), found(reading, "cadastre")
        may_go_on.set()

    assert meanwhile == (["1"], [])
    assert first.result() == found(reading, "cadastre") == ["2"]


@pytest.mark.parametrize("words", [1, MANY_VALUES, MANY_VALUES + 1])
def test_a_beginning_of_many_words_is_found_in_all_of_them(tmp_path: Path, words: int) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.replace(BOOKS, [book(str(at), f"ta{at:03d}") for at in range(words)])

    assert {*found(engine, "ta", limit=100)} == {str(at) for at in range(words)}
    assert found(engine, "ta000", limit=100)[0] == "0"


def test_what_many_hits_divide_into_is_counted_right(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    colours, sizes = ("red", "green", "xanthic"), ("small", "large")
    engine.replace(
        BOOKS,
        [
            book(str(at), "tax", colour=[colours[at % 3]], size=[sizes[at % 2]])
            for at in range(MANY_HITS + 4)
        ],
    )
    hits = MANY_HITS + 4

    facets = ask(engine, "tax", count=("colour", "size", "shade")).facets

    assert dict(facets["colour"]) == {
        one: len(range(at, hits, 3)) for at, one in enumerate(colours)
    }
    assert dict(facets["size"]) == {"small": hits // 2, "large": hits // 2}
    assert sum(count for _value, count in facets["shade"]) == hits
    assert [*facets] == ["colour", "size", "shade"]
