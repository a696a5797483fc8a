"""Every figure we tell, measured: `make bench`.

Ratios come from one run, figures are medians. `--sizes 2000,10000` leaves out the largest.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from tests.bench import measure
from tests.bench.announcing import measure_announcing
from tests.bench.communities import compare_communities
from tests.bench.crowd import PEOPLE
from tests.bench.desk import measure_desk
from tests.bench.matching import compare_matching
from tests.bench.quality import compare_quality
from tests.bench.recovered import compare_recovered
from tests.bench.stored import measure_stored

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

COMMUNITIES = 100_000  # members


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="2000,10000,100000", help="of the communities matched")
    parser.add_argument("--members", type=int, default=10_000, help="imported, indexed, searched")
    parser.add_argument(
        "--only",
        choices=("desk", "matching", "quality", "stored", "announcement"),
        help="one part",
    )
    parser.add_argument("--truth", type=Path, help="a folder of members.csv and truth.csv")
    parser.add_argument("--crowd", type=int, help="only the search, of so many made in place")
    options = parser.parse_args()
    if options.crowd and options.crowd % PEOPLE:
        parser.error(f"a crowd is a multiple of {PEOPLE:,}")
    sizes = [int(size) for size in options.sizes.split(",")]
    title = f"cop, Python {platform.python_version()}, {measure.cores()} cores"
    with tempfile.TemporaryDirectory() as folder:
        if options.crowd:
            figures = measure.measure_crowd(Path(folder), options.crowd)
        elif options.only == "desk":
            figures = measure_desk(Path(folder))
        elif options.only == "matching":
            figures = _matching(sizes)
        elif options.only == "quality":
            figures = _quality(options.truth)
        elif options.only == "stored":
            figures = measure_stored(sizes)
        elif options.only == "announcement":
            figures = measure_announcing()
        else:
            figures = measure.measure_all(Path(folder), options.members, sizes)
        asyncio.run(_show(figures, Table("what", "figure", title=title)))


async def _matching(sizes: Sequence[int]) -> AsyncIterator[tuple[str, str]]:
    async for figure in compare_matching(sizes):
        yield figure
    async for figure in compare_communities(COMMUNITIES):
        yield figure
    for figure in compare_quality():
        yield figure


async def _quality(truth: Path | None) -> AsyncIterator[tuple[str, str]]:
    for figure in compare_quality(truth):
        yield figure
    if truth is None:
        for figure in compare_recovered():
            yield figure


async def _show(figures: AsyncIterator[tuple[str, str]], table: Table) -> None:
    """Print each figure when it is there, and all of them at the end."""
    async for what, figure in figures:
        table.add_row(what, figure)
        sys.stderr.write(f"{what}: {figure}\n")
    Console(width=110).print(table)


if __name__ == "__main__":  # the processes that measure read this file too
    main()
