"""Upkeep: migrating, rebuilding what is derived, checking that all agrees."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cop.administration.queries.consistency import check_everything, check_feed
from cop.cli.running import AsJson, answer, prepared_service, progress_bar, read_settings, run
from cop.domains import MODELS
from cop.kit.database import sole_process
from cop.kit.migrations import list_missing_migrations
from profiles.queries import count_profiles

if TYPE_CHECKING:
    from cop.running import Service


def migrate(*, as_json: AsJson = False) -> None:
    """Bring the database's tables up to date; a SQLite file is backed up first."""
    settings = read_settings()

    async def work() -> list[str]:
        missing = await list_missing_migrations(settings, MODELS)
        async with prepared_service(settings, migrate=True):
            return missing

    with sole_process(settings):
        applied = asyncio.run(work())
    answer({"applied": applied}, "\n".join(applied) or "Nothing to do.", as_json=as_json)


def reindex(*, as_json: AsJson = False) -> None:
    """Fill the search index anew from the database."""

    async def work(service: Service) -> dict[str, Any]:
        begun, done, total = time.perf_counter(), 0, await count_profiles()
        with progress_bar("Indexing") as progress:

            def advance(portion: int) -> None:
                nonlocal done
                done += portion
                progress(done, total)

            documents = await service.search_sync.rebuild(advance)
        return {"documents": documents, "seconds": round(time.perf_counter() - begun, 2)}

    data = run(work)
    answer(data, f"{data['documents']} documents in {data['seconds']} s.", as_json=as_json)


def check(
    *,
    feed: Annotated[
        bool, typer.Option("--feed", help="Only whether changes are followed within a minute.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check that database, index, matches and change feed agree; exit code 1 if they do not."""

    async def work(service: Service) -> dict[str, Any]:
        return await (check_feed() if feed else check_everything(service.settings, service.engine))

    data = run(work)
    lines = [f"  {'ok ' if not one['problems'] else 'BAD'} {one['name']}" for one in data["checks"]]
    lines += [f"      {problem}" for one in data["checks"] for problem in one["problems"]]
    answer(data, "\n".join(lines), as_json=as_json)
    if not data["consistent"]:
        raise typer.Exit(1)
