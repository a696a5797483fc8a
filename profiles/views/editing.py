"""Making a profile in five minutes, and editing it: one's own, or that of somebody one assists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.kit.again import shown_again_by
from cop.kit.forms import read_posted_lists
from cop.kit.panels import make_panels
from cop.kit.web import go, page
from profiles.access import see_own
from profiles.actions.own import create_own_profile, edit_profile
from profiles.forms.own import NEEDED_AT_FIRST, read_profile_edit
from profiles.forms.sheet import read_picker_question, read_sheet
from profiles.views.desk import consent_words, open_desk

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.errors import CopError
    from profiles.views.desk import Desk


async def show_own_form(request: Request) -> Response:
    """GET /me/profile: the five-minute form for who has no profile yet, else the editor."""
    desk = await open_desk(request)
    return await desk.show(await desk.stored())


async def show_form(request: Request) -> Response:
    """GET /members/{slug}/edit: the editor, for the owner and who assists them."""
    desk = await open_desk(request)
    return await desk.show(await desk.stored())


async def show_kept(request: Request, error: CopError) -> Response:
    """Show the form again with what was typed in it, and what is wrong with it."""
    sheet = read_sheet(await read_posted_lists(request)).answered()
    return await (await open_desk(request)).show(sheet, error=error)


@shown_again_by(show_kept)
async def save_own_form(request: Request) -> Response:
    """POST /me/profile: save, or answer the button of a picker."""
    return await _save(await open_desk(request))


@shown_again_by(show_kept)
async def save_form(request: Request) -> Response:
    """POST /members/{slug}/edit: save, or answer the button of a picker."""
    return await _save(await open_desk(request))


async def _save(desk: Desk) -> Response:
    sheet = read_sheet(await read_posted_lists(desk.request)).answered()
    if sheet.ask:
        return await desk.show(sheet, await desk.help(sheet.over(await desk.stored())))
    if desk.editable is None:
        edit = read_profile_edit(sheet, desk.vocabulary, needed=NEEDED_AT_FIRST)
        await create_own_profile(desk.viewer, edit, consent_words())
    else:
        edit = read_profile_edit(sheet, desk.vocabulary)
        await edit_profile(desk.viewer, desk.editable, edit, consent_words())
    is_first = sheet.version == 0
    return go(desk.request.app.url_path_for("welcome") if is_first else f"{desk.address}?saved=1")


async def show_options(request: Request) -> Response:
    """GET /me/profile/options: what a picker offers for the words typed so far."""
    question = read_picker_question(request.query_params)
    desk = await open_desk(request)
    choice = await desk.pickers.find(question.field, question.typed, question.country)
    return page(request, "profiles/options.html", choice=choice, address=desk.address)


async def show_welcome(request: Request) -> Response:
    """GET /me/welcome: whom to meet, and which chapter to join, right after the first saving."""
    member = await see_own(caller(request))
    panels = await make_panels(request, "welcome", member)
    return page(request, "profiles/welcome.html", private=True, member=member, panels=panels)
