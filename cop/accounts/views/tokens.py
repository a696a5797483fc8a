"""Personal access tokens, made and revoked on one's account page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.actions.tokens import create_token, revoke_token
from cop.accounts.forms.tokens import read_token_form
from cop.accounts.session import own_id
from cop.accounts.views.account import show_account
from cop.kit.again import shown_again_by
from cop.kit.forms import read_id, read_posted
from cop.kit.web import go, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


@shown_again_by(show_account)
async def save_token(request: Request) -> Response:
    """POST /account/tokens: make a token; this answer is the only one that ever shows it."""
    form = read_token_form(await read_posted(request))
    secret = await create_token(own_id(request), form.name, form.reach, form.days)
    return page(request, "accounts/token.html", private=True, secret=secret, name=form.name)


async def save_token_end(request: Request) -> Response:
    """POST /account/tokens/{number}/revoke: make a token worthless."""
    await revoke_token(own_id(request), read_id(request.path_params["number"]))
    return go("/account?done=tokens#tokens")
