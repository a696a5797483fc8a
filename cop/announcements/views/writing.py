"""Where announcements are written, tried, sent and stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller, own_id
from cop.announcements.access import access_list, access_to_write
from cop.announcements.actions.writing import change_draft, do_deed, keep_draft
from cop.announcements.audience import find_audience
from cop.announcements.forms import read_deed, read_draft, read_segment, write_draft
from cop.announcements.models import Announcement, Stage
from cop.announcements.progress import count_written
from cop.announcements.wording import list_name, words_for
from cop.kit.again import shown_again_by
from cop.kit.errors import WrittenMeanwhile
from cop.kit.forms import read_one, read_posted, read_version
from cop.kit.i18n import LANGUAGES, current_language, direction
from cop.kit.i18n import gettext as _
from cop.kit.mail import Post
from cop.kit.settings import Settings
from cop.kit.web import go, opened, page
from cop.searches.queries import list_searches
from cop.searches.wording import describe, read_back, write_question
from cop.vocabulary.concepts import Vocabulary
from profiles.forms.question import read_question
from search.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.chapters.models.chapters import Chapter
    from cop.kit.errors import CopError


async def show_new(request: Request, error: CopError | None = None) -> Response:
    """GET /announcements/new: an empty form; it may be given a question to the directory."""
    if request.method == "POST":
        typed = await read_posted(request)
        chapter = await access_list(typed.get("for", ""), caller(request))
    else:
        chapter = await access_list(read_one(request.query_params, "for"), caller(request))
        typed = {"to": write_question(read_question(request.query_params))}
    return await _show_form(request, chapter, typed, error)


@shown_again_by(show_new)
async def save_new(request: Request) -> Response:
    """POST /announcements/new: keep a draft, or count for whom it would be."""
    typed, viewer = await read_posted(request), caller(request)
    chapter = await access_list(typed.get("for", ""), viewer)
    if typed.get("deed") == "count":
        return await _show_form(request, chapter, typed)
    return _to_desk(request, await keep_draft(viewer, chapter, read_draft(typed)))


async def show_edit(request: Request, error: CopError | None = None) -> Response:
    """GET /announcements/{number}/edit: a draft in its form."""
    draft = await access_to_write(request.path_params["number"], caller(request))
    typed = await read_posted(request) if request.method == "POST" else write_draft(draft)
    known = {"version": str(draft.version)}
    if isinstance(error, WrittenMeanwhile):
        return await _show_form(request, draft.chapter, typed | known, error, draft)
    # What is wrong is not what others wrote: until they are told, it stays the same version.
    return await _show_form(request, draft.chapter, known | typed, error)


@shown_again_by(show_edit)
async def save_edit(request: Request) -> Response:
    """POST /announcements/{number}/edit: let a draft say something else, or count."""
    draft = await access_to_write(request.path_params["number"], caller(request))
    typed = await read_posted(request)
    if typed.get("deed") == "count":
        return await _show_form(request, draft.chapter, typed)
    await change_draft(draft, read_draft(typed), read_version(typed))
    return _to_desk(request, draft)


async def show_size(request: Request) -> Response:
    """GET /announcements/size: for how many an announcement would be, as a piece of its form."""
    chapter = await access_list(read_one(request.query_params, "for"), caller(request))
    question = read_segment(dict(request.query_params))
    size = await _size(request, chapter, question)
    return page(request, "announcements/size.html", size=size, private=True)


async def show_desk(request: Request, error: CopError | None = None) -> Response:
    """GET /announcements/{number}/desk: a draft to look at and send; then how far it is."""
    vocabulary, language = opened(request, Vocabulary), current_language()
    one = await access_to_write(request.path_params["number"], caller(request))
    is_draft = one.stage == Stage.DRAFT
    return page(
        request,
        "announcements/desk.html",
        announcement=one,
        title=words_for(one, language).title,
        versions=[(words_for(one, code), direction(code)) for code in one.words],
        name=list_name(one.chapter, vocabulary, language),
        segment=describe(read_back(one.question), vocabulary, language),
        size=await _size(request, one.chapter, one.question) if is_draft else None,
        mails=await count_written(one),
        pace=opened(request, Settings).mail_pace,
        done=request.query_params.get("done", ""),
        error=error,
        private=True,
    )


@shown_again_by(show_desk)
async def save_deed(request: Request) -> Response:
    """POST /announcements/{number}/desk: mail it to oneself, send, stop or delete it."""
    viewer = caller(request)
    one = await access_to_write(request.path_params["number"], viewer)
    deed = read_deed(await read_posted(request))
    settings, vocabulary = opened(request, Settings), opened(request, Vocabulary)
    await do_deed(settings, opened(request, Post), vocabulary, viewer, one, deed)
    if deed.name == "delete":
        return go(_archive(request, one.chapter))
    return go(f"{_desk(request, one)}?done=test") if deed.name == "test" else _to_desk(request, one)


async def _show_form(
    request: Request,
    chapter: Chapter | None,
    typed: Mapping[str, str],
    error: CopError | None = None,
    theirs: Announcement | None = None,
) -> Response:
    vocabulary, language = opened(request, Vocabulary), current_language()
    kept = {one.question: one.name for one in await list_searches(own_id(request))}
    asked = typed.get("to", "")
    if asked and asked not in kept:
        kept[asked] = _(", ").join(describe(read_back(asked), vocabulary, language))
    is_read = not (error and error.fields.keys() & {"q", "to"})
    written = [code for code in LANGUAGES if typed.get(f"text-{code}")] or [language]
    return page(
        request,
        "announcements/form.html",
        chapter=chapter,
        name=list_name(chapter, vocabulary, language),
        archive=_archive(request, chapter),
        typed=typed,
        open_languages=written,
        choices=kept,
        size=await _size(request, chapter, read_segment(typed)) if is_read else None,
        error=error,
        theirs=theirs,
        private=True,
    )


async def _size(request: Request, chapter: Chapter | None, question: str) -> int:
    engine, vocabulary = opened(request, Engine), opened(request, Vocabulary)
    return (await find_audience(chapter, question, engine, vocabulary, caller(request))).size


def _archive(request: Request, chapter: Chapter | None) -> str:
    route = request.app.url_path_for
    return route("chapter-announcements", slug=chapter.slug) if chapter else route("announcements")


def _desk(request: Request, one: Announcement) -> str:
    return request.app.url_path_for("announcement-desk", number=str(one.id))


def _to_desk(request: Request, one: Announcement) -> Response:
    return go(_desk(request, one))
