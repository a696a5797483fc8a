"""How announcements come to who calls: for programs of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller, own_id
from cop.announcements.access import access_own_list
from cop.announcements.actions.lists import choose_list, choose_often
from cop.announcements.forms import read_often
from cop.announcements.models import Often
from cop.announcements.queries import find_bounce, find_often, list_turned_off, map_lists
from cop.announcements.wording import list_name
from cop.kit.api import Endpoint, sent
from cop.kit.forms import read_id
from cop.kit.i18n import current_language, mark
from cop.kit.parameters import LANG, Parameter
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary

if TYPE_CHECKING:
    from starlette.requests import Request


async def show_lists(request: Request) -> dict[str, Any]:
    """GET /api/v1/announcements/lists: how often announcements come to me, and from whom."""
    account_id = own_id(request)
    vocabulary, language = opened(request, Vocabulary), current_language()
    off = await list_turned_off(account_id)
    return {
        "often": await find_often(account_id),
        "bounced": await find_bounce(account_id) is not None,
        "lists": [
            {"id": number, "name": list_name(one, vocabulary, language), "on": number not in off}
            | ({"chapter": one.slug} if one else {})
            for number, one in (await map_lists(account_id, caller(request))).items()
        ],
    }


async def save_often(request: Request) -> dict[str, Any]:
    """POST /api/v1/announcements/lists: get announcements at once, once a week, or not by mail."""
    await choose_often(own_id(request), read_often(sent(request)))
    return await show_lists(request)


async def save_switch(request: Request) -> dict[str, Any]:
    """POST /api/v1/announcements/lists/{list}: turn the announcements of a chapter on or off."""
    account_id, number = own_id(request), read_id(request.path_params["list"])
    chapter = await access_own_list(account_id, caller(request), number)
    on = sent(request)["turn"] == "on"
    await choose_list(account_id, chapter, opened(request, Vocabulary), on=on)
    return await show_lists(request)


_ANSWER: Final = {
    "often": str,
    "bounced": bool,
    "lists": [{"id": int, "name": str, "on": bool, "chapter?": str}],
}

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/announcements/lists",
        view=show_lists,
        name="api-mail-lists",
        about=mark(
            "With a token of your own: how often announcements come to you by mail, from whom, and "
            "whether a mail to your address came back."
        ),
        parameters=(LANG,),
        answer=_ANSWER,
    ),
    Endpoint(
        path="/api/v1/announcements/lists",
        view=save_often,
        name="api-choose-often",
        about=mark("Choose how often announcements come to you by mail."),
        parameters=(LANG,),
        body=(
            Parameter(name="often", about=mark("How often."), choices=tuple(Often), required=True),
        ),
        answer=_ANSWER,
    ),
    Endpoint(
        path="/api/v1/announcements/lists/{list}",
        view=save_switch,
        name="api-turn-list",
        about=mark(
            "Turn the announcements of one of your chapters, or of the whole community, on or off."
        ),
        parameters=(
            Parameter(name="list", about=mark("Which list: its `id`."), in_path=True),
            LANG,
        ),
        body=(
            Parameter(
                name="turn", about=mark("Whether they come."), choices=("on", "off"), required=True
            ),
        ),
        answer=_ANSWER,
    ),
)
