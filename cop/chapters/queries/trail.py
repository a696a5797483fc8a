"""What was done in a chapter, by whom and when: for those who coordinate it.

Only steps of members whom the viewer may find now are told, and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.audit import list_deeds
from cop.chapters.models.memberships import BulkDeed, MembershipStep
from cop.chapters.queries.leading import name_coordinators
from cop.kit.database import read_rows
from cop.kit.paging import count_pages
from profiles.access import find_seen, see_members_briefly
from profiles.queries import map_accounts_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tortoise.queryset import QuerySet

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from profiles.member import Member

SIZE: Final = 50
_STEPS: Final = (
    "SELECT id, profile_id FROM membership_step WHERE chapter_id IN ({}) ORDER BY id DESC"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A step of a member, or a deed about the chapter itself.

    Attributes:
        who: a name; "" is somebody who does not coordinate the chapter any more, administers, or
            does not exist for the viewer; None the service itself.
        member: of whom the place changed; None where it is about the chapter.
        is_own: the member did it.
        after: the state, or what was done by its name in `cop.pages.DEEDS`.
        before: the state before; "" where it is about the chapter.
    """

    at: datetime
    who: str | None
    member: Member | None
    is_own: bool
    after: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Trail:
    """A page of steps, the last first; deeds about many and about the chapter itself, likewise."""

    steps: Sequence[Told]
    bulks: Sequence[BulkDeed]
    deeds: Sequence[Told]
    total: int

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return count_pages(self.total, SIZE)


async def see_trail(chapter: Chapter, viewer: Viewer, page: int) -> Trail:
    """Return what was done in `chapter`, as far as `viewer`, who coordinates it, may know."""
    rows = await read_rows(_STEPS, [chapter.id])
    seen = await find_seen({profile for _id, profile in rows}, viewer)
    known = [number for number, profile in rows if profile in seen]
    on_page = known[(page - 1) * SIZE : page * SIZE]
    names = await name_coordinators(chapter, viewer)
    deeds = [
        Told(one.at, _name(one.actor_id, names), None, is_own=False, after=one.action)
        for one in await list_deeds(f"chapter:{chapter.slug}")
    ]
    return Trail(
        await _tell(MembershipStep.filter(id__in=on_page), names, viewer),
        await BulkDeed.filter(chapter_id=chapter.id).order_by("-id").limit(SIZE),
        deeds,
        len(known),
    )


async def see_steps_of(chapter: Chapter, member: Member, viewer: Viewer) -> Sequence[Told]:
    """Return all steps of one member in `chapter`, the last first."""
    steps = MembershipStep.filter(chapter_id=chapter.id, profile_id=member.id)
    names = await name_coordinators(chapter, viewer)
    return await _tell(steps, names, viewer)


async def _tell(
    steps: QuerySet[MembershipStep], names: dict[int, str], viewer: Viewer
) -> list[Told]:
    found = await steps.order_by("-id")
    ids = {one.profile_id for one in found}
    members = {one.id: one for one in await see_members_briefly(ids, viewer)}
    owners = await map_accounts_of(ids)
    return [
        Told(
            one.at,
            _name(one.account_id, names),
            members[one.profile_id],
            is_own=one.account_id is not None and owners.get(one.profile_id) == one.account_id,
            after=one.after,
            before=one.before,
        )
        for one in found
        if one.profile_id in members
    ]


def _name(account: int | None, names: dict[int, str]) -> str | None:
    return None if account is None else names.get(account, "")
