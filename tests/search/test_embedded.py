"""The embedded engine alone: what it keeps on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.embedded import EmbeddedEngine
from tests.search.shelves import BOOKS, book

if TYPE_CHECKING:
    from pathlib import Path


def test_what_was_written_is_there_after_a_restart(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path / "index")
    engine.replace(BOOKS, [book(key, "tax") for key in "1234"])

    again = EmbeddedEngine(tmp_path / "index")

    assert not again.is_empty(BOOKS)
    assert again.keys(BOOKS) == engine.keys(BOOKS) == {"1", "2", "3", "4"}
