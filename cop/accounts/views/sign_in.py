"""Signing in, or up, by e-mail: the address, the link, the digits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cop.accounts.actions.codes import (
    Entry,
    ask_to_sign_in,
    sign_in_with_digits,
    sign_in_with_link,
)
from cop.accounts.browser import clear_browser, read_browser, set_browser
from cop.accounts.device import device_of
from cop.accounts.email import email_hint
from cop.accounts.forms.sign_in import read_digits_form, read_email, read_next
from cop.accounts.queries import find_code_email, get_link_email, list_sample_accounts
from cop.accounts.session import enter
from cop.kit.again import shown_again_by
from cop.kit.forms import read_posted
from cop.kit.limits import network_of, spend
from cop.kit.mail import Post
from cop.kit.settings import Settings
from cop.kit.web import go, opened, page, with_next

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.errors import CopError

MOST_MAILS: Final = 25  # from one household
MOST_ATTEMPTS: Final = 50
PER: Final = timedelta(minutes=5)


async def show_sign_in(request: Request, error: CopError | None = None) -> Response:
    """GET /sign-in: one field; on this machine the sample accounts too."""
    typed = await read_posted(request) if error else dict(request.query_params)
    samples = await list_sample_accounts() if opened(request, Settings).is_local else []
    return page(
        request,
        "accounts/sign_in.html",
        email=typed.get("email", "")[:320] if error else "",
        error=error,
        next=read_next(typed),
        samples=samples,
    )


@shown_again_by(show_sign_in)
async def save_sign_in(request: Request) -> Response:
    """POST /sign-in: mail a link and six digits to the address, known or not."""
    await spend("mails from", network_of(request), MOST_MAILS, PER)
    form = await read_posted(request)
    path = read_next(form)
    browser = await ask_to_sign_in(opened(request, Post), read_email(form), path)
    response = go(with_next("/sign-in/code", path))
    set_browser(response, opened(request, Settings), browser)
    return response


async def show_code(request: Request, error: CopError | None = None) -> Response:
    """GET /sign-in/code: where the six digits are typed."""
    typed = await read_posted(request) if error else dict(request.query_params)
    email = await find_code_email(read_browser(request, opened(request, Settings)))
    return page(
        request,
        "accounts/code.html",
        private=True,
        email=email,
        hint=email_hint(email) if email else "",
        error=error,
        next=read_next(typed),
    )


@shown_again_by(show_code)
async def save_code(request: Request) -> Response:
    """POST /sign-in/code: sign in with the six digits."""
    await spend("attempts from", network_of(request), MOST_ATTEMPTS, PER)
    form = read_digits_form(await read_posted(request))
    browser = read_browser(request, opened(request, Settings))
    entry = await sign_in_with_digits(browser, form.digits, device_of(request))
    return await _enter(request, entry, form.next)


async def show_link(request: Request) -> Response:
    """GET /sign-in/link/{token}: a button; only what it sends uses the link."""
    email = await get_link_email(request.path_params["token"])
    path = read_next(request.query_params)
    return page(request, "accounts/link.html", private=True, email=email, next=path)


async def save_link(request: Request) -> Response:
    """POST /sign-in/link/{token}: sign in with the mailed link."""
    await spend("attempts from", network_of(request), MOST_ATTEMPTS, PER)
    path = read_next(await read_posted(request))
    entry = await sign_in_with_link(request.path_params["token"], device_of(request))
    return await _enter(request, entry, path)


async def _enter(request: Request, entry: Entry, path: str) -> Response:
    """Let somebody in; who is new starts with their profile, unless they came for something."""
    place = "/me" if entry.is_new and path == "/" else path
    response = await enter(request, entry.token, place)
    clear_browser(response, opened(request, Settings))
    return response
