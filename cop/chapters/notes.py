"""What coordinators note about members of their chapter, for each other; the member may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.chapters.desk_models import MembershipNote
from cop.chapters.models import NOTED, Membership
from cop.kit.errors import Conflict, NotFound
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.models import Chapter
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


async def list_notes(chapter: Chapter, profile_id: int) -> Sequence[MembershipNote]:
    """Return what was noted about a member, the last first, with who noted it."""
    found = MembershipNote.filter(chapter_id=chapter.id, profile_id=profile_id)
    return await found.order_by("-id").select_related("account")


async def list_notes_about(profile_id: int) -> Sequence[MembershipNote]:
    """Return what coordinators of any chapter noted about a member, the last first."""
    found = MembershipNote.filter(profile_id=profile_id).order_by("-id")
    return await found.select_related("chapter")
