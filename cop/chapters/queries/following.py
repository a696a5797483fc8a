"""Questions to the directory that name a chapter which has become part of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.chapters.models.chapters import FormerAddress
from cop.chapters.queries.known import known_to
from cop.kit.forms import Params
from profiles.queries import LONGEST_SLUG

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer


async def follow_chapters(params: Params, viewer: Viewer) -> Params:
    """Return the question as it is asked now: who was in such a chapter is in the other.

    Saved and bookmarked questions stay as they were written, so that nothing is to be taken back.
    """
    slugs = [one for one in params.getlist("chapter") if len(one) <= LONGEST_SLUG]
    if not slugs:
        return params
    known = known_to(viewer).values_list("id", flat=True)
    former = FormerAddress.filter(slug__in=slugs, chapter_id__in=await known)
    now = {one.slug: one.chapter.slug for one in await former.select_related("chapter")}
    pairs = [
        (key, now.get(value, value) if key == "chapter" else value)
        for key, value in params.multi_items()
    ]
    return Params(pairs)
