"""Putting people on a list, and what one notes about them there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from cop.accounts.session import caller, own_id
from cop.kit.again import shown_again_by
from cop.kit.forms import read_one, read_posted, read_posted_lists
from cop.kit.panels import Panel
from cop.kit.web import go, local_path, page
from cop.shortlists.access import access_listed
from cop.shortlists.actions.people import keep, note, take_off
from cop.shortlists.forms import read_keeping, read_note, read_who
from cop.shortlists.queries import list_shortlists, list_shortlists_with
from cop.shortlists.views.lists import show_shortlist
from profiles.access import see_members_at
from profiles.queries import find_own_slug

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.errors import CopError
    from cop.shortlists.models import Shortlist
    from profiles.directory import Answer
    from profiles.member import Member

KEPT: Final = "kept"  # tells the page one comes back to on which list somebody was put


async def show_choice(request: Request, error: CopError | None = None) -> Response:
    """GET /shortlists/keep: choose on which list to keep those who were ticked."""
    asked = await read_posted_lists(request) if error else request.query_params
    return page(
        request,
        "shortlists/keep.html",
        members=await see_members_at(read_who(asked), caller(request)),
        lists=await list_shortlists(own_id(request)),
        back=local_path(asked.get("next")),
        typed=asked,
        error=error,
        private=True,
    )


@shown_again_by(show_choice)
async def save_kept(request: Request) -> Response:
    """POST /shortlists/keep: put them on it, and go back to where they were ticked."""
    data = await read_posted_lists(request)
    shortlist = await keep(read_keeping(data), caller(request))
    return go(_back(local_path(read_one(data, "next")), shortlist))


@shown_again_by(show_shortlist)
async def save_note(request: Request) -> Response:
    """POST /shortlists/{number}/people/{slug}: note something about somebody."""
    number, slug = request.path_params["number"], request.path_params["slug"]
    shortlist, member = await access_listed(number, slug, caller(request))
    await note(shortlist, member, read_note(await read_posted(request)))
    return go(f"{request.app.url_path_for('shortlist', number=number)}#{slug}")


async def save_removal(request: Request) -> Response:
    """POST /shortlists/{number}/people/{slug}/remove: take somebody off."""
    number, slug = request.path_params["number"], request.path_params["slug"]
    await take_off(*await access_listed(number, slug, caller(request)))
    return go(request.app.url_path_for("shortlist", number=number))


async def make_member_panel(request: Request, member: Member) -> Panel | None:
    """Show on a member's page on which lists of one's own they are, and put them on another."""
    account_id = caller(request).account_id
    own = await find_own_slug(account_id) if account_id else None
    if account_id is None or own == member.slug:
        return None
    kept = await list_shortlists_with(account_id, member.id)
    lists = [one for one in await list_shortlists(account_id) if one not in kept]
    return Panel("shortlists/of_member.html", {"kept": kept, "lists": lists, "own": own})


async def make_directory_panel(request: Request, answer: Answer) -> Panel | None:
    """Show under the people found what can be done with those who are ticked."""
    account_id = caller(request).account_id
    if not answer.found:
        return None
    asked = read_one(request.query_params, KEPT)
    lists = await list_shortlists(account_id) if account_id and asked else []
    kept = next((one for one in lists if str(one.id) == asked), None)
    return Panel("shortlists/ticked.html", {"kept": kept})


def _back(path: str, shortlist: Shortlist) -> str:
    """Return `path`, which then says that they are kept."""
    parts = urlsplit(path)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != KEPT]
    return f"{parts.path}?{urlencode([*pairs, (KEPT, str(shortlist.id))])}"
