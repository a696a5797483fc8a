"""The pages where administrators make one chapter of two, and two of one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from cop.accounts.session import caller
from cop.chapters.access import access_proposals
from cop.chapters.actions.merging import list_fates, merge_chapters, take_back_merge
from cop.chapters.actions.movers import ChapterMovers, Merging
from cop.chapters.queries.chapters import get_chapter, list_chapter_names, list_merged
from cop.chapters.scopes import chapter_name
from cop.kit.again import shown_again_by
from cop.kit.errors import Invalid
from cop.kit.forms import read_one, read_posted
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.kit.mail import Post
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.access import find_seen, see_members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.chapters.actions.merging import Fate
    from cop.chapters.models.chapters import Chapter
    from cop.kit.errors import CopError

NAMED: Final = 5  # people of each fate


async def show_merge(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/merge: into which other one, who would move, and what was merged."""
    viewer, chapter = caller(request), await _access(request)
    vocabulary = opened(request, Vocabulary)
    into = read_one(request.query_params, "into")
    kept = await get_chapter(into, viewer) if into not in {"", chapter.slug} else None
    fates = await list_fates(Merging(chapter, kept)) if kept else []
    found = await find_seen([one.place.profile_id for one in fates], viewer)
    groups = _grouped([one for one in fates if one.place.profile_id in found])
    first = [one for _states, ids in groups for one in ids[:NAMED]]
    others = await list_chapter_names(vocabulary, current_language(), viewer)

    def called(one: Chapter) -> str:
        return chapter_name(one, vocabulary, current_language())

    return page(
        request,
        "chapters/merge.html",
        chapter=chapter,
        name=called(chapter),
        others=[one for one in others if one.slug != chapter.slug],
        kept=kept,
        kept_name=called(kept) if kept else "",
        fates=groups,
        named=NAMED,
        seen={one.id: one for one in await see_members(first, caller(request))},
        merged=[(one, called(one)) for one in await list_merged(chapter)],
        error=error,
        private=True,
    )


@shown_again_by(show_merge)
async def save_merge(request: Request) -> Response:
    """POST /chapters/{slug}/merge: make this chapter part of another one."""
    chapter = await _access(request)
    kept = await get_chapter((await read_posted(request)).get("into", ""), caller(request))
    merging = Merging(chapter, kept)
    movers, post = opened(request, ChapterMovers), opened(request, Post)
    await merge_chapters(caller(request), merging, movers, post, opened(request, Vocabulary))
    return go(request.app.url_path_for("chapter", slug=kept.slug))


@shown_again_by(show_merge)
async def save_unmerge(request: Request) -> Response:
    """POST /chapters/{slug}/unmerge: take out of this chapter one that was merged into it."""
    chapter = await _access(request)
    wanted = (await read_posted(request)).get("chapter", "")
    gone = next((one for one in await list_merged(chapter) if one.slug == wanted), None)
    if gone is None:
        raise Invalid(_("Choose a chapter."))
    await take_back_merge(caller(request), Merging(gone, chapter), opened(request, ChapterMovers))
    return go(request.app.url_path_for("chapter", slug=gone.slug))


def _grouped(fates: Sequence[Fate]) -> list[tuple[tuple[str, str, str], list[int]]]:
    """Return whose state becomes which, the most first: here, there, afterwards, and whose."""
    groups: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for one in fates:
        groups[one.place.state, one.before, one.after].append(one.place.profile_id)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


async def _access(request: Request) -> Chapter:
    access_proposals(caller(request))
    return await get_chapter(request.path_params["slug"], caller(request))
