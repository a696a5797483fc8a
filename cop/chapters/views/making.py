"""The page where administrators make a chapter by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.chapters.access import access_proposals
from cop.chapters.actions.making import LONGEST_NAME, make_chapter
from cop.chapters.forms.making import KINDS, read_kind, read_wanted
from cop.kit.again import shown_again_by
from cop.kit.forms import Params, read_one, read_posted_lists
from cop.kit.i18n import current_language
from cop.kit.text import fold
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from cop.vocabulary.regions import list_region_schemes

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.errors import CopError


async def show_new(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/new: what a chapter is about and what it is called, to make it."""
    access_proposals(caller(request))
    vocabulary = opened(request, Vocabulary)
    typed = await read_posted_lists(request) if error else Params()
    language = current_language()
    countries = [one for one in vocabulary.list("country") if one.facts.get("selectable")]
    kind = typed.get("kind") if error else read_one(request.query_params, "kind")
    return page(
        request,
        "chapters/new.html",
        kind=read_kind(kind or ""),
        kinds=KINDS,
        schemes=list_region_schemes(vocabulary),
        countries=sorted(countries, key=lambda one: fold(one.label(language))),
        groups=vocabulary.list("topic-group"),
        sectors=vocabulary.list("sector"),
        longest=LONGEST_NAME,
        typed=typed,
        error=error,
    )


@shown_again_by(show_new)
async def save_new(request: Request) -> Response:
    """POST /chapters/new: make the chapter; nobody is in it yet."""
    viewer, vocabulary = caller(request), opened(request, Vocabulary)
    access_proposals(viewer)
    wanted = read_wanted(await read_posted_lists(request), vocabulary)
    chapter = await make_chapter(viewer, wanted, vocabulary)
    return go(request.app.url_path_for("chapter", slug=chapter.slug))
