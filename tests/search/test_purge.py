"""What was removed from an index is in none of its files after a purge."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from search.embedded import EmbeddedEngine
from search.index import Query
from tests.search.shelves import BOOKS, ask, book, found

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    """Books in several segments, of which zorblax was removed from one."""
    engine = EmbeddedEngine(tmp_path)
    engine.replace(
        BOOKS,
        [book(f"{at}", f"tax number{at}", "prose", colour=["red"], name=f"{at}") for at in range(9)]
        + [book("gone", "zorblax", "Zorblax wrote of zorblaxes", colour=["zorblax"])],
    )
    for at in range(20, 24):
        engine.update(BOOKS, [book(f"{at}", "water", size=["big", "small"])], ())
    engine.update(BOOKS, [], ["gone"])
    return engine


def folder(tmp_path: Path) -> Path:
    (place,) = tmp_path.iterdir()
    return place


def segments(place: Path) -> list[dict[str, Any]]:
    return json.loads((place / "meta.json").read_text())["segments"]


def test_no_file_holds_a_word_or_a_segment_of_what_was_removed(
    engine: EmbeddedEngine, tmp_path: Path
) -> None:
    place = folder(tmp_path)
    assert any(b"zorblax" in path.read_bytes() for path in place.iterdir())

    engine.purge(BOOKS)

    assert not any(b"zorblax" in path.read_bytes().lower() for path in place.iterdir())
    assert [one["deletes"] for one in segments(place)] == [None]
    assert sum(one["max_doc"] for one in segments(place)) == 13
    (stem,) = [one["segment_id"].replace("-", "") for one in segments(place)]
    assert {path.stem for path in place.iterdir() if path.name[0] != "."} == {stem, "meta"}


def test_a_purge_changes_no_answer(engine: EmbeddedEngine) -> None:
    questions = [
        Query(words=words, count=BOOKS.facets, limit=50, order=order)
        for words in ((), ("tax",), ("watr",), ("number3",), ("prose",))
        for order in ("", "by_name")
    ]

    def answers() -> list[object]:
        """Scores count what was removed until it is purged; only the order is an answer."""
        results = [engine.search(BOOKS, one) for one in questions]
        return [(one.total, [hit.key for hit in one.hits], one.facets) for one in results]

    before = answers()
    engine.purge(BOOKS)
    engine.purge(BOOKS)

    assert answers() == before
    assert ask(engine, "tax").total == 9


def test_an_empty_index_is_purged_too(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.update(BOOKS, [book("gone", "zorblax")], ())
    engine.update(BOOKS, [], ["gone"])

    engine.purge(BOOKS)

    assert engine.is_empty(BOOKS)
    assert not any(b"zorblax" in path.read_bytes() for path in folder(tmp_path).iterdir())


def test_what_is_written_during_a_purge_is_kept(engine: EmbeddedEngine) -> None:
    writers = [
        threading.Thread(target=engine.update, args=(BOOKS, [book(f"new{at}", "land")], ()))
        for at in range(4)
    ]
    for writer in writers:
        writer.start()
    engine.purge(BOOKS)
    for writer in writers:
        writer.join()

    assert set(found(engine, "land")) == {f"new{at}" for at in range(4)}


def test_the_index_of_an_earlier_version_goes_with_a_purge(
    engine: EmbeddedEngine, tmp_path: Path
) -> None:
    place = folder(tmp_path)
    (tmp_path / "books-0123abcd").mkdir()
    (tmp_path / "books-0123abcd" / "x.term").write_bytes(b"zorblax")

    engine.purge(BOOKS)

    assert [*tmp_path.iterdir()] == [place]
