"""Notes about members of a chapter by program: written and deleted as on its desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.access import access_notes
from cop.chapters.actions.notes import add_note, delete_note
from cop.chapters.api.deciding import MEMBER
from cop.chapters.forms.notes import read_note
from cop.chapters.queries.leading import name_coordinators
from cop.chapters.queries.notes import list_notes
from cop.kit.api import Endpoint, sent
from cop.kit.forms import read_id
from cop.kit.i18n import mark
from cop.kit.parameters import LANG, Parameter, deed
from profiles.api import SLUG

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from profiles.member import Member


async def save_note(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/members/{member}/notes: note something about a member."""
    viewer, where = caller(request), request.path_params
    chapter, member = await access_notes(viewer, where["slug"], where["member"])
    await add_note(viewer, chapter, member, read_note(sent(request)))
    return {"notes": await list_notes_as_json(chapter, member, viewer)}


async def save_deletion(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/members/{member}/notes/{note}: delete a note."""
    viewer, where = caller(request), request.path_params
    chapter, member = await access_notes(viewer, where["slug"], where["member"])
    await delete_note(viewer, chapter, member, read_id(where["note"]))
    return {"notes": await list_notes_as_json(chapter, member, viewer)}


async def list_notes_as_json(
    chapter: Chapter, member: Member, viewer: Viewer
) -> list[dict[str, Any]]:
    """Return what was noted about the member, for who may read it."""
    names = await name_coordinators(chapter, viewer)
    return [
        {"number": one.id, "at": one.at.isoformat(), "text": one.text}
        | ({"coordinator": names[one.account_id]} if one.account_id in names else {})
        for one in await list_notes(chapter, member.id)
    ]


NOTES: Final = [{"number": int, "at": str, "text": str, "coordinator?": str}]

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/chapters/{slug}/members/{member}/notes",
        view=save_note,
        name="api-note",
        about=mark(
            "For those who coordinate the chapter: note something about somebody who is in it, "
            "asks or is invited. They may read it too. The answer is all that is noted about "
            "them, the last first."
        ),
        parameters=(SLUG, MEMBER, LANG),
        body=(Parameter(name="note", about=mark("What to note."), required=True),),
        answer={"notes": NOTES},
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/members/{member}/notes/{note}",
        view=save_deletion,
        name="api-delete-note",
        about=mark(
            "For those who coordinate the chapter: delete a note about a member. The answer is "
            "what is still noted about them."
        ),
        parameters=(
            SLUG,
            MEMBER,
            Parameter(name="note", about=mark("The number of the note."), in_path=True),
            LANG,
        ),
        body=(deed(("delete",)),),
        answer={"notes": NOTES},
    ),
)
