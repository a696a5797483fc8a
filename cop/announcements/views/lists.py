"""Where members say how they want announcements, on a page of theirs or from a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.queries import get_account
from cop.accounts.session import caller, own_id
from cop.announcements.access import access_end, access_own_list
from cop.announcements.actions.lists import choose_list, choose_often, confirm_address
from cop.announcements.forms import read_often, read_switch
from cop.announcements.models import Often
from cop.announcements.queries import find_bounce, find_often, list_turned_off, map_lists
from cop.announcements.wording import list_name
from cop.kit.forms import read_posted
from cop.kit.i18n import current_language
from cop.kit.panels import Panel
from cop.kit.settings import Settings
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.accounts.models import Account
    from cop.announcements.access import End


async def show_lists(request: Request) -> Response:
    """GET /account/mail: which announcements come to me, how often, and whether they arrive."""
    account = await get_account(own_id(request))
    vocabulary, language = opened(request, Vocabulary), current_language()
    off = await list_turned_off(account.id)
    lists = await map_lists(account.id, caller(request))
    return page(
        request,
        "announcements/lists.html",
        account=account,
        bounce=await find_bounce(account.id),
        often=await find_often(account.id),
        lists=[
            (one, list_name(one, vocabulary, language), number not in off)
            for number, one in lists.items()
        ],
        private=True,
    )


async def save_often(request: Request) -> Response:
    """POST /account/mail: get announcements at once, once a week, or not by mail."""
    await choose_often(own_id(request), read_often(await read_posted(request)))
    return _to_lists(request)


async def save_switch(request: Request) -> Response:
    """POST /account/mail/list: turn the announcements of a chapter on or off."""
    account_id, (number, on) = own_id(request), read_switch(await read_posted(request))
    chapter = await access_own_list(account_id, caller(request), number)
    await choose_list(account_id, chapter, opened(request, Vocabulary), on=on)
    return _to_lists(request)


async def save_confirmed(request: Request) -> Response:
    """POST /account/mail/works: say that the address works, though mails came back."""
    await confirm_address(own_id(request))
    return _to_lists(request)


async def show_end(request: Request) -> Response:
    """GET /announcements/end/{token}: the button that ends the mails; a GET ends nothing."""
    return await _show_end(request, await _access_end(request), done=False)


async def save_end(request: Request) -> Response:
    """POST /announcements/end/{token}: send this person no more of what the token names."""
    end = await _access_end(request)
    if end.is_all:
        await choose_often(end.account_id, Often.OFF)
    else:
        await choose_list(end.account_id, end.chapter, opened(request, Vocabulary), on=False)
    return await _show_end(request, end, done=True)


async def make_account_panel(_request: Request, account: Account) -> Panel | None:
    """Show on the page of an account how announcements come, and whether mails came back."""
    return Panel("announcements/on_account.html", {"bounce": await find_bounce(account.id)})


async def _access_end(request: Request) -> End:
    return await access_end(request.path_params["token"], opened(request, Settings).cop_data)


async def _show_end(request: Request, end: End, *, done: bool) -> Response:
    name = (
        ""
        if end.is_all
        else list_name(end.chapter, opened(request, Vocabulary), current_language())
    )
    return page(request, "announcements/end.html", name=name, done=done, private=True)


def _to_lists(request: Request) -> Response:
    return go(request.app.url_path_for("mail-lists"))
