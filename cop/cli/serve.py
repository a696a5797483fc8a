"""Serving pages, and following the change feed."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import sys
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
import uvicorn

from cop.app import create_app
from cop.cli.demo import make_demo
from cop.cli.running import log_to_stderr, prepared_service, read_settings
from cop.kit.database import sole_process
from cop.kit.patience import Impatient
from cop.running import follow_changes

if TYPE_CHECKING:
    from cop.kit.settings import Settings

SERVED: Final[dict[str, Any]] = {
    "http": Impatient,
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "timeout_graceful_shutdown": 5,
}


def serve(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535)] = 8000,
    with_demo: Annotated[
        bool, typer.Option("--demo", help="Fill an empty service with the demo community first.")
    ] = False,
) -> None:
    """Serve the pages. On SQLite the tables and the vocabulary are prepared first."""
    settings = read_settings()
    if "BASE_URL" not in os.environ and settings.is_local and port != settings.base.port:
        settings = dataclasses.replace(settings, base_url=f"http://127.0.0.1:{port}")
    log_to_stderr()
    with sole_process(settings):
        asyncio.run(_get_ready(settings, with_demo=with_demo))
        _say_where(settings)
        uvicorn.run(create_app(settings), host=host, port=port, **SERVED)


def work() -> None:
    """Keep search and matches true to the database; for PostgreSQL, beside `cop serve`."""
    settings = read_settings()
    log_to_stderr()

    async def follow() -> None:
        async with prepared_service(settings, migrate=settings.is_sqlite) as service:
            await follow_changes(service)

    with sole_process(settings):
        asyncio.run(follow())


async def _get_ready(settings: Settings, *, with_demo: bool) -> None:
    if with_demo:
        await make_demo(settings)
    else:
        async with prepared_service(settings, migrate=settings.is_sqlite):
            pass


def _say_where(settings: Settings) -> None:
    lines = [f"\n  {settings.base_url}\n"]
    if settings.is_local:
        lines.append(
            "  To look around as a member, a coordinator or the administrator of the demo\n"
            f"  community, choose one at {settings.base_url}/sign-in\n"
        )
    sys.stderr.write("\n".join(lines) + "\n")
