"""Mails that came back, from the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cop.announcements.actions.bounces import take_reports
from cop.cli.running import AsJson, answer, run
from cop.kit.errors import NotFound

if TYPE_CHECKING:
    from cop.announcements.actions.bounces import Outcome
    from cop.running import Service


def bounces(
    file: Annotated[Path, typer.Argument(help="One report, or an mbox file; - is stdin.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Read delivery reports, and announce nothing more to addresses that do not exist."""
    data = _read(file)

    async def work(_service: Service) -> Outcome:
        return await take_reports(data)

    outcome = run(work)
    sys.stderr.writelines(f"{line}\n" for line in outcome.unreadable)
    text = (
        f"{outcome.messages} messages: {outcome.marked} addresses marked, "
        f"{outcome.passing} that say nothing lasting or new, {outcome.unknown} not about our mails."
    )
    answer(outcome, text, as_json=as_json)
    if not outcome.messages or len(outcome.unreadable) == outcome.messages:
        raise typer.Exit(1)


def _read(file: Path) -> bytes:
    if file == Path("-"):
        return sys.stdin.buffer.read()
    if not file.is_file():
        raise NotFound(f"There is no file {file}.")
    return file.read_bytes()
