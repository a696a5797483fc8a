"""A saved search for feed readers."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from cop.accounts.session import caller
from cop.accounts.viewer import ANYONE
from cop.kit.api import is_named_by
from cop.kit.i18n import use_language
from cop.kit.settings import Settings
from cop.kit.web import opened
from cop.searches.access import access_feed
from cop.searches.feed import MOST_ENTRIES, write_feed
from cop.searches.newest import ask_newest
from cop.vocabulary.concepts import Vocabulary
from search.engine import Engine

if TYPE_CHECKING:
    from starlette.requests import Request

FRESH: Final = 900  # seconds in which a reader need not ask again


async def show_feed(request: Request) -> Response:
    """GET /searches/{token}.atom: the newest people of a saved search, as everybody sees them."""
    settings, vocabulary = opened(request, Settings), opened(request, Vocabulary)
    token = request.path_params["token"]
    search = await access_feed(token, settings.cop_data)
    with use_language(search.account.language or "en"):
        eyes = replace(ANYONE, blocked=caller(request).blocked)
        answer = await ask_newest(opened(request, Engine), vocabulary, search, eyes, MOST_ENTRIES)
        feed = write_feed(search, answer.found, vocabulary, settings.base_url, token)
    tag = f'"{hashlib.sha256(feed).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": f"private, max-age={FRESH}"}
    if is_named_by(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(feed, headers=headers, media_type="application/atom+xml")
