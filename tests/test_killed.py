"""Killed at any moment, the service loses nothing that it has acknowledged."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest

from cop.cli.demo import read_demo
from profiles.exchange.importing import BATCH
from tests.killable import Step, run

if TYPE_CHECKING:
    from pathlib import Path

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.killable"])  # so that no time goes by with imports
FILES = 2
ROWS = 600  # of each file: two batches, of which the last is short
DEATHS = [
    (file, step, rows)
    for file in range(FILES)
    for step, rows, times in (
        (Step.READY, 0, 1),
        (Step.STORED, 0, 2),
        (Step.STORED, BATCH, 2),
        (Step.STORED, ROWS, 1),
        (Step.INDEXING, 0, 3),
        (Step.INDEXED, 0, 1),
    )
    for _ in range(times)
]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Files of different people, a few of whom stand in two of them."""
    rows = list(read_demo(FILES * ROWS))
    paths: list[Path] = []
    for number in range(FILES):
        path = tmp_path / f"members-{number}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*rows[0]])
            writer.writeheader()
            writer.writerows(rows[number * ROWS : (number + 1) * ROWS])
            writer.writerows(rows[:3])
        paths.append(path)
    return paths


def run_until(
    death: tuple[int, int, int] | None, moment: float, data: Path, files: list[Path]
) -> list[tuple[int, int, int]]:
    """Run the process, kill it `moment` seconds after it is as far as `death`; return its words."""
    ours, theirs = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=run, args=(data, files, theirs))
    process.start()
    theirs.close()
    said: list[tuple[int, int, int]] = []
    with suppress(EOFError, OSError):  # it ends, or is killed in the middle of a word
        while death is None or not said or said[-1] < death:
            said.append(ours.recv())
        time.sleep(moment)
        process.kill()
        while True:
            said.append(ours.recv())
    process.join()
    assert process.exitcode in ({0} if death is None else {0, -signal.SIGKILL})
    return said


def rows_stored(data: Path) -> dict[str, int]:
    """Return how many rows of each file have an outcome in the database."""
    with closing(sqlite3.connect(data / "cop.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = database.execute(
            "SELECT i.file_name, COUNT(*) FROM import i JOIN imported_row r ON r.run_id = i.id "
            "GROUP BY i.file_name"
        ).fetchall()
    return {str(name): int(count) for name, count in found}


def people(data: Path) -> set[tuple[object, ...]]:
    """Return what is stored of everybody, apart from numbers and times."""
    with closing(sqlite3.connect(data / "cop.db")) as database:
        found = database.execute(
            "SELECT p.slug, p.name, p.email_key, p.country, p.city, i.name, p.version, "
            "  (SELECT GROUP_CONCAT(t.field || t.key || t.text || t.level) FROM "
            "    (SELECT * FROM profile_tag WHERE profile_id = p.id ORDER BY field, rank) t) "
            "FROM profile p LEFT JOIN institution i ON i.id = p.institution_id"
        ).fetchall()
    return set(found)


def test_twenty_kills_lose_no_row_and_leave_the_index_like_the_database(
    files: list[Path], tmp_path: Path
) -> None:
    data, calm = tmp_path / "killed", tmp_path / "calm"
    chance = random.Random(7)
    last_words: list[Step] = []
    for death in DEATHS:
        moment = 0.0 if Step.INDEXING not in last_words else 0.2 * chance.random() ** 3
        said = run_until(death, moment, data, files)
        last_words.append(Step(said[-1][1]))
        stored = rows_stored(data)
        for file, step, rows in said:
            assert step != Step.STORED or stored.get(files[file].name, 0) >= rows
    assert last_words.count(Step.STORED) > FILES
    assert Step.INDEXING in last_words

    run_until(None, 0, data, files)
    run_until(None, 0, calm, files)

    assert rows_stored(data) == rows_stored(calm)
    assert people(data) == people(calm)
    answer = subprocess.run(
        [sys.executable, "-m", "cop", "check", "--json"],
        env=os.environ | {"COP_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    checks = {one["name"]: one["problems"] for one in json.loads(answer.stdout)["checks"]}
    assert checks["database"] == checks["search index"] == checks["change feed"] == []
