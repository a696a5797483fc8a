"""The OpenAPI document, and the page that explains the API to people."""

from __future__ import annotations

import json
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from cop.announcements.api import lists as mail_lists
from cop.announcements.api import reading as announcements
from cop.announcements.api import writing as announcing
from cop.api import suggestions
from cop.api.openapi import make_openapi
from cop.chapters.api import (
    about,
    bulk,
    chapters,
    deciding,
    desk,
    joining,
    notes,
    own_place,
    places,
    seats,
)
from cop.countries import api as countries
from cop.events.api import attending, importing, meetings, planning
from cop.kit.api import MOST_A_MINUTE, as_json
from cop.kit.i18n import current_language
from cop.kit.settings import Settings
from cop.kit.web import opened, page
from cop.vocabulary import api as vocabulary
from cop.vocabulary.concepts import Vocabulary
from matching import api as matching
from profiles import api as profiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

ENDPOINTS: Final = (
    *profiles.ENDPOINTS,
    *matching.ENDPOINTS,
    *chapters.ENDPOINTS,
    *desk.ENDPOINTS,
    places.ENDPOINT,
    deciding.ENDPOINT,
    *notes.ENDPOINTS,
    *bulk.ENDPOINTS,
    *seats.ENDPOINTS,
    *about.ENDPOINTS,
    joining.ENDPOINT,
    *own_place.ENDPOINTS,
    *meetings.ENDPOINTS,
    *planning.ENDPOINTS,
    *attending.ENDPOINTS,
    *importing.ENDPOINTS,
    *mail_lists.ENDPOINTS,  # before {number}, which would take its address
    *announcements.ENDPOINTS,
    *announcing.ENDPOINTS,
    *countries.ENDPOINTS,
    *vocabulary.ENDPOINTS,
    suggestions.ENDPOINT,
)
# Real answers about the people of the tests, written and compared by tests/api/test_examples.py.
EXAMPLES: Final = Path(__file__).with_name("examples.json")


async def show_openapi(request: Request) -> Response:
    """GET /api/v1/openapi.json: the description of the API for machines."""
    name = opened(request, Vocabulary).label("community", "name", current_language())
    base_url = opened(request, Settings).base_url
    return as_json(request, make_openapi(ENDPOINTS, read_examples(), name, base_url))


async def show_api(request: Request) -> Response:
    """GET /api: what machines may ask, with an example of each answer."""
    return page(
        request,
        "api/api.html",
        endpoints=ENDPOINTS,
        examples=read_examples(),
        as_text=partial(json.dumps, ensure_ascii=False, indent=2),
        base_url=opened(request, Settings).base_url,
        most_a_minute=MOST_A_MINUTE,
    )


@cache
def read_examples() -> Mapping[str, Mapping[str, Any]]:
    """Return name of an endpoint -> the `request`, an address, and its `answer`."""
    return cast("dict[str, dict[str, Any]]", json.loads(EXAMPLES.read_text(encoding="utf-8")))
