"""How often chapters write to one: chosen among the settings, ended from any of their mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.ending import access_end
from cop.accounts.session import caller, own_id
from cop.chapters.actions.notices import END
from cop.chapters.actions.paces import choose_paces
from cop.chapters.forms.memberships import read_paces
from cop.chapters.models.notices import Often
from cop.chapters.queries.chapters import list_chapters_at
from cop.chapters.queries.paces import Paces, get_paces
from cop.chapters.scopes import chapter_name
from cop.kit.forms import read_posted
from cop.kit.i18n import current_language
from cop.kit.settings import Settings
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def show_notices(request: Request) -> Response:
    """GET /account/notices: how often chapters write to me."""
    vocabulary, language = opened(request, Vocabulary), current_language()
    chapters = await list_chapters_at(caller(request).coordinates)
    return page(
        request,
        "chapters/notices.html",
        paces=await get_paces(own_id(request)),
        chapters=[(one, chapter_name(one, vocabulary, language)) for one in chapters],
        is_saved="saved" in request.query_params,
        private=True,
    )


async def save_notices(request: Request) -> Response:
    """POST /account/notices: let chapters write to me so often from now on."""
    chapters = await list_chapters_at(caller(request).coordinates)
    paces = read_paces(await read_posted(request), chapters)
    await choose_paces(own_id(request), paces)
    return go(f"{request.app.url_path_for('notices')}?saved")


async def show_notices_end(request: Request) -> Response:
    """GET /notices/{token}: the button that ends mails from chapters; a GET ends nothing."""
    await _whose(request)
    return page(request, "chapters/notices_end.html", is_done=False, private=True)


async def save_notices_end(request: Request) -> Response:
    """POST /notices/{token}: let chapters write no more."""
    await choose_paces(await _whose(request), Paces(Often.OFF))
    return page(request, "chapters/notices_end.html", is_done=True, private=True)


async def _whose(request: Request) -> int:
    return await access_end(opened(request, Settings).cop_data, END, request.path_params["token"])
