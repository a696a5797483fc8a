"""The file that holds everything: what is none touches nothing, and nothing is lost on the way."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.kit.backup import NoProgram, NotABackup, back_up, bring_back, forget_copies
from cop.kit.database import sqlite_path
from cop.kit.errors import Conflict
from cop.kit.settings import Settings, load_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of a service with a small database."""
    settings = load_settings({"COP_DATA": str(tmp_path / "data")})
    settings.cop_data.mkdir()
    with closing(sqlite3.connect(sqlite_path(settings))) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE word (text TEXT)")
        database.executemany("INSERT INTO word VALUES (?)", [("first",), ("gone" * 100,)])
        database.execute("DELETE FROM word WHERE text LIKE 'gone%'")
        database.commit()
    return settings


def words(settings: Settings) -> list[str]:
    with closing(sqlite3.connect(sqlite_path(settings))) as database:
        return [text for (text,) in database.execute("SELECT text FROM word")]


def test_what_was_backed_up_comes_back(settings: Settings, tmp_path: Path) -> None:
    photo = settings.cop_data / "photos" / "ab" / "abc.webp"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"a picture")
    back_up(settings, tmp_path / "backup")
    photo.unlink()
    with closing(sqlite3.connect(sqlite_path(settings))) as database:
        database.execute("INSERT INTO word VALUES ('later')")
        database.commit()

    bring_back(settings, tmp_path / "backup")

    assert words(settings) == ["first"]
    assert photo.read_bytes() == b"a picture"
    assert sqlite_path(settings).with_suffix(".before-restore.db").exists()


def test_copies_made_on_the_way_are_forgotten_after_a_while(
    settings: Settings, tmp_path: Path
) -> None:
    back_up(settings, tmp_path / "backup")
    bring_back(settings, tmp_path / "backup")
    (copy,) = settings.cop_data.glob("*.before-*")

    forget_copies(settings, older=timedelta(minutes=1))
    assert copy.exists()
    os.utime(copy, (0, 0))
    forget_copies(settings, older=timedelta(minutes=1))

    assert not copy.exists()
    assert words(settings) == ["first"]


def test_a_backup_holds_no_byte_of_what_was_deleted(settings: Settings, tmp_path: Path) -> None:
    back_up(settings, tmp_path / "backup")

    with zipfile.ZipFile(tmp_path / "backup") as archive:
        assert b"gone" not in archive.read("cop.db")
        assert "secret.key" not in archive.namelist()


def test_the_log_of_erasures_is_never_taken_back(settings: Settings, tmp_path: Path) -> None:
    log = settings.cop_data / "erased.jsonl"
    log.write_text("one\n")
    back_up(settings, tmp_path / "backup")
    log.write_text("two\n")

    bring_back(settings, tmp_path / "backup")

    assert log.read_text().split() == ["two", "one"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"SQLite format 3\0"])
def test_what_is_no_backup_touches_nothing(
    settings: Settings, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "wrong").write_bytes(content)

    with pytest.raises(NotABackup, match="is not a backup"):
        bring_back(settings, tmp_path / "wrong")

    assert words(settings) == ["first"]


def test_a_damaged_database_is_not_brought_back(settings: Settings, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "backup", "w") as archive:
        archive.writestr("backup.json", '{"database": "cop.db"}')
        archive.writestr("cop.db", b"SQLite format 3\0" + b"x" * 5000)

    with pytest.raises(NotABackup, match="damaged"):
        bring_back(settings, tmp_path / "backup")

    assert words(settings) == ["first"]


def test_a_backup_of_nothing_is_refused(tmp_path: Path) -> None:
    settings = load_settings({"COP_DATA": str(tmp_path / "empty")})

    with pytest.raises(Conflict, match="no database yet"):
        back_up(settings, tmp_path / "backup")

    assert not (tmp_path / "backup").exists()


def test_without_its_programs_postgresql_is_not_backed_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    settings = load_settings(
        {"COP_DATA": str(tmp_path), "DATABASE_URL": "asyncpg://cop:secret@127.0.0.1:1/cop"}
    )

    with pytest.raises(NoProgram, match="pg_dump is not installed here"):
        back_up(settings, tmp_path / "backup")
