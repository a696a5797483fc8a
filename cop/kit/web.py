"""The way in and out of a view: what the service has opened, the page it answers with."""

from __future__ import annotations

from functools import lru_cache, partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict, TypeVar, cast
from urllib.parse import urlencode

import jinja2
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from cop.kit import i18n
from cop.kit.api import is_for_machines, problem
from cop.kit.assets import asset_url
from cop.kit.errors import CopError, Invalid, Moved, NotFound, TooMany, Unavailable, Unknown
from cop.kit.i18n import gettext as _
from cop.kit.icons import icon
from cop.kit.markdown import render_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.applications import Starlette
    from starlette.requests import Request

TEMPLATES: Final = Path(__file__).parents[2] / "templates"
THEMES: Final = ("", "light", "dark")

T = TypeVar("T")


class State(TypedDict):
    """What the lifespan hands to every request."""

    opened: Mapping[type, object]  # one object a type: Settings, Vocabulary, …; see `opened`
    page_context: Mapping[str, object]  # names that every template knows


def opened(request: Request, kind: type[T]) -> T:
    """Return the `kind` that the lifespan opened."""
    return cast("T", cast("State", request.state)["opened"][kind])


def make_environment() -> jinja2.Environment:
    """Return the Jinja environment of pages: everything is escaped, a misspelt name is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    untyped = cast("Any", environment)
    untyped.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)
    untyped.globals["ngettext"] = _with_number(untyped.globals["ngettext"])
    untyped.globals.update(asset_url=asset_url, icon=icon, languages=i18n.LANGUAGES)
    untyped.filters.update(
        ago=i18n.format_ago,
        number=i18n.format_number,
        percent=i18n.format_part,
        day=i18n.format_day,
        month=i18n.format_month,
        labelled=_labelled,
        gaps=i18n.gaps_between,
        words=i18n.join_words,
        markdown=render_markdown,
    )
    return environment


def _with_number(ngettext: Callable[..., str]) -> Callable[..., str]:
    """Let `%(num)s` be written as the current language writes numbers."""

    @jinja2.pass_context
    def with_number(
        context: jinja2.runtime.Context, one: str, many: str, number: int, **values: object
    ) -> str:
        return ngettext(context, one, many, number, **{"num": i18n.format_number(number)} | values)

    return with_number


@jinja2.pass_context
def _labelled(context: jinja2.runtime.Context, key: str, scheme: str) -> str:
    """Return what the concept is called: `keys | map("labelled", "topic")`."""
    return str(context["label"](scheme, key))


_environment: Final = make_environment()


def page(request: Request, template: str, /, **context: Any) -> Response:
    """Render `template` with `context` as an HTML response; an `error` in it gives the status."""
    error: CopError | None = context.get("error")
    repeats = not isinstance(error, Invalid)  # else the query may be what cannot be taken
    language = i18n.current_language()
    theme = request.cookies.get("theme", "")
    context |= cast("State", request.state)["page_context"]
    html = _environment.get_template(template).render(
        context,
        request_path=_way_here(request, repeats=repeats),
        repeats_query=repeats,
        path=partial(_path, request.app),
        with_query=partial(with_query, request),
        without=partial(without, request),
        viewer=request.scope.get("viewer"),
        language=language,
        direction=i18n.direction(language),
        theme=theme if theme in THEMES else "",
    )
    headers = {"Vary": "Accept-Language, Cookie", "Cache-Control": "private, no-cache"}
    if context.get("private"):
        headers["Cache-Control"] = "no-store"
    return HTMLResponse(html, error.status if error else 200, headers)


def _way_here(request: Request, *, repeats: bool) -> str:
    """Return the way back to this page, with its query or without."""
    query = request.url.query if repeats else ""
    return f"{request.url.path}?{query}".removesuffix("?")


@lru_cache(maxsize=16_384)
def _path(app: Starlette, name: str, /, **where: str) -> str:
    """Return the address of a page; templates ask for hundreds, most of them again and again."""
    return str(app.url_path_for(name, **where))


def with_query(request: Request, **changes: object) -> str:
    """Return this page's address with some query parameters set, or removed where None."""
    pairs = [
        (name, value) for name, value in request.query_params.multi_items() if name not in changes
    ]
    pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
    return f"?{urlencode(pairs)}" if pairs else request.url.path


def without(request: Request, name: str, value: str) -> str:
    """Return this page's address without one value of a parameter, from its first page on."""
    pairs = [
        pair
        for pair in request.query_params.multi_items()
        if pair != (name, value) and pair[0] != "page"
    ]
    return f"?{urlencode(pairs)}" if pairs else request.url.path


def go(path: str) -> Response:
    """Send the browser on to `path` after a form was taken."""
    return RedirectResponse(path, status_code=303)


def local_path(text: str | None) -> str:
    """Return `text` if it is a path of this service, else "/"; it may come from anyone."""
    if text and text.startswith("/") and text[1:2] not in {"/", "\\"}:
        return text if text.isprintable() and "\\" not in text else "/"
    return "/"


def with_next(address: str, path: str) -> str:
    """Return `address`, remembering that `path` is where the person wants to get to."""
    return address if path == "/" else f"{address}?{urlencode({'next': path})}"


async def show_error(request: Request, error: Exception) -> Response:
    """Answer a `CopError`, or an address that does not exist, with its page or its problem."""
    headers: Mapping[str, str] = {}
    if isinstance(error, HTTPException):
        headers = error.headers or headers  # which methods are allowed
        error = _as_ours(error)
    if isinstance(error, Moved) and request.method in {"GET", "HEAD"}:
        headers = {"Cache-Control": "no-cache"}  # it may move back
        return RedirectResponse(_way_there(request, error), 301, headers)
    if not isinstance(error, CopError):
        error = CopError(_("Something went wrong on our side. It has been noted."))
    response = (
        problem(error)
        if is_for_machines(request.url.path)
        else page(request, "error.html", error=error)
    )
    response.headers.update(headers)
    if isinstance(error, Unknown):
        response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    if isinstance(error, Unavailable):
        response.headers["Retry-After"] = str(error.seconds if isinstance(error, TooMany) else 5)
    return response


def _way_there(request: Request, moved: Moved) -> str:
    """Return this address with its old part made new."""
    path = request.url.path.replace(moved.old, moved.new, 1)
    return f"{path}?{request.url.query}".removesuffix("?")


async def answer_nobody(_request: Request, _error: Exception) -> Response:
    """Answer who has hung up in the middle of a request: nobody hears it, and it is no error."""
    return Response(status_code=400)


def _as_ours(error: HTTPException) -> CopError:
    if error.status_code == 404:  # noqa: PLR2004
        return NotFound(_("There is nothing at this address."))
    is_large = error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    translated = CopError(
        _("This is more than can be sent at once.")
        if is_large
        else _("This address does not take that kind of request.")
    )
    translated.status = error.status_code  # pyright: ignore[reportAttributeAccessIssue]
    return translated
