"""Signing in and out."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

from tortoise.transactions import in_transaction

from cop.accounts.email import email_key
from cop.accounts.models import Account, LoginSession, Role, SignInCode
from cop.accounts.queries import hash_token
from cop.kit.clock import now
from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _

SEEN_EVERY: Final = timedelta(hours=1)


async def create_sample_account(name: str, email: str, roles: list[tuple[str, str]]) -> Account:
    """Create an account of the demo community with `roles` as (role, scope)."""
    async with in_transaction():
        account = await Account.create(
            name=name,
            email=email,
            email_key=email_key(email),
            verified_at=now(),
            joined_at=now(),
            is_sample=True,
        )
        for role, scope in roles:
            await Role.create(account=account, role=role, scope=scope)
    return account


async def sign_in_as_sample(account_id: int, device: str = "") -> str:
    """Begin a session of a demo account and return its token.

    Raises:
        NotFound: there is no such demo account.
    """
    account = await Account.get_or_none(id=account_id, is_sample=True)
    if account is None:
        raise NotFound(_("There is no such sample account."))
    return await begin_session(account, "sample", device)


async def begin_session(
    account: Account, method: str = "", device: str = "", *, proved: bool = False
) -> str:
    """Begin a session and return its token, which is stored nowhere.

    Args:
        account: whose.
        method: how they signed in: "email", "passkey", "oidc:" and the provider, "sample".
        device: what the browser says it is, for the list of devices.
        proved: a passkey has shown who is there.
    """
    token = secrets.token_urlsafe(32)
    await LoginSession.create(
        token_hash=hash_token(token),
        account=account,
        method=method,
        device=device,
        proved_at=now() if proved else None,
    )
    return token


async def touch_session(token: str) -> None:
    """Note, once an hour, that the session is in use."""
    session = LoginSession.filter(token_hash=hash_token(token), seen_at__lt=now() - SEEN_EVERY)
    await session.update(seen_at=now())


async def end_sessions(account_id: int, *, but: int | None = None) -> None:
    """End all sessions of the account, except the one with the id `but`, and what they began."""
    await LoginSession.filter(account_id=account_id).exclude(id=but or 0).delete()
    await SignInCode.filter(
        account_id=account_id
    ).delete()  # a stranger's wish to change the address


async def end_device(account_id: int, session_id: int) -> None:
    """Sign the account out on one of its own devices.

    Raises:
        NotFound: it is not signed in there, or not any more.
    """
    if not await LoginSession.filter(id=session_id, account_id=account_id).delete():
        raise NotFound(_("This device is signed out already."))


async def end_session(token: str) -> None:
    """End the session; the cookie is worth nothing from now on."""
    await LoginSession.filter(token_hash=hash_token(token)).delete()
