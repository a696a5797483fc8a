"""Letting somebody else edit one's profile, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.email import email_key
from cop.accounts.models import Account, Delegation
from cop.kit.errors import Invalid, NotFound
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer

MOST: Final = 5  # whom one account can ask


async def ask_assistant(viewer: Viewer, email: str) -> None:
    """Ask the holder of `email`, whether there is one or not, to edit the caller's profile.

    Raises:
        Invalid: five have been asked already.
    """
    account_id = cast("int", viewer.account_id)
    async with in_transaction():
        await Account.filter(id=account_id).select_for_update()  # of two tabs, one waits
        asked = Delegation.filter(account_id=account_id)
        if await asked.filter(email_key=email_key(email)).exists():
            return
        if await asked.count() >= MOST:
            raise Invalid(_("Five people can edit your profile. Remove one first."))
        row = await Delegation.create(
            account_id=account_id, email=email, email_key=email_key(email)
        )
        await record_deed(viewer, "delegation.offered", f"account:{account_id}", delegation=row.id)


async def accept_delegation(viewer: Viewer, delegation_id: int) -> None:
    """Become the assistant who was asked by the caller's own proved address.

    Raises:
        NotFound: nobody asks them, or not any more.
    """
    async with in_transaction():
        account = await Account.get(id=viewer.account_id)
        key = account.email_key if account.verified_at else None
        asked = Delegation.filter(id=delegation_id, email_key=key, assistant_id=None)
        if key is None or not await asked.update(assistant_id=account.id):
            raise NotFound(_("Nobody asks this of you any more."))
        row = await Delegation.get(id=delegation_id)
        await record_deed(
            viewer, "delegation.accepted", f"account:{row.account_id}", delegation=row.id
        )


async def end_delegation(viewer: Viewer, delegation_id: int) -> None:
    """Let the assistant edit no longer; the owner may end it, and the assistant."""
    async with in_transaction():
        row = await Delegation.get_or_none(id=delegation_id)
        if row is None or viewer.account_id not in {row.account_id, row.assistant_id}:
            return
        await row.delete()
        await record_deed(
            viewer, "delegation.ended", f"account:{row.account_id}", delegation=row.id
        )
