"""What a coordinator who wants to stop looks through, and who may take over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.models import Role
from cop.accounts.viewer import RoleName
from cop.chapters.models.memberships import State
from cop.chapters.queries.leading import may_decline
from cop.chapters.queries.memberships import list_member_ids
from cop.kit.text import fold
from profiles.access import find_seen, see_members
from profiles.queries import list_ids_of, map_accounts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from profiles.member import Member

MOST: Final = 20  # people to choose from


@dataclass(frozen=True, slots=True)
class HandOver:
    """What is open, and between whom one chooses.

    Attributes:
        requests: so many wait for an answer.
        invitations: so many were not answered.
        leaders: others who look after the chapter, whom the viewer sees.
        others: so many do whom the viewer does not see.
        candidates: active members who could, the longest in the chapter first.
        was_named: the viewer was named lately, and may say no.
    """

    requests: int
    invitations: int
    leaders: Sequence[Member]
    others: int
    candidates: Sequence[Member]
    was_named: bool


async def see_hand_over(chapter: Chapter, viewer: Viewer, text: str) -> HandOver:
    """Return what `viewer`, who looks after `chapter`, has to hand over, and to whom they could.

    Args:
        chapter: to hand over.
        viewer: who does.
        text: part of the name of who is to succeed, "" for anybody.
    """
    roles = await Role.filter(role=RoleName.COORDINATOR.value, scope=chapter.slug)
    leading = {one.account_id for one in roles} - {viewer.account_id}
    leaders = await see_members(await list_ids_of(leading), viewer)
    active = await list_member_ids(chapter, State.ACTIVE)
    accounts = await map_accounts_of(active)
    taken = {*leading, viewer.account_id}
    free = [one for one in active if accounts.get(one, viewer.account_id) not in taken]
    if not text:
        free = free[: 2 * MOST]  # some may not be seen
    named = [one for one in await see_members(free, viewer) if fold(text) in fold(one.name)]
    return HandOver(
        len(await find_seen(await list_member_ids(chapter, State.REQUESTED), viewer)),
        len(await find_seen(await list_member_ids(chapter, State.INVITED), viewer)),
        leaders,
        len(leading) - len(leaders),
        named[:MOST],
        await may_decline(viewer.account_id or 0, chapter),
    )
