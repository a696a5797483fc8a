"""One's saved searches: kept on the page of the directory, looked after on a page of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller, own_id
from cop.kit.again import shown_again_by
from cop.kit.forms import read_posted
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.kit.panels import Panel
from cop.kit.settings import Settings
from cop.kit.web import go, opened, page
from cop.searches.access import access_alert, access_search, feed_token
from cop.searches.actions.saved import (
    change_search,
    delete_search,
    end_alert,
    renew_feed,
    save_search,
)
from cop.searches.forms import read_change_form, read_feed_form, read_search_form
from cop.searches.models import LONGEST_NAME, SavedSearch
from cop.searches.queries import list_searches
from cop.searches.wording import describe, read_back, write_question
from cop.vocabulary.concepts import Vocabulary

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.errors import CopError
    from profiles.directory import Answer


async def show_searches(request: Request, error: CopError | None = None) -> Response:
    """GET /searches: the questions one keeps, and how one is told who is new."""
    settings, vocabulary = opened(request, Settings), opened(request, Vocabulary)
    searches = await list_searches(own_id(request))
    return page(
        request,
        "searches/searches.html",
        error=error,
        searches=[
            (
                one,
                describe(read_back(one.question), vocabulary, current_language()),
                feed_token(one, settings.cop_data),
            )
            for one in searches
        ],
        base_url=settings.base_url,
        private=True,
    )


@shown_again_by(show_searches)
async def save_new_search(request: Request) -> Response:
    """POST /searches: keep a question."""
    form = read_search_form(await read_posted(request))
    search = await save_search(own_id(request), form.name, form.question)
    return _back_to(request, search)


@shown_again_by(show_searches)
async def save_changed_search(request: Request) -> Response:
    """POST /searches/{number}: call a search otherwise, be told more or less often."""
    search = await access_search(request.path_params["number"], caller(request))
    form = read_change_form(await read_posted(request))
    await change_search(search, form.name, form.often)
    return _back_to(request, search)


async def save_deleted_search(request: Request) -> Response:
    """POST /searches/{number}/delete: keep a question no longer."""
    await delete_search(await access_search(request.path_params["number"], caller(request)))
    return go(request.app.url_path_for("searches"))


async def save_feed_address(request: Request) -> Response:
    """POST /searches/{number}/feed: give the feed of a search a new address, or end it."""
    search = await access_search(request.path_params["number"], caller(request))
    await renew_feed(search, on=read_feed_form(await read_posted(request)))
    return _back_to(request, search)


async def show_alert_end(request: Request) -> Response:
    """GET /searches/end/{token}: the button that ends the mails; a GET ends nothing."""
    search = await access_alert(request.path_params["token"], opened(request, Settings).cop_data)
    return page(request, "searches/end.html", search=search, done=False, private=True)


async def save_alert_end(request: Request) -> Response:
    """POST /searches/end/{token}: send no more mails about a search."""
    search = await access_alert(request.path_params["token"], opened(request, Settings).cop_data)
    await end_alert(search)
    return page(request, "searches/end.html", search=search, done=True, private=True)


async def make_save_panel(request: Request, answer: Answer) -> Panel | None:
    """Offer on the page of the directory to keep the question, where something was asked.

    A search around a place is not kept: it has no clear end, so nobody is new in it.
    """
    question = answer.question
    if question.near or not (question.text or question.filters):
        return None
    words = describe(question, opened(request, Vocabulary), current_language())
    return Panel(
        "searches/save.html",
        {"question": write_question(question), "name": _(", ").join(words)[:LONGEST_NAME]},
    )


def _back_to(request: Request, search: SavedSearch) -> Response:
    return go(f"{request.app.url_path_for('searches')}#search-{search.id}")
