"""Reading accounts."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

from cop.accounts.models import Account, LoginSession, Role
from cop.accounts.viewer import ANYONE, Viewer
from cop.kit.clock import now

IDLE: Final = timedelta(days=14)
ABSOLUTE: Final = timedelta(days=90)


def hash_token(token: str) -> str:
    """Return what is stored of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def find_viewer(token: str | None) -> Viewer:
    """Return who holds the session `token`; roles are read anew each time."""
    if not token:
        return ANYONE
    session = await LoginSession.get_or_none(
        token_hash=hash_token(token),
        seen_at__gt=now() - IDLE,
        created_at__gt=now() - ABSOLUTE,
    ).select_related("account")
    if session is None:
        return ANYONE
    roles = await Role.filter(account_id=session.account_id)
    return Viewer(
        account_id=session.account_id,
        name=session.account.name,
        is_member=True,
        is_administrator=any(role.role == "administrator" for role in roles),
        coordinates=frozenset(role.scope for role in roles if role.role == "coordinator"),
    )


async def list_sample_accounts() -> list[tuple[Account, list[Role]]]:
    """Return the accounts of the demo community with their roles."""
    accounts = await Account.filter(is_sample=True).order_by("id").prefetch_related("roles")
    return [(account, list(account.roles)) for account in accounts]
