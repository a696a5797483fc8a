"""What coordinators note about members of their chapter, for each other; the member may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.chapters.models.chapters import Chapter, FormerAddress
from cop.chapters.models.memberships import NOTED, Membership, MembershipNote
from cop.kit.errors import Conflict, NotFound
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection

    from cop.accounts.viewer import Viewer
    from profiles.member import Member

LONGEST: Final = 2_000  # letters of a note
MOST: Final = 50  # notes of a chapter about one member


class NoPlace(Conflict):
    """Notes are kept about those only who are in the chapter, ask or are invited."""


async def add_note(actor: Viewer, chapter: Chapter, member: Member, text: str) -> None:
    """Note something about a member of the chapter.

    Raises:
        NoPlace: they are none, or there are too many notes.
    """
    async with in_transaction():
        place = Membership.filter(chapter_id=chapter.id, profile_id=member.id)
        if not await place.filter(state__in=[*NOTED]).select_for_update().exists():
            raise NoPlace(_("Notes are kept about members of the chapter only."))
        notes = MembershipNote.filter(chapter_id=chapter.id, profile_id=member.id)
        if await notes.count() >= MOST:
            raise NoPlace(_("There are too many notes. Delete one first."))
        await MembershipNote.create(
            chapter_id=chapter.id, profile_id=member.id, account_id=actor.account_id, text=text
        )
        subject = f"profile:{member.id}"
        await record_deed(actor, "membership.noted", subject, chapter=chapter.slug)


async def delete_note(actor: Viewer, chapter: Chapter, member: Member, number: int) -> None:
    """Delete a note about a member of the chapter.

    Raises:
        NotFound: there is none with this number.
    """
    async with in_transaction():
        note = MembershipNote.filter(id=number, chapter_id=chapter.id, profile_id=member.id)
        if not await note.delete():
            raise NotFound(_("There is nothing at this address."))
        subject = f"profile:{member.id}"
        await record_deed(actor, "membership.unnoted", subject, chapter=chapter.slug)


async def bring_notes(chapter: Chapter, profile_ids: Collection[int]) -> None:
    """Let what was noted about people in chapters that became part of this one be noted here.

    Those who were only invited by that bring it along when they accept.
    """
    slugs = await FormerAddress.filter(chapter_id=chapter.id).values_list("slug", flat=True)
    if slugs:
        merged = await Chapter.filter(slug__in=[*slugs]).values_list("id", flat=True)
        notes = MembershipNote.filter(chapter_id__in=[*merged], profile_id__in=[*profile_ids])
        await notes.update(chapter_id=chapter.id)
