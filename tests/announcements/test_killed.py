"""Killed at any moment while mails are written, nobody is written to twice or left out."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from contextlib import closing
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest

from cop.announcements.audience import BATCH
from cop.announcements.models import Stage
from tests.announcements.killed import MEMBERS, run

if TYPE_CHECKING:
    from pathlib import Path

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.announcements.killed"])


def run_until(data: Path, mails: int | None, moment: float = 0.0) -> None:
    """Run the process; kill it `moment` seconds after so many mails are written, None never."""
    ours, theirs = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=run, args=(data, theirs))
    process.start()
    theirs.close()
    ours.recv()  # it is ready
    if mails is not None:
        while stored(data)[0] < mails and not ours.poll(0.002):
            pass
        time.sleep(moment)
        process.kill()
    process.join()
    assert process.exitcode in ({0} if mails is None else {0, -signal.SIGKILL})


def stored(data: Path) -> tuple[int, int, str]:
    """Return how many mails there are, to how many people, and how far the announcement is."""
    with closing(sqlite3.connect(data / "cop.db", timeout=30)) as database:
        mails = database.execute("SELECT COUNT(*), COUNT(DISTINCT recipient) FROM mail").fetchone()
        (stage,) = database.execute("SELECT stage FROM announcement").fetchone()
    return (*mails, stage)


@pytest.mark.timeout(240)
def test_kills_in_the_middle_double_and_lose_no_mail(tmp_path: Path) -> None:
    chance, between = random.Random(11), 0
    for least in range(0, MEMBERS, 2 * BATCH):
        run_until(tmp_path, least, 0.05 * chance.random())
        mails, people, _stage = stored(tmp_path)
        assert mails == people
        between += 0 < mails < MEMBERS
    assert between > 0

    run_until(tmp_path, None)

    assert stored(tmp_path) == (MEMBERS, MEMBERS, Stage.SENT)
