"""The long run, `make fuzz`: 10,000 requests of each kind of person, to a demo community of 300.

Half of them go to the API, made from its OpenAPI document, half to pages and forms. Of these every
second one is what the page is for, with all that it needs (`needs`); the others are odd. No answer
may be a 5xx or take two seconds, and of each address three in ten must be good (`tally.is_good`)
to those whom it is for.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from cop.cli.demo import make_demo
from cop.kit.settings import load_settings
from cop.running import follow_changes, open_service
from tests.doors import PERMISSIONS
from tests.fuzz.callers import ROLES
from tests.fuzz.run import Run
from tests.oidc.hostile import Hostile
from tests.serving import serve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.kit.settings import Settings
    from tests.fuzz.tally import Tally

PEOPLE = 300
ENOUGH = 0.3  # of the answers to whom they are for


def main() -> None:
    """Run and print; exit 1 where something must not be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000, help="for each kind of person")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--role", action="append", choices=ROLES, help="only these")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(
            run(Path(folder), options.requests, options.seed, options.role or ROLES)
        )
    console = Console(width=140)
    console.print(by_role(tally))
    console.print(by_route(tally))
    everybody = not options.role  # most addresses are for some people only
    thin = [name for name in addresses() if everybody and tally.good(name)[0] < ENOUGH]
    for what in (
        *tally.failures[:40],
        *tally.slow[:20],
        *(f"few good answers: {one}" for one in thin),
    ):
        console.print(what, markup=False)
    sys.exit(bool(tally.failures or tally.slow or thin))


async def run(folder: Path, requests: int, seed: int, roles: Sequence[str]) -> Tally:
    """Make the community, and a provider that it knows, and send everything."""
    with Hostile().running() as provider:
        settings = replace(load_settings({"COP_DATA": str(folder)}), oidc=(provider.provider(),))
        await make_demo(settings, PEOPLE)
        return await send(settings, requests, seed, roles)


async def send(settings: Settings, requests: int, seed: int, roles: Sequence[str]) -> Tally:
    """Send everything to the service with these settings."""

    def advance(sent: int) -> None:
        if sent % 1_000 == 0:
            sys.stderr.write(".")
            sys.stderr.flush()

    async with open_service(settings) as service:
        await service.match_sync.prepare()
        following = asyncio.create_task(follow_changes(service))
        half, fuzz = requests // 2, Run(service, serve(service))
        try:
            return await fuzz.everything(
                half, requests - half, seed=seed, roles=roles, advance=advance
            )
        except asyncio.CancelledError:  # control-C: what there is so far
            return fuzz.tally
        finally:
            following.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await following


def addresses() -> list[str]:
    """Return the names of all pages, forms and addresses of the API."""
    return sorted(PERMISSIONS.keys() - {"api-openapi"})  # which is read once a run


def by_role(tally: Tally) -> Table:
    """Return who sent how much and what came back."""
    table = Table("role", "requests", "2xx", "3xx", "4xx", "5xx", "slowest s", "which")
    for role in ROLES:
        kinds = [0] * 6
        for (whose, _), counts in tally.statuses.items():
            if whose == role:
                for status, count in counts.items():
                    kinds[status // 100] += count
        seconds, what = tally.slowest.get(role, (0.0, ""))
        table.add_row(
            role,
            f"{tally.requests[role]:,}",
            *(f"{count:,}" for count in kinds[2:6]),
            f"{seconds:.2f}",
            what[:60],
        )
    return table


def by_route(tally: Tally) -> Table:
    """Return what each address answered, those with the fewest good answers first."""
    table = Table("route", "answers", "best part good", "to")
    for name in sorted(addresses(), key=tally.good):
        part, role = tally.good(name)
        total = sum(c.total() for (_, route), c in tally.statuses.items() if route == name)
        table.add_row(name, f"{total:,}", f"{100 * part:.0f} %", role)
    return table


main()
