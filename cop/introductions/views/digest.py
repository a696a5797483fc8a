"""New matches by mail: asked for on the page of matches, ended there or from a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import own_id
from cop.introductions.access import access_digest
from cop.introductions.actions.digest import switch_digest
from cop.introductions.forms import read_digest_switch
from cop.kit.forms import read_posted
from cop.kit.settings import Settings
from cop.kit.web import go, opened, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def save_digest(request: Request) -> Response:
    """POST /matches/mail: be told of new matches by mail, or no more."""
    await switch_digest(own_id(request), on=read_digest_switch(await read_posted(request)))
    return go(f"{request.app.url_path_for('matches')}#mail")


async def show_digest_end(request: Request) -> Response:
    """GET /matches/mail/{token}: the button that ends the mails; a GET ends nothing."""
    await access_digest(request.path_params["token"], opened(request, Settings).cop_data)
    return page(request, "introductions/end.html", done=False, private=True)


async def save_digest_end(request: Request) -> Response:
    """POST /matches/mail/{token}: send no more mails about new matches."""
    token, data = request.path_params["token"], opened(request, Settings).cop_data
    await switch_digest(await access_digest(token, data), on=False)
    return page(request, "introductions/end.html", done=True, private=True)
