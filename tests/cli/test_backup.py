"""Backing up, erasing and bringing back, to the last byte on the disk."""

from __future__ import annotations

import json
import shutil
import stat
from typing import TYPE_CHECKING

import pytest

from cop.administration.queries.drills import find_last_drill
from cop.kit.database import sole_process
from cop.kit.settings import load_settings
from tests.cli.shell import open_shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.shell import Run

PEOPLE = (
    "slug,name,email,country,expertise,bio\n"
    "gone,Xyzzyla Plughova,xyzzyla@example.org,KE,Xyzzytopic,Xyzzybio and more\n"
    "here,Mona Keeps,mona@example.org,KE,water,Stays\n"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def run(data: Path) -> Iterator[Run]:
    with open_shell(data) as run:
        yield run


def holding(data: Path, word: bytes) -> list[str]:
    """Return the files in which `word` stands, in any case."""
    return [
        str(path.relative_to(data))
        for path in data.rglob("*")
        if path.is_file() and word in path.read_bytes().lower()
    ]


@pytest.fixture
def source(run: Run, tmp_path: Path) -> Path:
    """A file of two people, who have been brought in."""
    source = tmp_path / "people.csv"
    source.write_text(PEOPLE)
    assert run("import", "members", str(source), "--publish")[0] == 0
    return source


@pytest.mark.usefixtures("source")
def test_a_drill_brings_everybody_back_beside_a_running_server(run: Run, data: Path) -> None:
    before = {path.name for path in data.iterdir()}

    with sole_process(load_settings({"COP_DATA": str(data)})):  # as a server would hold it
        code, out, err = run("drill", "--json")

    assert code == 0, out + err
    assert json.loads(out)["problems"] == []
    assert json.loads(out)["members"] == 2
    kept = find_last_drill(data)
    assert kept
    assert kept.members == 2
    left = {path.name for path in data.iterdir()} - before
    assert left == {"drill.json", "secret.key", ".backup.lock", ".drill.lock"}


def test_no_byte_of_an_erased_member_is_left_and_no_backup_brings_one_back(
    run: Run, data: Path, source: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "cop.backup"
    (data / "photos").mkdir()
    (data / "photos" / "mona.webp").write_bytes(b"picture")
    assert run("reindex")[0] == 0
    assert {path.partition("/")[0] for path in holding(data, b"xyzzy")} == {"cop.db", "index"}
    for when in ("migration", "restore"):
        shutil.copy(data / "cop.db", data / f"cop.before-{when}.db")
    code, _out, err = run("backup", str(backup))
    assert code == 0, err
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert b"xyzzy" not in backup.read_bytes().lower()

    code, _out, err = run("erase", "gone")

    assert code == 0, err
    assert holding(data, b"xyzzy") == []
    (data / "photos" / "mona.webp").unlink()

    code, out, err = run("restore", str(backup), "--json")

    assert code == 0, err
    assert json.loads(out)["members"] == 1
    assert holding(data, b"xyzzy") == []
    assert (data / "photos" / "mona.webp").read_bytes() == b"picture"
    assert json.loads(run("search", "mona", "--json")[1])["total"] == 1
    assert run("erase", "gone")[0] == 1
    source.write_text(PEOPLE + "new,New Person,new@example.org,KE,water,New\n")
    report = json.loads(run("import", "members", str(source), "--json")[1])
    assert [row["reason"] for row in report["errors"]] == [
        "This person was erased on request and cannot be added again by import."
    ]
