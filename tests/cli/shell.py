"""A process that runs `cop` commands one after another: one start for the tests of a module.

It reads the words of a command as a JSON list, a line each, and answers with exit code, stdout and
stderr. Commands open the database themselves, so they cannot share a process with tests that do.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

from cop.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]


@contextmanager
def open_shell(data: Path, **environment: str) -> Generator[Run]:
    """Yield what runs `cop` with the words it is given, on the data in `data`."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.cli.shell"],
        env=os.environ | {"COP_DATA": str(data)} | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        commands, answers = process.stdin, process.stdout
        assert commands
        assert answers

        def run(*words: str) -> tuple[int, str, str]:
            commands.write(json.dumps(words) + "\n")
            commands.flush()
            code, out, err = json.loads(answers.readline())
            return code, out, err

        yield run
        commands.close()


def _run(words: list[str]) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["cop", *words]
    code = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, out.getvalue(), err.getvalue()


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_run(json.loads(line))) + "\n")
        sys.stdout.flush()
