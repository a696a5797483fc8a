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

from rich.console import Console
from rich.table import Table

from tests.bench import measure


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="2000,10000,100000", help="of the communities matched")
    parser.add_argument("--members", type=int, default=10_000, help="imported, indexed, searched")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    table = Table("what", "figure", title=f"cop on Python {platform.python_version()}, 2 processes")
    table.title = f"cop, Python {platform.python_version()}, {measure.cores()} cores"
    with tempfile.TemporaryDirectory() as folder:
        for what, figure in asyncio.run(measure.everything(Path(folder), options.members, sizes)):
            table.add_row(what, figure)
            sys.stderr.write(f"{what}: {figure}\n")
    Console(width=110).print(table)


main()
