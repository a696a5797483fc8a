"""What machines ask for: endpoints, and answers as JSON.

A domain describes its endpoints in its `api.py`. The description is what requests are checked
against, what the OpenAPI document says and what the page for people shows; nothing is said twice.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import orjson
from starlette.responses import Response

from cop.kit.errors import Invalid
from cop.kit.forms import read_json, read_page
from cop.kit.paging import count_pages
from cop.kit.parameters import read_body

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from starlette.requests import Request

    from cop.kit.errors import CopError
    from cop.kit.forms import Params
    from cop.kit.parameters import Parameter

    Answering = Callable[[Request], Awaitable[Mapping[str, Any]]]

T = TypeVar("T")

API: Final = "/api/"  # where tokens count and cookies do not
MOST_A_MINUTE: Final = 300  # requests of one token, or of one address without a token
DEEPEST: Final = 1_000  # pages of what is listed for one chapter
FRESH: Final = 60  # seconds that anybody may keep an answer for everybody


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """An address that answers machines.

    Attributes:
        about: what it answers, marked for the catalogues.
        answer: the form of the answer, as `cop.api` reads it: names to types, a list for many,
            "?" after a name that may be missing.
        body: what a JSON object holds that is posted there; with none, the address is read.
        decides: it is about members of a chapter, for which there are tokens that do no more.
    """

    path: str
    view: Answering
    name: str
    about: str
    answer: Mapping[str, Any]
    parameters: Sequence[Parameter] = ()
    body: Sequence[Parameter] = ()
    decides: bool = False

    @property
    def method(self) -> str:
        """Return how the address is asked."""
        return "POST" if self.body else "GET"

    def answering(self) -> Callable[[Request], Awaitable[Response]]:
        """Return the view with its parameters checked before, and its answer as JSON."""

        @wraps(self.view)
        async def answer(request: Request) -> Response:
            for parameter in self.parameters:
                parameter.check(request.query_params)
            if self.body:
                request.scope["sent"] = read_body(await read_json(request), self.body)
            return as_json(request, await self.view(request))

        return answer


def sent(request: Request) -> Params:
    """Return what was posted to an endpoint, as its description reads it."""
    return cast("Params", request.scope["sent"])


PAGED: Final = {"total": int, "pages": int}


def cut(request: Request, listed: Sequence[T], size: int) -> tuple[Sequence[T], dict[str, int]]:
    """Return the page that was asked for of a list, and what its answer says of the whole."""
    first = (read_page(request.query_params, last=DEEPEST) - 1) * size
    told = {"total": len(listed), "pages": count_pages(len(listed), size)}
    return listed[first : first + size], told


def is_for_machines(path: str) -> bool:
    """Say whether what happens at `path` is answered as JSON."""
    return path.startswith(API)


def as_json(request: Request, data: Mapping[str, Any]) -> Response:
    """Answer with `data`; everybody's answer may be kept, that to a token's owner may not."""
    headers = {"Vary": "Accept-Language, Authorization", "Cache-Control": "private, no-store"}
    if "authorization" not in request.headers:
        tag = f'W/"{_digest(data)}"'
        headers |= {"Cache-Control": f"public, max-age={FRESH}", "ETag": tag}
        if is_named_by(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(orjson.dumps(data), headers=headers, media_type="application/json")


def _digest(data: Mapping[str, Any]) -> str:
    """Return what tells two answers apart; how long one took does not."""
    lasting = {name: value for name, value in data.items() if name != "seconds"}
    return hashlib.sha256(orjson.dumps(lasting)).hexdigest()[:24]


def is_named_by(header: str, tag: str) -> bool:
    """Say whether an If-None-Match header names `tag`; strong and weak ones compare equal.

    Source: RFC 9110, 13.1.2.
    """
    named = [one.strip().removeprefix("W/") for one in header.split(",")]
    return "*" in named or tag.removeprefix("W/") in named


def problem(error: CopError) -> Response:
    """Answer with `error` as a problem document.

    Source: RFC 9457.
    """
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": error.message,
    }
    if isinstance(error, Invalid) and error.fields:
        document["errors"] = error.fields
    return Response(
        orjson.dumps(document),
        status_code=error.status,
        headers={"Cache-Control": "no-store", "Vary": "Accept-Language, Authorization"},
        media_type="application/problem+json",
    )
