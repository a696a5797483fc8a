"""The page where administrators make a chapter of a part of another one's members."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cop.accounts.session import caller
from cop.chapters.access import access_proposals
from cop.chapters.actions.splitting import cut_by, cut_half, split_chapter
from cop.chapters.forms.memberships import read_choice
from cop.chapters.models.memberships import State
from cop.chapters.proposals.choosing import MOST_LISTED, leave_out
from cop.chapters.proposals.forming import find_halves_of, survey
from cop.chapters.queries.chapters import get_chapter
from cop.chapters.queries.memberships import list_member_ids
from cop.chapters.scopes import Part, chapter_name, scope_name
from cop.kit.again import shown_again_by
from cop.kit.errors import Invalid
from cop.kit.forms import read_one, read_posted_lists
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from matching.matcher import Matcher
from profiles.access import see_members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.chapters.actions.splitting import Cut
    from cop.chapters.models.chapters import Chapter
    from cop.kit.errors import CopError
    from profiles.member import Member

_HALVES: Final = {"half:0": 0, "half:1": 1}


class NoSuchPart(Invalid):
    """By this nobody can be told apart."""


async def _show(request: Request, error: CopError | None = None) -> Response:
    vocabulary, language = opened(request, Vocabulary), current_language()
    chapter = await _access(request)
    members = await _see_active(request, chapter)
    part = read_one(request.query_params, "part")
    is_known = part and not isinstance(error, NoSuchPart)
    cut = await _cut(request, members, part) if is_known else None
    return page(
        request,
        "chapters/split.html",
        chapter=chapter,
        name=chapter_name(chapter, vocabulary, language),
        countries=Counter(one.country for one in members if one.country).most_common(),
        topics=Counter(key for one in members for key in one.topics).most_common(),
        part=part,
        cut=cut,
        cut_name=scope_name(cut.wanted.kind, cut.wanted.scope, vocabulary, language) if cut else "",
        listed=cut.members[:MOST_LISTED] if cut else [],
        error=error,
        private=True,
    )


@shown_again_by(_show)
async def show_split(request: Request) -> Response:
    """GET /chapters/{slug}/split: by what to split, and who would be in the new chapter."""
    return await _show(request)


@shown_again_by(_show)
async def save_split(request: Request) -> Response:
    """POST /chapters/{slug}/split: make the new chapter; nobody leaves the first by it."""
    viewer, chapter = caller(request), await _access(request)
    form = await read_posted_lists(request)
    cut = await _cut(request, await _see_active(request, chapter), form.get("part", ""))
    cut = replace(cut, members=leave_out(cut.members, read_choice(form)))
    is_led_alike = form.get("lead") == "same"
    vocabulary = opened(request, Vocabulary)
    made = await split_chapter(viewer, chapter, cut, vocabulary, is_led_alike=is_led_alike)
    return go(request.app.url_path_for("chapter", slug=made.slug))


async def _cut(request: Request, members: Sequence[Member], part: str) -> Cut:
    """Return the part that is meant.

    Raises:
        NoSuchPart: there is none, or the chapter has not become two.
    """
    vocabulary = opened(request, Vocabulary)
    scheme, _colon, key = part.partition(":")
    if scheme in {"country", "topic"} and vocabulary.get(scheme, key):
        return cut_by(members, Part(scheme, (key,)), vocabulary)
    if part not in _HALVES:
        raise NoSuchPart(_("Choose by what to split."))
    land = await survey(opened(request, Matcher), vocabulary)
    halves = await find_halves_of([one.id for one in members], land)
    if halves is None:
        raise NoSuchPart(_("Its members do not form two communities."))
    return cut_half(members, halves[_HALVES[part]])


async def _see_active(request: Request, chapter: Chapter) -> list[Member]:
    return await see_members(await list_member_ids(chapter, State.ACTIVE), caller(request))


async def _access(request: Request) -> Chapter:
    access_proposals(caller(request))
    return await get_chapter(request.path_params["slug"], caller(request))
