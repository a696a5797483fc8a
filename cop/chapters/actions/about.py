"""What a chapter says of itself, and changing it without losing what others wrote."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.viewer import Audience
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import State
from cop.chapters.queries.memberships import list_member_ids
from cop.kit.changes import record_changes
from cop.kit.errors import WrittenMeanwhile
from profiles.actions.members import KIND as PROFILE
from profiles.actions.members import set_quiet

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer


@dataclass(frozen=True, slots=True)
class About:
    """What a chapter says of itself, called as in its row.

    Attributes:
        terms: of reference, Markdown like `policy`.
        languages: keys joined by "+".
        email: where one reaches the chapter; members see it.
        visibility: an `Audience`: who may know that the chapter is there.
    """

    purpose: str
    terms: str
    policy: str
    languages: str
    email: str
    visibility: str


async def describe_chapter(actor: Viewer, chapter: Chapter, about: About, version: int) -> None:
    """Let a chapter, read at this version or before, say `about` of itself.

    Raises:
        WrittenMeanwhile: it says something else than at `version`.
    """
    changed = {name: one for name, one in asdict(about).items() if getattr(chapter, name) != one}
    async with in_transaction():
        same = Chapter.filter(id=chapter.id, version=version)
        if chapter.version != version or not await same.update(**changed, version=version + 1):
            raise WrittenMeanwhile
        if "visibility" in changed:
            await set_quiet(chapter.slug, quiet=about.visibility != Audience.PUBLIC)
            await record_changes(PROFILE, await list_member_ids(chapter, State.ACTIVE))
        subject = f"chapter:{chapter.slug}"
        await record_deed(actor, "chapter.described", subject, fields=[*changed])
        await record_changes("chapter", [chapter.id])
