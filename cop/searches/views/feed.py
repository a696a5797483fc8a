"""A saved search for feed readers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.accounts.viewer import ANYONE
from cop.kit.atom import answer_with
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
    from starlette.responses import Response


async def show_feed(request: Request) -> Response:
    """GET /searches/{token}.atom: the newest people of a saved search, as everybody sees them."""
    settings, vocabulary = opened(request, Settings), opened(request, Vocabulary)
    token = request.path_params["token"]
    search = await access_feed(token, settings.cop_data)
    with use_language(search.account.language or "en"):
        eyes = replace(ANYONE, blocked=caller(request).blocked)
        answer = await ask_newest(opened(request, Engine), vocabulary, search, eyes, MOST_ENTRIES)
        feed = write_feed(search, answer.found, vocabulary, settings.base_url, token)
    return answer_with(request, feed)
