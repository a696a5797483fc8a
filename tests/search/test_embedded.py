"""The embedded engine alone: what it keeps on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.embedded import EmbeddedEngine
from tests.search.shelves import BOOKS, book, found

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
