"""Reading what coordinators noted about members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.chapters.models.memberships import MembershipNote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.chapters.models.chapters import Chapter


async def list_notes(chapter: Chapter, profile_id: int) -> Sequence[MembershipNote]:
    """Return what was noted about a member, the last first."""
    found = MembershipNote.filter(chapter_id=chapter.id, profile_id=profile_id)
    return await found.order_by("-id")


async def list_notes_about(profile_id: int) -> Sequence[MembershipNote]:
    """Return what coordinators of any chapter noted about a member, the last first."""
    found = MembershipNote.filter(profile_id=profile_id).order_by("-id")
    return await found.select_related("chapter")
