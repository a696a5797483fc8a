"""One's own shortlists: all of them, and each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller, own_id
from cop.kit.again import shown_again_by
from cop.kit.forms import read_posted
from cop.kit.settings import Settings
from cop.kit.web import go, opened, page
from cop.shortlists.access import access_shortlist
from cop.shortlists.actions.lists import (
    change_shortlist,
    delete_shortlist,
    end_link,
    make_shortlist,
    renew_link,
)
from cop.shortlists.forms import (
    LONGEST_DESCRIPTION,
    LONGEST_NOTE,
    read_list_form,
    read_name,
)
from cop.shortlists.people import see_people, see_shortlists
from cop.shortlists.sharing import token_of
from profiles.looks import IN_ROWS, record_looks

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.errors import CopError
    from cop.shortlists.models import Shortlist


async def show_shortlists(request: Request, error: CopError | None = None) -> Response:
    """GET /shortlists: one's lists, and where one makes another."""
    return page(
        request,
        "shortlists/lists.html",
        lists=await see_shortlists(caller(request)),
        error=error,
        typed=await read_posted(request) if error else {},
        private=True,
    )


@shown_again_by(show_shortlists)
async def save_new_shortlist(request: Request) -> Response:
    """POST /shortlists: make a list."""
    shortlist = await make_shortlist(own_id(request), read_name(await read_posted(request)))
    return go(_address(request, shortlist))


async def show_shortlist(request: Request, error: CopError | None = None) -> Response:
    """GET /shortlists/{number}: who is on it, with one's notes, and what one can do with it."""
    viewer = caller(request)
    shortlist = await access_shortlist(request.path_params["number"], viewer)
    people = await see_people(shortlist, viewer, noted=True)
    await record_looks(viewer, [one.member for one in people], IN_ROWS)
    return page(
        request,
        "shortlists/list.html",
        shortlist=shortlist,
        people=people,
        link=_link(request, shortlist),
        most=(LONGEST_DESCRIPTION, LONGEST_NOTE),
        error=error,
        typed=await read_posted(request) if error else {},
        noted=request.path_params.get("slug", ""),
        private=True,
    )


@shown_again_by(show_shortlist)
async def save_shortlist(request: Request) -> Response:
    """POST /shortlists/{number}: give it another name or description."""
    shortlist = await access_shortlist(request.path_params["number"], caller(request))
    await change_shortlist(shortlist, read_list_form(await read_posted(request)))
    return go(_address(request, shortlist))


async def save_deletion(request: Request) -> Response:
    """POST /shortlists/{number}/delete: delete it, with its notes and its link."""
    await delete_shortlist(await access_shortlist(request.path_params["number"], caller(request)))
    return go(request.app.url_path_for("shortlists"))


async def save_link(request: Request) -> Response:
    """POST /shortlists/{number}/link: share it by a new link; the one before ends."""
    shortlist = await access_shortlist(request.path_params["number"], caller(request))
    await renew_link(shortlist)
    return go(f"{_address(request, shortlist)}#share")


async def save_link_end(request: Request) -> Response:
    """POST /shortlists/{number}/link/end: share it no more."""
    shortlist = await access_shortlist(request.path_params["number"], caller(request))
    await end_link(shortlist)
    return go(f"{_address(request, shortlist)}#share")


def _address(request: Request, shortlist: Shortlist) -> str:
    return str(request.app.url_path_for("shortlist", number=str(shortlist.id)))


def _link(request: Request, shortlist: Shortlist) -> str:
    """Return the address that opens the list for others, "" while it is not shared."""
    settings = opened(request, Settings)
    if shortlist.link is None:
        return ""
    token = token_of(shortlist.link, settings.cop_data)
    return f"{settings.base_url}{request.app.url_path_for('shared-list', token=token)}"
