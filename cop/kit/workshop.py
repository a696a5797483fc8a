"""A folder for things that must not stay: half-made copies of everybody's data."""

from __future__ import annotations

import fcntl
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cop.kit.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


class Occupied(Conflict):
    """Another process works in this folder."""


@contextmanager
def workshop(folder: Path, *, waits: bool = False) -> Generator[Path]:
    """Make `folder` empty and ours for the time of the block, and remove it.

    What a process that was killed has left there is removed by the next one.

    Args:
        folder: to work in.
        waits: until somebody else who is in it has left.

    Raises:
        Occupied: somebody else is in it, and it does not wait.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Occupied("Another backup, restore or drill is under way here.") from error
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
