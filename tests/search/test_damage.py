"""What the embedded engine makes of damaged files, a full disk and hostile questions."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from cop.kit.errors import Unavailable
from search.embedded import EmbeddedEngine
from search.words import read_words
from tests.search.hostile import hostile_texts
from tests.search.shelves import BOOKS, ask, book, found

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from search.index import Document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an index of 30 books in two segments, with some removed."""
    engine = EmbeddedEngine(tmp_path / "index")
    engine.replace(
        BOOKS, [book(f"{at}", "property tax", f"word{at}", colour=["red"]) for at in range(30)]
    )
    engine.update(BOOKS, [book("30", "water")], ["5", "6"])
    del engine
    (folder,) = (tmp_path / "index").iterdir()
    return folder


def segment_file(folder: Path, ending: str) -> Path:
    return max(folder.glob(f"*.{ending}"), key=lambda path: (path.stat().st_size, path.name))


def cut(path: Path, keep: float) -> None:
    path.write_bytes(path.read_bytes()[: int(keep * path.stat().st_size)])


def flip(path: Path, at: float) -> None:
    """Turn the bits of one byte, from the beginning (0) to the end (1) of the file."""
    content = bytearray(path.read_bytes())
    content[int(at * (len(content) - 1))] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("keep", [0, 0.5])
def test_what_is_damaged_under_an_open_index_takes_nothing_from_anybody(
    folder: Path, keep: float
) -> None:
    engine = EmbeddedEngine(folder.parent)
    assert found(engine, "water") == ["30"]

    cut(folder / "meta.json", keep)

    assert found(engine, "water") == ["30"]


DAMAGES: dict[str, Callable[[Path], None]] = {
    "meta.json is gone": lambda folder: (folder / "meta.json").unlink(),
    "meta.json is empty": lambda folder: cut(folder / "meta.json", 0),
    "meta.json is half": lambda folder: cut(folder / "meta.json", 0.5),
    "the list of files is half": lambda folder: cut(folder / ".managed.json", 0.5),
    "words are gone": lambda folder: segment_file(folder, "term").unlink(),
    "places are gone": lambda folder: segment_file(folder, "pos").unlink(),
    "hits are half": lambda folder: cut(segment_file(folder, "idx"), 0.5),
    "keys are empty": lambda folder: cut(segment_file(folder, "store"), 0),
    "removals are cut": lambda folder: cut(segment_file(folder, "del"), 0.9),
    "a word is another": lambda folder: flip(segment_file(folder, "term"), 0.02),
    "a place is another": lambda folder: flip(segment_file(folder, "pos"), 0),
    "a key is another": lambda folder: flip(segment_file(folder, "store"), 0.3),
    "a value is another": lambda folder: flip(segment_file(folder, "fast"), 0.3),
    "a length is another": lambda folder: flip(segment_file(folder, "fieldnorm"), 0.3),
    "a removal is another": lambda folder: flip(segment_file(folder, "del"), 0.1),
    "a checksum is another": lambda folder: flip(segment_file(folder, "store"), 0.97),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_index_is_made_anew(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder)

    engine = EmbeddedEngine(folder.parent)

    assert engine.is_empty(BOOKS)
    assert found(engine, "tax") == []
    engine.replace(BOOKS, [book("1", "tax")])
    assert found(engine, "tax") == ["1"]
    assert EmbeddedEngine(folder.parent).keys(BOOKS) == {"1"}


@pytest.mark.parametrize("name", [".managed.json", ".tantivy-writer.lock", ".tantivy-meta.lock"])
def test_an_index_lives_on_without_what_is_no_content(folder: Path, name: str) -> None:
    (folder / name).unlink()

    engine = EmbeddedEngine(folder.parent)

    assert ask(engine, "tax").total == 28
    engine.update(BOOKS, [book("31", "tax")], ["1"])
    assert ask(engine, "tax").total == 28


def test_an_undamaged_index_is_kept(folder: Path) -> None:
    before = {path.name for path in folder.iterdir()}

    assert len(EmbeddedEngine(folder.parent).keys(BOOKS)) == 29
    assert {path.name for path in folder.iterdir()} == before


def stop_halfway() -> Iterator[Document]:
    yield book("99", "tax")
    raise RuntimeError("the database went away")


def test_a_write_that_stops_halfway_leaves_nothing_behind(folder: Path) -> None:
    engine = EmbeddedEngine(folder.parent)
    before = engine.keys(BOOKS)
    for _again in range(3):
        with pytest.raises(RuntimeError):
            engine.replace(BOOKS, stop_halfway())
        with pytest.raises(RuntimeError):
            engine.update(BOOKS, stop_halfway(), ["1"])

    engine.update(BOOKS, [book("31", "tax")], ())

    assert engine.keys(BOOKS) == before | {"31"}


@contextmanager
def full_disk() -> Generator[None]:
    """Let no file grow beyond some bytes; the signal that comes with it is ignored by Python."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def write_on_a_full_disk(folder: Path) -> None:
    """Run in a process of its own, whose limits concern nobody else."""
    engine = EmbeddedEngine(folder)
    failures: list[Unavailable] = []  # kept, as a log or a task may keep them
    with full_disk():
        for _again in range(3):
            try:
                engine.update(BOOKS, [book("31", "tax")], ["1"])
            except Unavailable as error:
                failures.append(error)
        assert len(failures) == 3
        assert all("LockBusy" not in str(error.__cause__) for error in failures)
        assert ask(engine, "tax").total == 28
    engine.update(BOOKS, [book("32", "tax")], ())
    assert ask(engine, "tax").total == 29
    assert engine.keys(BOOKS) >= {"1", "32"}


def test_a_writer_that_met_a_full_disk_is_replaced(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tests.search.test_damage import *;"
        "write_on_a_full_disk(Path(sys.argv[1]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, folder.parent],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
        capture_output=True,
        text=True,
    )

    assert ran.returncode == 0, ran.stderr


def test_a_folder_deleted_under_the_engine_is_made_anew_at_the_next_start(folder: Path) -> None:
    engine = EmbeddedEngine(folder.parent)
    assert ask(engine, "tax").total == 28
    shutil.rmtree(folder)

    for _again in range(2):
        with pytest.raises(Unavailable):
            engine.update(BOOKS, [book("31", "tax")], ())

    assert ask(engine, "tax").total == 28  # readers keep what they have open
    assert EmbeddedEngine(folder.parent).is_empty(BOOKS)


def test_no_question_kills_the_engine(folder: Path) -> None:
    engine = EmbeddedEngine(folder.parent)
    for _number, text in zip(range(2_000), hostile_texts(), strict=False):
        ask(engine, *read_words(text), count=("colour",), filters={"colour": (text[:300],)})

    assert ask(engine, "tax").total == 28


def test_no_text_of_a_document_harms_the_index(folder: Path) -> None:
    engine = EmbeddedEngine(folder.parent)
    texts = [text for _number, text in zip(range(300), hostile_texts(), strict=False)]

    engine.update(BOOKS, [book(f"{9000 + at}", text, text) for at, text in enumerate(texts)], ())

    assert len(engine.keys(BOOKS)) == 29 + 300
    assert ask(engine, "water").total >= 1
