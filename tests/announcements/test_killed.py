"""Killed at any moment while mails are written, nobody is written to twice or left out."""

from __future__ import annotations

import random
import signal
import sqlite3
from contextlib import closing, suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest

from cop.announcements.models import Stage
from tests.announcements.killed import MEMBERS, run

if TYPE_CHECKING:
    from pathlib import Path

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.announcements.killed"])


def run_for(data: Path, seconds: float | None) -> list[str]:
    """Run the process, kill it so long after it is ready, and return what it said."""
    ours, theirs = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=run, args=(data, theirs))
    process.start()
    theirs.close()
    said = [ours.recv()]
    with suppress(EOFError, OSError):
        if seconds is None or ours.poll(seconds):
            said.append(ours.recv())
    process.kill() if seconds is not None else process.join()
    process.join()
    assert process.exitcode in {0, -signal.SIGKILL}
    return said


def stored(data: Path) -> tuple[int, int, str]:
    """Return how many mails there are, to how many people, and how far the announcement is."""
    with closing(sqlite3.connect(data / "cop.db")) as database:
        mails = database.execute("SELECT COUNT(*), COUNT(DISTINCT recipient) FROM mail").fetchone()
        (stage,) = database.execute("SELECT stage FROM announcement").fetchone()
    return (*mails, stage)


@pytest.mark.timeout(240)
def test_kills_in_the_middle_double_and_lose_no_mail(tmp_path: Path) -> None:
    chance, between = random.Random(11), 0
    for _death in range(60):
        said = run_for(tmp_path, 0.3 * chance.random())
        mails, people, _stage = stored(tmp_path)
        assert mails == people
        between += 0 < mails < MEMBERS
        if said[-1] == "done":
            break
    assert between > 2

    assert run_for(tmp_path, None)[-1] == "done"

    assert stored(tmp_path) == (MEMBERS, MEMBERS, Stage.SENT)
