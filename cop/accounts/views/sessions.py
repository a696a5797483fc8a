"""Signing in as a sample account, signing out, and how the pages should look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.actions.sessions import end_session, sign_in_as_sample
from cop.accounts.device import device_of
from cop.accounts.forms.samples import read_sample_choice
from cop.accounts.forms.sign_in import read_next
from cop.accounts.session import clear_session, cookie_name, enter
from cop.kit.errors import NotFound
from cop.kit.forms import read_posted
from cop.kit.i18n import gettext as _
from cop.kit.settings import Settings
from cop.kit.web import THEMES, go, local_path, opened

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def save_sample(request: Request) -> Response:
    """POST /sign-in/sample: begin a session of a sample account, on this machine only."""
    if not opened(request, Settings).is_local:
        raise NotFound(_("There is nothing at this address."))
    form = await read_posted(request)
    token = await sign_in_as_sample(read_sample_choice(form), device_of(request))
    return await enter(request, token, read_next(form))


async def save_sign_out(request: Request) -> Response:
    """POST /sign-out: end this session."""
    settings = opened(request, Settings)
    await end_session(request.cookies.get(cookie_name(settings), ""))
    response = go("/")
    clear_session(response, settings)
    return response


async def save_preferences(request: Request) -> Response:
    """POST /preferences: keep the appearance in a cookie."""
    form = await read_posted(request)
    theme = form.get("theme", "")
    response = go(local_path(form.get("next")))
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=31_536_000, samesite="lax", httponly=True)
    return response
