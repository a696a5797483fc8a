"""A door for what a borrowed browser should not do: one must have signed in a short while ago."""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from tortoise.expressions import Q

from cop.accounts.models import LoginSession
from cop.accounts.session import caller
from cop.kit.clock import now
from cop.kit.web import go

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.accounts.viewer import Viewer

    View = Callable[[Request], Awaitable[Response]]

FRESH: Final = timedelta(hours=1)


async def is_fresh(viewer: Viewer) -> bool:
    """Say whether the viewer signed in, or proved who they are, within the last hour."""
    if viewer.session_id is None:
        return False
    lately = Q(created_at__gt=now() - FRESH) | Q(proved_at__gt=now() - FRESH)
    return await LoginSession.filter(lately, id=viewer.session_id).exists()


def fresh(view: View) -> View:
    """Let only who signed in lately through to `view`; others sign in again, and come back."""

    @wraps(view)
    async def ask(request: Request) -> Response:
        if await is_fresh(caller(request)):
            return await view(request)
        back = request.url.path if request.method == "GET" else request.app.url_path_for("privacy")
        return go(f"{request.app.url_path_for('sign-in')}?{urlencode({'next': back, 'again': 1})}")

    return ask
