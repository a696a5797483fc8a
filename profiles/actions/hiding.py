"""Taking a profile out of sight, as administrators decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.accounts.actions.roles import ban_account
from profiles.actions.members import hide_profile
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer


async def hide_profile_of(actor: Viewer, account_id: int) -> None:
    """Hide the profile of the account; one that is hidden, or not there, is no error."""
    for profile_id in await list_ids_of([account_id]):
        await hide_profile(actor, profile_id)


async def shut_out(actor: Viewer, account_id: int, reason: str = "") -> None:
    """Ban the account and hide its profile: who may not come is not shown either.

    Args:
        actor: who decides.
        account_id: whom it hits.
        reason: for the trail, in words that the person may read.

    Raises:
        NoSuchAccount: nobody has this id.
        LastAdministrator: nobody else could administer.
    """
    async with in_transaction():
        await ban_account(actor, account_id, reason)
        await hide_profile_of(actor, account_id)
