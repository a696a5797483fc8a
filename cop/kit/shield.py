"""What stands around every request: who is addressed, in which language, how much, the headers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request, cookie_parser
from starlette.responses import PlainTextResponse

from cop.kit.api import is_for_machines, problem
from cop.kit.errors import CopError
from cop.kit.i18n import choose_language, use_language
from cop.kit.settings import LOCAL_HOSTS
from cop.kit.web import show_error

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from cop.kit.settings import Settings

HEADER_LIMIT: Final = 32_768  # bytes of all request headers together, or of an address
HEALTH: Final = frozenset({"/healthz", "/readyz"})  # asked by machines that know no names

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
}


class BadRequest(CopError):
    """It names another host, or is not written as an address is."""

    status = 400


class Shield:
    """Refuse requests that are not for us, and put the security headers on every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.hosts = LOCAL_HOSTS if settings.is_local else frozenset({settings.base.hostname})
        self.headers = dict(SECURITY_HEADERS)
        if settings.base.scheme == "https":
            self.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = "" if scope["path"] in HEALTH else self._refusal(Headers(scope=scope))
        refusal = refusal or _misspelt(scope)
        if refusal:
            await _refuse(scope["path"], refusal)(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)

    def _refusal(self, headers: Headers) -> str:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or _hostname(hosts[0]) not in self.hosts:
            return "This request names another host. Check BASE_URL.\n"
        if sum(len(name) + len(value) for name, value in headers.raw) > HEADER_LIMIT:
            return "The headers of this request are too large.\n"
        return ""


def _misspelt(scope: Scope) -> str:
    """Say what is wrong with how the address is written, if anything.

    Starlette would put U+FFFD for what is not UTF-8, and no database keeps NUL.
    """
    for written in (scope.get("raw_path") or b"", scope["query_string"]):
        if len(written) > HEADER_LIMIT:
            return "This address is too long.\n"
        spelt = unquote_to_bytes(written)
        try:
            spelt.decode()
        except UnicodeDecodeError:
            return "This address is not written in UTF-8.\n"
        if b"\0" in spelt:
            return "This address holds a character that nobody can have meant to write.\n"
    return ""


def _refuse(path: str, refusal: str) -> Response:
    """Refuse a request that was not for us, before its language is known."""
    if is_for_machines(path):
        return problem(BadRequest(refusal.strip()))
    return PlainTextResponse(refusal, BadRequest.status)


def _hostname(host: str) -> str:
    name, _, port = host.rpartition(":")
    if name and port.isdecimal() and not name.endswith(":"):
        host = name
    return host.strip("[]").lower()


class Speak:
    """Let the request be answered in the language it asks for, and remember a choice.

    `?lang=fr` wins over the cookie, the cookie over the Accept-Language header.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asked = QueryParams(scope["query_string"]).get("lang")
        machine = is_for_machines(scope["path"])  # has no cookies, and shares its answers
        kept = None if machine else cookie_parser(headers.get("cookie", "")).get("language")
        language = choose_language(asked, kept, accept=headers.get("accept-language", ""))

        keeps = not machine and asked == language != kept

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and keeps:
                MutableHeaders(scope=message).append(
                    "Set-Cookie",
                    f"language={language}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
                )
            await send(message)

        with use_language(language):
            await self.app(scope, receive, send_with_cookie)


class Excuse:
    """Answer what nobody expected like anything else, and let it be logged as what it is.

    Starlette would answer it outside of everything: without our headers, and in English.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def send_noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except Exception as error:
            if scope["type"] == "http" and not has_begun:
                excuse = await show_error(Request(scope), error)
                await excuse(scope, receive, send)
            raise


class Enough:
    """Take no body larger than an address allows, and say so as of anything else that is refused.

    Starlette's own answer is a bare line, for people and for machines.
    """

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self.limited = RequestBodyLimitMiddleware(app, most_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_refused = False

        async def send_ours(message: Message) -> None:
            nonlocal is_refused
            too_large = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            if message["type"] == "http.response.start" and message["status"] == too_large:
                is_refused = True
                refused = await show_error(Request(scope), HTTPException(too_large))
                await refused(scope, receive, send)
            elif not is_refused:
                await send(message)

        await self.limited(scope, receive, send_ours)
