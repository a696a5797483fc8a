"""The session cookie: read before every view, set and cleared by signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

from cop.accounts.actions.sessions import end_session, touch_session
from cop.accounts.queries import ABSOLUTE, find_token_owner, find_viewer, hash_token
from cop.accounts.viewer import ANYONE, NOBODY, Viewer
from cop.kit.api import is_for_machines
from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from cop.kit.limits import network_of
from cop.kit.settings import Settings
from cop.kit.web import go, opened

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send


class WhoCalls:
    """Put the `Viewer` that holds the session cookie on every request."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.cookie = cookie_name(settings)
        self.passkeys = settings.admin_passkeys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            token = HTTPConnection(scope).cookies.get(self.cookie)
            scope["viewer"] = await self._viewer(scope, token)
            if token:
                await touch_session(token)
        await self.app(scope, receive, send)

    async def _viewer(self, scope: Scope, token: str | None) -> Viewer:
        """Return who calls: for the API the owner of a token, else the holder of a session."""
        if is_for_machines(scope["path"]):
            bearer = _read_bearer(Headers(scope=scope))
            return ANYONE if bearer is None else await find_token_owner(bearer) or NOBODY
        return await find_viewer(token, passkeys=self.passkeys) if token else ANYONE


def caller(request: Request) -> Viewer:
    """Return who sent this request."""
    return cast("Viewer", request.scope["viewer"])


def own_id(request: Request) -> int:
    """Return the account of who sent this request.

    Raises:
        NotFound: nobody has signed in, or only with a token that reaches less.
    """
    account_id = caller(request).account_id
    if account_id is None:
        raise NotFound(_("There is nothing at this address."))
    return account_id


async def enter(request: Request, token: str, path: str) -> Response:
    """Give the browser the session `token` in place of any it had, and send it on to `path`."""
    settings = opened(request, Settings)
    await end_session(request.cookies.get(cookie_name(settings), ""))
    response = go(path)
    set_session(response, settings, token)
    return response


def payer(request: Request) -> str:
    """Return who is counted for asking the API: a token that is valid, else where it comes from."""
    if caller(request) not in (ANYONE, NOBODY):
        return hash_token(_read_bearer(request.headers) or "")
    return network_of(request)


def _read_bearer(headers: Headers) -> str | None:
    """Return the token that a program calls with, however its header is spelt; None without one.

    Source: RFC 9110, 11.1; RFC 6750, 2.1.
    """
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def cookie_name(settings: Settings) -> str:
    """Return the cookie's name; `__Host-` binds it to this host, and needs https."""
    return "__Host-session" if settings.base.scheme == "https" else "session"


def set_session(response: Response, settings: Settings, token: str) -> None:
    """Give the browser the session `token`."""
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=int(ABSOLUTE.total_seconds()),
        secure=settings.base.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def clear_session(response: Response, settings: Settings) -> None:
    """Take the session cookie back, and what the browser kept of the pages."""
    response.delete_cookie(
        cookie_name(settings), secure=settings.base.scheme == "https", httponly=True
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
