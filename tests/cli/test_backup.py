"""Backing up, erasing and bringing back, to the last byte on the disk."""

from __future__ import annotations

import json
import os
import shutil
import stat
from typing import TYPE_CHECKING

import pytest

from cop.administration.queries.drills import find_last_drill
from cop.kit.backup import forget_copies
from cop.kit.database import sole_process
from cop.kit.settings import load_settings
from cop.privacy.actions.upkeep import COPIES_KEPT
from tests.cli.shell import open_shell
from tests.serving import free_port

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


def bring_in(run: Run, folder: Path) -> Path:
    """Bring two people in and return the file in which they stand."""
    source = folder / "people.csv"
    source.write_text(PEOPLE)
    assert run("import", "members", str(source), "--publish")[0] == 0
    return source


def test_a_drill_brings_everybody_back_beside_a_running_server(data: Path, tmp_path: Path) -> None:
    # The index that is searched is none of its business; nobody listens here.
    with open_shell(data, SEARCH_URL=f"http://127.0.0.1:{free_port()}", SEARCH_KEY="key") as run:
        bring_in(run, tmp_path)
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
    run: Run, data: Path, tmp_path: Path
) -> None:
    source, backup = bring_in(run, tmp_path), tmp_path / "cop.backup"
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
    os.utime(data / "cop.db", (0, 0))  # nobody has written for long

    code, out, err = run("restore", str(backup), "--json")

    assert code == 0, err
    assert json.loads(out)["members"] == 1
    assert holding(data, b"xyzzy") == []
    assert (data / "photos" / "mona.webp").read_bytes() == b"picture"
    assert json.loads(run("search", "mona", "--json")[1])["total"] == 1
    forget_copies(load_settings({"COP_DATA": str(data)}), older=COPIES_KEPT)
    assert [one.name for one in data.glob("*before*")] == ["cop.before-restore.db"]
    assert run("erase", "gone")[0] == 1
    source.write_text(PEOPLE + "new,New Person,new@example.org,KE,water,New\n")
    report = json.loads(run("import", "members", str(source), "--json")[1])
    assert [row["reason"] for row in report["errors"]] == [
        "This person was erased on request and cannot be added again by import."
    ]
