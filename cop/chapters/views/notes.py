"""Notes about members: written by coordinators, read by them and by whom they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.chapters.access import access_notes
from cop.chapters.actions.notes import add_note, delete_note
from cop.chapters.forms.notes import read_note
from cop.chapters.queries.notes import list_notes_about
from cop.chapters.scopes import chapter_name
from cop.chapters.views.places import place_address, show_place
from cop.kit.again import shown_again_by
from cop.kit.forms import read_id, read_posted
from cop.kit.i18n import current_language
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_own

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


@shown_again_by(show_place)
async def save_note(request: Request) -> Response:
    """POST /chapters/{slug}/members/{member}/notes: note something about a member."""
    viewer, where = caller(request), request.path_params
    chapter, member = await access_notes(viewer, where["slug"], where["member"])
    await add_note(viewer, chapter, member, read_note(await read_posted(request)))
    return go(f"{place_address(request, chapter, member.slug)}#notes")


async def save_deletion(request: Request) -> Response:
    """POST /chapters/{slug}/members/{member}/notes/delete: delete a note."""
    viewer, where = caller(request), request.path_params
    chapter, member = await access_notes(viewer, where["slug"], where["member"])
    number = read_id((await read_posted(request)).get("note", ""))
    await delete_note(viewer, chapter, member, number)
    return go(f"{place_address(request, chapter, member.slug)}#notes")


async def show_own_notes(request: Request) -> Response:
    """GET /me/privacy/notes: what coordinators noted about me."""
    vocabulary, language = opened(request, Vocabulary), current_language()
    member = await see_own(caller(request))
    notes = [
        (chapter_name(one.chapter, vocabulary, language), one)
        for one in await list_notes_about(member.id)
    ]
    return page(request, "chapters/own_notes.html", notes=notes, private=True)
