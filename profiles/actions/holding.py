"""Holding a profile back whose name passes for that of somebody who looks after the community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.queries import list_keepers
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.confusables import looks_like
from profiles.access import NoSuchMember
from profiles.actions.members import KIND
from profiles.models import Profile

if TYPE_CHECKING:
    from datetime import datetime

    from cop.accounts.viewer import Viewer


async def hold(account_id: int, name: str) -> dict[str, datetime | None]:
    """Return the column that goes with a new name of `account_id`.

    People have such names, and may keep them; but others find them only after an administrator
    has looked. (Bad-input catalogue, B13)
    """
    keepers = await list_keepers()
    is_like = any(looks_like(name, other) for one, other in keepers if one != account_id)
    return {"held_at": now() if is_like else None}


async def release_profile(actor: Viewer, slug: str) -> None:
    """Let others find a profile that was held back; twice is once.

    Raises:
        NoSuchMember: there is none at `slug`.
    """
    async with in_transaction():
        found = await Profile.get_or_none(slug=slug)
        if found is None:
            raise NoSuchMember
        if await Profile.filter(id=found.id, held_at__isnull=False).update(held_at=None):
            await record_deed(actor, "profile.released", f"profile:{found.id}")
            await record_changes(KIND, [found.id])
