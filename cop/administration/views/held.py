"""The page of profiles that are held back for their name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.administration.queries.held import list_held
from cop.kit.web import go, page
from profiles.actions.holding import release_profile

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def show_held(request: Request) -> Response:
    """GET /administration/held: who waits for an administrator, and whom they look like."""
    held = await list_held(caller(request))
    return page(request, "administration/held.html", held=held, private=True)


async def save_release(request: Request) -> Response:
    """POST /administration/held/{slug}/release: let others find the profile."""
    await release_profile(caller(request), request.path_params["slug"])
    return go(request.app.url_path_for("held"))
