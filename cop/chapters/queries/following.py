"""Questions to the directory that name a chapter which has become part of another one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cop.chapters.models.chapters import FormerAddress
from cop.chapters.queries.known import known_to

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from profiles.question import Question


async def follow_chapters(question: Question, viewer: Viewer) -> Question:
    """Return the question as it is asked now: who was in such a chapter is in the other.

    Saved and bookmarked questions stay as they were written, so that nothing is to be taken back.
    """
    slugs = question.filters.get("chapter", ())
    if not slugs:
        return question
    known = known_to(viewer).values_list("id", flat=True)
    former = FormerAddress.filter(slug__in=slugs, chapter_id__in=await known)
    now = {one.slug: one.chapter.slug for one in await former.select_related("chapter")}
    follows = dict.fromkeys(now.get(one, one) for one in slugs)
    return replace(question, filters={**question.filters, "chapter": tuple(follows)})
