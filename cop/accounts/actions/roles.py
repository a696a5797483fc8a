"""What administrators decide about accounts: who may do what, and who may come no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.accounts.actions.sessions import end_sessions
from cop.accounts.audit import record_deed
from cop.accounts.models import Account, ApiToken, Role
from cop.accounts.viewer import RoleName
from cop.kit.clock import now
from cop.kit.errors import Conflict, Invalid, NotFound
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer


class NoSuchAccount(NotFound):
    """There is no account with this id."""


class LastAdministrator(Conflict):
    """Without this person nobody could administer the community."""


async def grant_role(actor: Viewer, account_id: int, role: RoleName, scope: str = "") -> None:
    """Give the account a role; whoever gets one to work with is a member from then on.

    Args:
        actor: who gives it.
        account_id: to whom.
        role: which.
        scope: a chapter's slug, for coordinators and for nobody else.

    Raises:
        NoSuchAccount: nobody has this id.
        Invalid: the role needs a chapter, or must not have one.
    """
    if (role is RoleName.COORDINATOR) != bool(scope):
        reason = _("A chapter goes with the role of coordinator, and with no other.")
        raise Invalid(reason, {"scope": reason})
    async with in_transaction():
        account = await _locked(account_id)
        if await Role.exists(account_id=account_id, role=role.value, scope=scope):
            return
        await Role.create(account_id=account_id, role=role.value, scope=scope)
        if role is not RoleName.GUEST and account.joined_at is None:
            await Account.filter(id=account_id).update(joined_at=now())
        await end_sessions(account_id)
        await record_deed(
            actor, "role.granted", f"account:{account_id}", role=role.value, scope=scope
        )


async def revoke_role(actor: Viewer, account_id: int, role: RoleName, scope: str = "") -> None:
    """Take a role from the account; one that it does not have is no error.

    Raises:
        NoSuchAccount: nobody has this id.
        LastAdministrator: nobody else could administer.
    """
    async with in_transaction():
        if role is RoleName.ADMINISTRATOR:
            await _spare_last_administrator(account_id)
        await _locked(account_id)
        if await Role.filter(account_id=account_id, role=role.value, scope=scope).delete():
            await end_sessions(account_id)
            await record_deed(
                actor, "role.revoked", f"account:{account_id}", role=role.value, scope=scope
            )


async def ban_account(actor: Viewer, account_id: int, reason: str = "") -> None:
    """Shut the account out: its sessions and tokens are worth nothing from now on.

    Args:
        actor: who decides.
        account_id: whom it hits.
        reason: for the trail, in words that the person may read.

    Raises:
        NoSuchAccount: nobody has this id.
        LastAdministrator: nobody else could administer.
    """
    async with in_transaction():
        await _spare_last_administrator(account_id)
        await _locked(account_id)
        await end_sessions(account_id)
        await ApiToken.filter(account_id=account_id).delete()
        if await Account.filter(id=account_id, banned_at=None).update(banned_at=now()):
            await record_deed(actor, "account.banned", f"account:{account_id}", reason=reason)


async def lift_ban(actor: Viewer, account_id: int) -> None:
    """Let the account sign in again.

    Raises:
        NoSuchAccount: nobody has this id.
    """
    async with in_transaction():
        await _locked(account_id)
        if await Account.filter(id=account_id, banned_at__not_isnull=True).update(banned_at=None):
            await record_deed(actor, "account.unbanned", f"account:{account_id}")


async def _locked(account_id: int) -> Account:
    """Return the account; others who want to change it wait until this transaction ends."""
    account = await Account.filter(id=account_id).select_for_update().first()
    if account is None:
        raise NoSuchAccount(_("There is no such account."))
    return account


async def _spare_last_administrator(account_id: int) -> None:
    """Refuse to lose the one account that can still administer.

    All administrators' roles are locked: of two who take the role from each other, one waits.
    """
    roles = await Role.filter(role=RoleName.ADMINISTRATOR.value).order_by("id").select_for_update()
    holders = {role.account_id for role in roles}
    others = await Account.filter(id__in=holders - {account_id}, banned_at=None).count()
    if account_id in holders and not others:
        raise LastAdministrator(_("The last administrator cannot be lost."))
