"""Who offers to help to lead a chapter, as far as all members may know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.viewer import ANY_MEMBER
from profiles.access import see_members

if TYPE_CHECKING:
    from collections.abc import Collection

    from profiles.member import Member

OFFER: Final = "chapter-leading"  # as `offers.csv` calls it


def is_willing(member: Member) -> bool:
    """Say whether they offer it, to whoever sees them so."""
    return any(tag.key == OFFER for tag in member.offers)


async def find_willing(ids: Collection[int]) -> set[int]:
    """Return those of these members who show their offer to all members: others count for nothing.

    Administrators and coordinators see more, and an order would tell of it.
    """
    return {one.id for one in await see_members(ids, ANY_MEMBER) if is_willing(one)}
