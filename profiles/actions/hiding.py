"""Taking a profile out of sight, as administrators decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.accounts.actions.roles import ban_account, lift_ban
from cop.accounts.audit import record_deed
from cop.kit.changes import record_changes
from cop.kit.clock import now
from profiles.actions.members import KIND
from profiles.models import Profile
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer


async def hide_profile(actor: Viewer, profile_id: int) -> None:
    """Hide the profile from all but its owner, who cannot show it again; twice is once.

    The next request no longer finds it, the search a moment later.
    """
    async with in_transaction():
        if await Profile.filter(id=profile_id, kept_hidden_at=None).update(kept_hidden_at=now()):
            await record_deed(actor, "profile.hidden", f"profile:{profile_id}")
            await record_changes(KIND, [profile_id])


async def hide_profile_of(actor: Viewer, account_id: int) -> None:
    """Hide the profile of the account; one that is hidden, or not there, is no error."""
    for profile_id in await list_ids_of([account_id]):
        await hide_profile(actor, profile_id)


async def show_profile_of(actor: Viewer, account_id: int) -> None:
    """Take back that an administrator hid the profile; its owner may hide it still."""
    async with in_transaction():
        for profile_id in await list_ids_of([account_id]):
            kept = Profile.filter(id=profile_id, kept_hidden_at__not_isnull=True)
            if await kept.update(kept_hidden_at=None):
                await record_deed(actor, "profile.unhidden", f"profile:{profile_id}")
                await record_changes(KIND, [profile_id])


async def shut_out(actor: Viewer, account_id: int, reason: str = "") -> None:
    """Ban the account and hide its profile: who may not come is not shown either.

    Raises:
        NoSuchAccount: nobody has this id.
        LastAdministrator: nobody else could administer.
    """
    async with in_transaction():
        await ban_account(actor, account_id, reason)
        await hide_profile_of(actor, account_id)


async def let_in_again(actor: Viewer, account_id: int) -> None:
    """Take a ban back; the profile stays hidden until its owner shows it.

    Raises:
        NoSuchAccount: nobody has this id.
    """
    async with in_transaction():
        await lift_ban(actor, account_id)
        kept = Profile.filter(account_id=account_id, kept_hidden_at__not_isnull=True)
        await kept.filter(hidden_at=None).update(hidden_at=now())
        await kept.update(kept_hidden_at=None)
