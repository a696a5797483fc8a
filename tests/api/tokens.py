"""Personal access tokens of people who are made up for a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import ApiToken
from cop.accounts.queries import hash_token
from profiles.actions.members import give_account

if TYPE_CHECKING:
    from cop.accounts.models import Account
    from profiles.models import Profile


async def bearer(account: Account, reach: str = "own", token: str = "") -> dict[str, str]:
    """Return the header that calls as `account`."""
    token = token or f"cop_{account.id}_{reach}"
    await ApiToken.create(account=account, token_hash=hash_token(token), name="Script", reach=reach)
    return {"Authorization": f"Bearer {token}"}


async def bearer_of(profile: Profile, reach: str = "own") -> dict[str, str]:
    """Return the header that calls as the owner of `profile`."""
    account = await create_sample_account(profile.name, f"own-{profile.email}", [])
    await give_account(profile.id, account)
    return await bearer(account, reach)
