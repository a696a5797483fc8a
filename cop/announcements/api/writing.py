"""Announcements of a chapter, written, looked at, sent and stopped by program.

Those to the whole community are its administrators', and no token proves one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.announcements.access import access_list, access_to_write
from cop.announcements.actions.writing import change_draft, do_deed, keep_draft
from cop.announcements.api.reading import NUMBER
from cop.announcements.audience import find_audience
from cop.announcements.forms import DEEDS, read_deed, read_draft, write_draft
from cop.announcements.models import Announcement, Stage
from cop.announcements.progress import count_written
from cop.announcements.queries import find_announcement
from cop.kit.api import Endpoint, sent
from cop.kit.errors import Invalid
from cop.kit.forms import LARGEST_ID, read_version
from cop.kit.i18n import LANGUAGES, current_language, mark
from cop.kit.i18n import gettext as _
from cop.kit.mail import Post
from cop.kit.parameters import LANG, Parameter, deed
from cop.kit.settings import Settings
from cop.kit.web import opened
from cop.searches.wording import describe, read_back
from cop.vocabulary.concepts import Vocabulary
from profiles.api import SLUG
from search.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from cop.announcements.wording import Draft
    from cop.chapters.models.chapters import Chapter


async def keep(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/announcements: keep a draft, which nobody gets yet."""
    viewer = caller(request)
    chapter = await access_list(request.path_params["slug"], viewer)
    draft = _read(sent(request))
    size = await _size(request, chapter, draft.question)  # without the search nothing is kept
    kept = await keep_draft(viewer, chapter, draft)
    return _as_json(request, kept) | {"size": size}


async def change(request: Request) -> dict[str, Any]:
    """POST /api/v1/announcements/{number}/edit: change a draft; what is not said stays."""
    number, viewer, said = request.path_params["number"], caller(request), sent(request)
    one = await access_to_write(number, viewer)
    anew = {"q": "", "to": ""} if "q" in said or "to" in said else {}  # one stands for the other
    draft = _read({**write_draft(one), **anew, **said})
    size = await _size(request, one.chapter, draft.question)
    await change_draft(one, draft, read_version(said))
    return _as_json(request, await access_to_write(number, viewer)) | {"size": size}


async def show_desk(request: Request) -> dict[str, Any]:
    """GET /api/v1/announcements/{number}/desk: what it says, for whom, and how far it is."""
    one = await access_to_write(request.path_params["number"], caller(request))
    if one.stage == Stage.DRAFT:
        return _as_json(request, one) | {"size": await _size(request, one.chapter, one.question)}
    mails = await count_written(one)
    if not mails:
        return _as_json(request, one)
    told = {
        "written": sum(mails.values()),
        "gone": mails.get("sent", 0),
        "waiting": mails.get("queued", 0),
        "refused": mails.get("failed", 0),
    }
    taken_back = {"taken_back": mails["stopped"]} if "stopped" in mails else {}
    return _as_json(request, one) | {"mails": told | taken_back}


async def do(request: Request) -> dict[str, Any]:
    """POST /api/v1/announcements/{number}/desk: mail it to oneself, send, stop or delete it."""
    viewer = caller(request)
    one = await access_to_write(request.path_params["number"], viewer)
    settings, vocabulary = opened(request, Settings), opened(request, Vocabulary)
    deed = read_deed(sent(request))
    await do_deed(settings, opened(request, Post), vocabulary, viewer, one, deed)
    left = await find_announcement(one.id)
    return {"id": one.id, "stage": left.stage if left else "deleted"}


def _read(said: Mapping[str, str]) -> Draft:
    """Read a draft; whom it is for is said in one way, or one of the two would be left out."""
    if said.get("q") and said.get("to"):
        reason = _("Say it either in `q` or in `to`.")
        raise Invalid(reason, {"to": reason})
    return read_draft(said)


async def _size(request: Request, chapter: Chapter | None, question: str) -> int:
    engine, vocabulary = opened(request, Engine), opened(request, Vocabulary)
    return (await find_audience(chapter, question, engine, vocabulary, caller(request))).size


def _as_json(request: Request, one: Announcement) -> dict[str, Any]:
    segment = describe(read_back(one.question), opened(request, Vocabulary), current_language())
    return {
        "id": one.id,
        "version": one.version,
        "stage": one.stage,
        "words": one.words,
        "language": one.language,
        "question": one.question,
        "segment": segment,
        "public": one.is_public,
    }


_WRITTEN: Final = tuple(
    Parameter(name=f"{name}-{code}", about=about)
    for code in LANGUAGES
    for name, about in (
        ("title", mark("The title in that language; one language at least is written.")),
        ("text", mark("The text in that language, in Markdown.")),
    )
)
_DRAFT: Final = (
    *_WRITTEN,
    Parameter(
        name="q",
        about=mark("For whom: who is found by these words. With neither this nor `to`, for all."),
    ),
    Parameter(
        name="to",
        about=mark("For whom, as the directory is asked in an address: `topic=wash&country=KE`."),
    ),
    Parameter(name="public", about=mark("Whether everybody may read it."), is_truth=True),
)
_VERSION: Final = Parameter(
    name="version",
    about=mark("The version that was read. Where somebody has changed it since, nothing is done."),
    most=LARGEST_ID,
)
_DESK: Final = {
    "id": int,
    "version": int,
    "stage": str,
    "words": {"*": {"title": str, "text": str}},
    "language": str,
    "question": str,
    "segment": [str],
    "public": bool,
}
_SIZED: Final = _DESK | {"size": int}

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/chapters/{slug}/announcements",
        view=keep,
        name="api-keep-draft",
        about=mark(
            "For those who coordinate the chapter: keep a draft, which nobody gets yet. The answer "
            "says for how many it would be now. What is for all members is written on pages only."
        ),
        parameters=(SLUG, LANG),
        body=_DRAFT,
        answer=_SIZED,
    ),
    Endpoint(
        path="/api/v1/announcements/{number}/edit",
        view=change,
        name="api-change-draft",
        about=mark(
            "For those who coordinate its chapter: change a draft. What is not sent stays as it "
            "is, and so does an announcement that is on its way."
        ),
        parameters=(NUMBER, LANG),
        body=(replace(_VERSION, required=True), *_DRAFT),
        answer=_SIZED,
    ),
    Endpoint(
        path="/api/v1/announcements/{number}/desk",
        view=show_desk,
        name="api-announcement-desk",
        about=mark(
            "For those who coordinate its chapter: what an announcement says in all languages, and "
            "whom it is for; of a draft for how many it would be now, later how far its mails are. "
            "Of few mails there are no numbers: they would tell who gets them."
        ),
        parameters=(NUMBER, LANG),
        answer=_DESK
        | {
            "size?": int,
            "mails?": {
                "written": int,
                "gone": int,
                "waiting": int,
                "refused": int,
                "taken_back?": int,
            },
        },
    ),
    Endpoint(
        path="/api/v1/announcements/{number}/desk",
        view=do,
        name="api-do-with-announcement",
        about=mark(
            "For those who coordinate its chapter: mail an announcement to yourself as a test, "
            "send it, stop it, or delete a draft. To send it, say the `version` that was read. The "
            "answer says how far it is then."
        ),
        parameters=(NUMBER, LANG),
        body=(
            deed(DEEDS),
            _VERSION,
        ),
        answer={"id": int, "stage": str},
    ),
)
