"""`make questions N=1000000`: so many hostile questions to a demo directory of 2,000, one process.

Each is asked as the directory asks it: read, understood, searched with facets and the ladder, and
explained. None may fail or take a second.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from itertools import islice
from typing import TYPE_CHECKING

from starlette.datastructures import QueryParams

from cop.accounts.viewer import ANY_MEMBER
from cop.cli.demo import make_demo
from cop.cli.running import open_service
from cop.kit.settings import load_settings
from profiles.directory import search_members
from profiles.forms.question import read_question
from tests.search.hostile import hostile_texts

if TYPE_CHECKING:
    from cop.running import Service
    from profiles.directory import Answer

MEMBERS = 2_000
TOO_LONG = 1.0  # seconds
TOLD = 10_000  # questions between two lines of progress


def main() -> None:
    """Ask and print; exit 1 where a question failed or took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=int)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        problems = asyncio.run(ask_all(folder, options.questions, options.seed))
    for problem in problems[:40]:
        print(problem)
    sys.exit(bool(problems))


async def ask(service: Service, text: str) -> Answer:
    """Ask one, as the directory asks it."""
    question = read_question(QueryParams({"q": text}))
    return await search_members(service.engine, service.vocabulary, question, ANY_MEMBER)


async def ask_all(folder: str, count: int, seed: int) -> list[str]:
    """Ask `count` questions and return what went wrong."""
    settings = load_settings({"COP_DATA": folder})
    await make_demo(settings, MEMBERS)
    problems: list[str] = []
    slowest, found, begun = 0.0, 0, time.perf_counter()
    async with open_service(settings) as service:
        for number, text in enumerate(islice(hostile_texts(seed), count), 1):
            started = time.perf_counter()
            (answer,) = await asyncio.gather(ask(service, text), return_exceptions=True)
            if isinstance(answer, BaseException):
                problems.append(f"{type(answer).__name__}: {answer}: {text[:80]!r}")
            else:
                found += bool(answer.found)
            took = time.perf_counter() - started
            slowest = max(slowest, took)
            if took > TOO_LONG:
                problems.append(f"{took:.2f} s: {text[:80]!r}")
            if number % TOLD == 0 or number == count:
                rate = number / (time.perf_counter() - begun)
                print(
                    f"{number:,} asked, {found:,} found somebody, {len(problems)} problems, "
                    f"slowest {slowest:.3f} s, {rate:,.0f}/s",
                    flush=True,
                )
    return problems


if __name__ == "__main__":
    main()
