"""Style sheet, script and mark: served under an address that changes with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

STATIC_DIRECTORY: Final = Path(__file__).parents[1] / "static"


@cache
def asset_url(name: str) -> str:
    """Return the address of the static file `name`; it may be cached for ever."""
    digest = hashlib.sha256((STATIC_DIRECTORY / name).read_bytes()).hexdigest()[:12]
    return f"/static/{digest}/{name}"


class _Immutable(StaticFiles):
    """Static files that the browser never asks for again."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_cached(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:  # noqa: PLR2004
                MutableHeaders(scope=message)["Cache-Control"] = (
                    "public, max-age=31536000, immutable"
                )
            await send(message)

        await super().__call__(scope, receive, send_cached)


assets = Mount("/static/{digest}", _Immutable(directory=STATIC_DIRECTORY), name="static")
