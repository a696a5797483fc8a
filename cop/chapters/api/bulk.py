"""One deed about many members of a chapter by program: looked at, done, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.actions.bulk import DEEDS as OF_MANY
from cop.chapters.actions.bulk import (
    Bulk,
    do_bulk,
    get_bulk,
    list_steps_of,
    map_states,
    may_be_undone,
    preview_bulk,
    undo_bulk,
)
from cop.chapters.api.deciding import CALLED
from cop.chapters.api.deciding import DEEDS as OF_ONE
from cop.chapters.api.desk import access
from cop.chapters.forms.memberships import read_line
from cop.chapters.forms.roster import read_members
from cop.chapters.rules.memberships import Deed
from cop.kit.api import Endpoint, sent
from cop.kit.forms import read_id
from cop.kit.i18n import mark
from cop.kit.mail import Post
from cop.kit.parameters import LANG, Parameter, deed
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_members_briefly
from profiles.api import SLUG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from cop.chapters.actions.bulk import Preview
    from cop.chapters.models.chapters import Chapter
    from profiles.member import Member

DEEDS: Final = [CALLED[one] for one in OF_MANY]


async def do_with_many(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/deeds: look at what a deed would do about many, or do it."""
    viewer, form = caller(request), sent(request)
    chapter = await access(request)
    bulk = Bulk(OF_ONE[form["deed"]], read_members(form), read_line(form))
    if form.get("preview"):
        preview = await preview_bulk(chapter, bulk, viewer)
        affected = {"affected": await _stands_as_json(chapter, preview.affected)}
        return _left_as_json(preview) | affected
    post, vocabulary = opened(request, Post), opened(request, Vocabulary)
    row, preview = await do_bulk(post, vocabulary, viewer, chapter, bulk)
    return _left_as_json(preview) | await _deed_as_json(request, chapter, row.id)


async def show_deed(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/deeds/{number}: about whom something was done at once."""
    chapter = await access(request)
    return await _deed_as_json(request, chapter, read_id(request.path_params["number"]))


async def save_undoing(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/deeds/{number}: take it back, where nothing was done since."""
    chapter = await access(request)
    number = read_id(request.path_params["number"])
    await undo_bulk(caller(request), chapter, await get_bulk(chapter, number))
    return await _deed_as_json(request, chapter, number)


def _left_as_json(preview: Preview) -> dict[str, Any]:
    """Return about whom nothing is done."""
    others = [_stand_as_json(one, state) for one, state in preview.others]
    return {"others": others, "unknown": preview.unknown}


async def _deed_as_json(request: Request, chapter: Chapter, number: int) -> dict[str, Any]:
    row = await get_bulk(chapter, number)
    ids = [one.profile_id for one in await list_steps_of(row)]
    members = await see_members_briefly(ids, caller(request))
    return {
        "number": row.id,
        "deed": CALLED[Deed(row.deed)],
        "at": row.at.isoformat(),
        **({"undone": row.undone_at.isoformat()} if row.undone_at else {}),
        "affected": await _stands_as_json(chapter, members),
        "deeds": ["undo"] if may_be_undone(row) else [],
    }


async def _stands_as_json(chapter: Chapter, members: Sequence[Member]) -> list[dict[str, str]]:
    states = await map_states(chapter, [one.id for one in members])
    return [_stand_as_json(one, states[one.id]) for one in members]


def _stand_as_json(member: Member, state: str) -> dict[str, str]:
    """Return no more of a member than their page's title, so that nobody looks closely."""
    return {"slug": member.slug, "name": member.name, "state": state}


_STAND: Final = {"slug": str, "name": str, "state": str}
_DEED: Final = {
    "number": int,
    "deed": str,
    "at": str,
    "undone?": str,
    "affected": [_STAND],
    "deeds": [str],
}
_NUMBER: Final = Parameter(
    name="number", about=mark("The number that was answered when it was done."), in_path=True
)

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/chapters/{slug}/deeds",
        view=do_with_many,
        name="api-do-bulk",
        about=mark(
            "With a token that decides, for those who coordinate the chapter: approve, decline, "
            "invite or remove many at once, or look first whom it would be about. The answer is "
            "how they stand to it then, to whom nothing happens, how many are not there or not for "
            "you, and the number by which it can be taken back for a week."
        ),
        parameters=(SLUG, LANG),
        body=(
            deed(DEEDS),
            Parameter(
                name="members",
                about=mark("Whom: the last parts of their addresses, at most 500."),
                many=True,
                required=True,
            ),
            Parameter(name="words", about=mark("A personal line that goes with an invitation.")),
            Parameter(
                name="preview", about=mark("True: only look, and do nothing."), is_truth=True
            ),
        ),
        answer={
            "number?": int,
            "deed?": str,
            "at?": str,
            "affected": [_STAND],
            "others": [_STAND],
            "unknown": int,
            "deeds?": [str],
        },
        decides=True,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/deeds/{number}",
        view=show_deed,
        name="api-bulk-deed",
        about=mark(
            "For those who coordinate the chapter: what was done about many at once, how they "
            "stand to it now, and whether it can be taken back."
        ),
        parameters=(SLUG, _NUMBER, LANG),
        answer=_DEED,
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/deeds/{number}",
        view=save_undoing,
        name="api-undo-bulk",
        about=mark(
            "With a token that decides, for those who coordinate the chapter: take back for a week "
            "what was done about many at once. Whoever has answered since, or was decided about "
            "again, stays as they are."
        ),
        parameters=(SLUG, _NUMBER, LANG),
        body=(deed(("undo",)),),
        answer=_DEED,
        decides=True,
    ),
)
