"""Profiles that are held back because their name passes for somebody else's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.accounts.queries import list_keepers
from cop.kit.confusables import looks_like
from profiles.access import see_members
from profiles.queries import list_held_ids, map_accounts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Viewer
    from profiles.member import Member


@dataclass(frozen=True, slots=True)
class Held:
    """A member who waits for an administrator, and those whose name theirs looks like."""

    member: Member
    account_id: int | None
    like: Sequence[tuple[int, str]]


async def list_held(viewer: Viewer) -> list[Held]:
    """Return who waits, the longest first."""
    members = await see_members(await list_held_ids(), viewer)
    accounts = await map_accounts_of([one.id for one in members])
    keepers = await list_keepers()
    return [
        Held(
            one,
            accounts.get(one.id),
            [
                (account, name)
                for account, name in dict.fromkeys(keepers)
                if account != accounts.get(one.id) and looks_like(one.name, name)
            ],
        )
        for one in members
    ]
