"""PostgreSQL's own programs, run on our database."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from cop.kit.errors import Unavailable

if TYPE_CHECKING:
    from cop.kit.settings import Settings

MOST_SECONDS: Final = 3600


class NoProgram(Unavailable):
    """PostgreSQL's own program for it is not installed here."""


def run_program(settings: Settings, program: str, *arguments: str) -> str:
    """Run a program of PostgreSQL's on our database; return what it writes.

    Raises:
        NoProgram: it is not there.
        Unavailable: it failed, and the sentence ends with what it says; or it took too long.
    """
    found = shutil.which(program)
    if found is None:
        raise NoProgram(
            f"{program} is not installed here. Install PostgreSQL's client programs, or back the "
            "database up where it runs."
        )
    parts = urlsplit(settings.database_url)
    url = urlunsplit(("postgresql", _without_password(parts), *parts[2:]))
    password = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    # No shell reads these words: they are ours and the settings of whoever runs the service.
    try:
        done = subprocess.run(  # noqa: S603
            [found, *arguments, f"--dbname={url}"],
            env=os.environ | password,  # where no list of processes shows it
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"{program} was ended after {MOST_SECONDS} seconds.") from error
    if done.returncode:
        raise Unavailable(f"{program} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def ask(settings: Settings, statement: str) -> list[list[str]]:
    """Run a statement of our own and return its rows; no value in them holds a tab."""
    how = ("--no-psqlrc", "--tuples-only", "--no-align", "--field-separator=\t")
    written = run_program(settings, "psql", *how, f"--command={statement}")
    return [line.split("\t") for line in written.splitlines()]


def database_name(settings: Settings) -> str:
    """Return the name of our database."""
    return urlsplit(settings.database_url).path.lstrip("/")


def in_database(settings: Settings, name: str) -> Settings:
    """Return the settings for another database of the same server."""
    parts = urlsplit(settings.database_url)
    return dataclasses.replace(settings, database_url=parts._replace(path=f"/{name}").geturl())


def _without_password(parts: SplitResult) -> str:
    user, at, place = parts.netloc.rpartition("@")
    return f"{user.partition(':')[0]}{at}{place}"
