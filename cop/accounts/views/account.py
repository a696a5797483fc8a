"""One's own account: address, language of mails, devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.actions.accounts import choose_mail_language
from cop.accounts.actions.addresses import ask_to_change_email, change_email
from cop.accounts.actions.sessions import end_device, end_sessions
from cop.accounts.forms.account import read_mail_language
from cop.accounts.forms.sign_in import read_email
from cop.accounts.forms.tokens import DAYS, REACHES
from cop.accounts.queries import (
    get_account,
    get_link_email,
    list_identities,
    list_passkeys,
    list_sessions,
    list_tokens,
)
from cop.accounts.session import caller, own_id
from cop.kit.again import shown_again_by
from cop.kit.clock import now
from cop.kit.forms import read_id, read_posted
from cop.kit.mail import Post
from cop.kit.panels import make_panels
from cop.kit.web import go, opened, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.errors import CopError


async def show_account(request: Request, error: CopError | None = None) -> Response:
    """GET /account: everything about how one signs in."""
    account_id = own_id(request)
    account = await get_account(account_id)
    return page(
        request,
        "accounts/account.html",
        private=True,
        account=account,
        identities=await list_identities(account_id),
        passkeys=await list_passkeys(account_id),
        sessions=await list_sessions(account_id),
        tokens=await list_tokens(account_id),
        reaches=REACHES,
        days=DAYS,
        now=now(),
        panels=await make_panels(request, "account", account),
        done=request.query_params.get("done", ""),
        error=error,
        typed=await read_posted(request) if error else {},
    )


@shown_again_by(show_account)
async def save_email(request: Request) -> Response:
    """POST /account/email: mail a link to the new address; nothing changes yet."""
    email = read_email(await read_posted(request))
    await ask_to_change_email(opened(request, Post), own_id(request), email)
    return go("/account?done=email-asked#email")


async def show_email_link(request: Request) -> Response:
    """GET /account/email/{token}: a button; only what it sends changes the address."""
    email = await get_link_email(request.path_params["token"], own_id(request))
    return page(request, "accounts/email_link.html", private=True, email=email)


async def save_email_link(request: Request) -> Response:
    """POST /account/email/{token}: make the proved address the account's."""
    await change_email(
        opened(request, Post),
        own_id(request),
        request.path_params["token"],
        session_id=caller(request).session_id,
    )
    return go("/account?done=email#email")


@shown_again_by(show_account)
async def save_mail_language(request: Request) -> Response:
    """POST /account/language: keep the language of mails."""
    language = read_mail_language(await read_posted(request))
    await choose_mail_language(own_id(request), language)
    return go("/account?done=language#language")


async def save_device_end(request: Request) -> Response:
    """POST /account/devices/{number}/end: sign one device out."""
    await end_device(own_id(request), read_id(request.path_params["number"]))
    return go("/account?done=devices#devices")


async def save_other_devices_end(request: Request) -> Response:
    """POST /account/devices/end: sign every other device out."""
    await end_sessions(own_id(request), but=caller(request).session_id)
    return go("/account?done=devices#devices")
