"""Reading accounts."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from tortoise.expressions import Q

from cop.accounts.models import (
    Account,
    ApiToken,
    Block,
    Delegation,
    Identity,
    LoginSession,
    Passkey,
    Role,
    SignInCode,
)
from cop.accounts.viewer import ANYONE, RoleName, Viewer, Writes
from cop.kit.clock import now
from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _

# What a token writes that sees all its owner sees, by its reach. Others see less, and only read.
WRITES: Final = {"own": Writes.NOTHING, "chapters": Writes.DECISIONS, "deeds": Writes.ALL}
IDLE: Final = timedelta(days=14)
ABSOLUTE: Final = timedelta(days=90)


def hash_token(token: str) -> str:
    """Return what is stored of a secret that somebody else holds."""
    return hashlib.sha256(token.encode()).hexdigest()


async def find_viewer(token: str | None, *, passkeys: bool = False) -> Viewer:
    """Return who holds the session `token`; roles, blocks and bans are read anew each time.

    Args:
        token: from the browser's cookie.
        passkeys: an administrator is one only after a passkey has proved it in this session.
    """
    if not token:
        return ANYONE
    session = await LoginSession.get_or_none(
        token_hash=hash_token(token),
        seen_at__gt=now() - IDLE,
        created_at__gt=now() - ABSOLUTE,
    ).select_related("account")
    if session is None or session.account.banned_at:
        return ANYONE
    proved = not passkeys or session.account.is_sample or session.proved_at is not None
    return await _as_viewer(session.account, session_id=session.id, proved=proved)


async def find_token_owner(token: str) -> Viewer | None:
    """Return who calls with the personal access token, no more than it reaches; None for nobody."""
    row = await ApiToken.get_or_none(token_hash=hash_token(token)).select_related("account")
    if row is None or row.account.banned_at or (row.expires_at and row.expires_at <= now()):
        return None
    await ApiToken.filter(id=row.id).update(used_at=now())
    owner = await _as_viewer(row.account, session_id=None, proved=False)
    if row.reach in WRITES:
        return replace(owner, writes=WRITES[row.reach])
    return Viewer(
        name=owner.name,
        is_member=owner.is_member and row.reach == "members",
        blocked=owner.blocked,
        writes=Writes.NOTHING,
    )


async def find_absent_viewer(account: Account) -> Viewer:
    """Return what the holder of an account may see while they are away, as for a mail to them.

    Nothing proves who reads a mail, and a mailbox leaves no trail of who looked: in it nobody is an
    administrator, and a coordinator is a member.
    """
    viewer = await _as_viewer(account, session_id=None, proved=False)
    return replace(viewer, coordinates=frozenset())


async def _as_viewer(account: Account, *, session_id: int | None, proved: bool) -> Viewer:
    roles = await Role.filter(account_id=account.id)
    names = {role.role for role in roles}
    administers = RoleName.ADMINISTRATOR in names
    return Viewer(
        account_id=account.id,
        name=account.name,
        is_member=account.joined_at is not None and RoleName.GUEST not in names,
        is_administrator=administers and proved,
        must_prove=administers and not proved,
        is_editor=RoleName.EDITOR in names,
        coordinates=frozenset(one.scope for one in roles if one.role == RoleName.COORDINATOR),
        blocked=frozenset(await list_blocked(account.id)),
        session_id=session_id,
    )


async def list_blocked(account_id: int) -> set[int]:
    """Return the accounts that this one has blocked, or that have blocked it."""
    mine = await Block.filter(account_id=account_id).values_list("blocked_id", flat=True)
    theirs = await Block.filter(blocked_id=account_id).values_list("account_id", flat=True)
    return {int(str(one)) for one in (*mine, *theirs)}


async def get_account(account_id: int) -> Account:
    """Return the account.

    Raises:
        NotFound: nobody has this id.
    """
    account = await Account.get_or_none(id=account_id)
    if account is None:
        raise NotFound(_("There is no such account."))
    return account


async def find_account(key: str) -> Account | None:
    """Return the account with the address that `email_key` made `key` of."""
    return await Account.get_or_none(email_key=key)


async def list_accounts() -> list[Account]:
    """Return all accounts with their roles, the oldest first."""
    return await Account.all().order_by("id").prefetch_related("roles")


async def find_code_email(browser: str) -> str:
    """Return where the digits that the browser may type were mailed to, "" where there are none."""
    code = await SignInCode.get_or_none(
        browser_hash=hash_token(browser), account_id=None, used_at=None, expires_at__gt=now()
    )
    return code.email if code else ""


async def get_link_email(link: str, account_id: int | None = None) -> str:
    """Return which address a mailed link proves; looking does not use it.

    Args:
        link: the token in its address.
        account_id: whose address it changes; None for links that sign in.

    Raises:
        NotFound: it does not work, or not any more.
    """
    code = await SignInCode.get_or_none(
        link_hash=hash_token(link), account_id=account_id, used_at=None, expires_at__gt=now()
    )
    if code is None:
        raise NotFound(_("This link does not work any more."))
    return code.email


async def list_tokens(account_id: int) -> list[ApiToken]:
    """Return the personal access tokens of the account, the newest first."""
    return await ApiToken.filter(account_id=account_id).order_by("-id")


async def count_tokens(account_id: int) -> int:
    """Return how many personal access tokens the account has."""
    return await ApiToken.filter(account_id=account_id).count()


async def may_assist(assistant_id: int, account_id: int) -> bool:
    """Say whether somebody may edit what belongs to the account."""
    return await Delegation.filter(assistant_id=assistant_id, account_id=account_id).exists()


async def list_delegations(account_id: int) -> list[Delegation]:
    """Return whom the account has asked to edit its profile, in their order."""
    return await Delegation.filter(account_id=account_id).order_by("id")


async def list_assisted(assistant_id: int) -> list[int]:
    """Return the accounts whose profiles the assistant may edit."""
    rows = await Delegation.filter(assistant_id=assistant_id).order_by("id")
    return [row.account_id for row in rows]


async def list_asked(assistant_id: int) -> list[Delegation]:
    """Return who asks the holder of this account to edit their profile, with their accounts."""
    account = await Account.get(id=assistant_id)
    if account.email_key is None or account.verified_at is None:
        return []
    asked = Delegation.filter(email_key=account.email_key, assistant_id=None)
    return await asked.order_by("id").select_related("account")


async def list_keepers() -> list[tuple[int, str]]:
    """Return who looks after the community or a chapter of it, as (account, name)."""
    roles = [RoleName.ADMINISTRATOR.value, RoleName.COORDINATOR.value]
    rows = await Role.filter(role__in=roles).values_list("account_id", "account__name")
    return [(int(one), str(name)) for one, name in rows]


async def list_coordinators(chapter: str) -> list[Account]:
    """Return who coordinates the chapter, or else administers, and can be written to."""
    return await _list_reached(RoleName.COORDINATOR, chapter) or await list_administrators()


async def list_administrators() -> list[Account]:
    """Return who administers and can be written to."""
    return await _list_reached(RoleName.ADMINISTRATOR, "")


async def _list_reached(role: RoleName, scope: str) -> list[Account]:
    held = await Role.filter(role=role.value, scope=scope).values_list("account_id", flat=True)
    return await Account.filter(is_reached(), id__in=list(held)).order_by("id")


def is_reached(account: str = "") -> Q:
    """Return the condition that an account can be written to.

    Args:
        account: how the rows that are asked for lead to it, as in `account__`.
    """
    reached: dict[str, Any] = {
        f"{account}banned_at__isnull": True,
        f"{account}verified_at__isnull": False,
        f"{account}email__isnull": False,
    }
    return Q(**reached)


async def list_sample_accounts() -> list[tuple[Account, list[Role]]]:
    """Return the accounts of the demo community with their roles."""
    accounts = await Account.filter(is_sample=True).order_by("id").prefetch_related("roles")
    return [(account, list(account.roles)) for account in accounts]


async def list_sessions(account_id: int) -> list[LoginSession]:
    """Return the browsers the account is signed in with, the last seen first."""
    return await LoginSession.filter(
        account_id=account_id, seen_at__gt=now() - IDLE, created_at__gt=now() - ABSOLUTE
    ).order_by("-seen_at", "-id")


async def list_identities(account_id: int) -> list[Identity]:
    """Return the accounts elsewhere that sign in this one, the oldest first."""
    return await Identity.filter(account_id=account_id).order_by("id")


async def list_passkeys(account_id: int) -> list[Passkey]:
    """Return the account's passkeys, the oldest first."""
    return await Passkey.filter(account_id=account_id).order_by("id")
