"""Whether the process is alive, and whether it can serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from cop.kit.database import run_sql

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def show_alive(_request: Request) -> Response:
    """GET /healthz: the process answers."""
    return PlainTextResponse("alive\n")


async def show_ready(_request: Request) -> Response:
    """GET /readyz: the database answers too."""
    try:
        await run_sql("SELECT 1")
    except Exception:  # noqa: BLE001  whatever it is, it is not ready
        return PlainTextResponse("the database does not answer\n", 503)
    return PlainTextResponse("ready\n")
