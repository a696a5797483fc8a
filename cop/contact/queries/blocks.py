"""Whom a person has blocked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cop.accounts.models import Block
from profiles.access import see_members
from profiles.queries import map_ids_of

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from profiles.member import Member


@dataclass(frozen=True, slots=True)
class Blocked:
    """A block of one's own; `member` is None where they could not be found anyway."""

    block: Block
    member: Member | None


async def list_blocks(viewer: Viewer) -> list[Blocked]:
    """Return whom `viewer` has blocked, the last first, named as if they had not."""
    blocks = await Block.filter(account_id=viewer.account_id).order_by("-id")
    mine = {block.blocked_id for block in blocks}
    theirs = await Block.filter(blocked_id=viewer.account_id).values_list("account_id", flat=True)
    looking = replace(viewer, blocked=frozenset(int(str(one)) for one in theirs))
    profiles = await map_ids_of(mine)
    members = {one.id: one for one in await see_members(profiles.values(), looking)}
    return [Blocked(one, members.get(profiles.get(one.blocked_id, 0))) for one in blocks]
