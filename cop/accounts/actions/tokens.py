"""Personal access tokens: made by a member, for the member's own programs."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.models import ApiToken
from cop.accounts.queries import count_tokens, hash_token
from cop.kit.clock import now
from cop.kit.errors import Conflict, NotFound
from cop.kit.i18n import gettext as _

MOST_TOKENS: Final = 20
PREFIX: Final = "cop_"  # so that a token is known for one wherever it has been left


class TooManyTokens(Conflict):
    """Nobody can look after so many."""


class NoSuchToken(NotFound):
    """The account has no such token."""


async def create_token(account_id: int, name: str, reach: str, days: int) -> str:
    """Create a token and return it; it is stored nowhere, and so shown only now.

    Args:
        account_id: whose.
        name: what for.
        reach: a key of `REACHES`: no more than that, nor than its owner may.
        days: how long it works, 0 for ever.

    Raises:
        TooManyTokens: the account has as many as it may.
    """
    if await count_tokens(account_id) >= MOST_TOKENS:
        raise TooManyTokens(_("You have as many tokens as one may have. Revoke one first."))
    token = PREFIX + secrets.token_urlsafe(32)
    async with in_transaction():
        await ApiToken.create(
            account_id=account_id,
            token_hash=hash_token(token),
            name=name,
            reach=reach,
            expires_at=now() + timedelta(days=days) if days else None,
        )
        await record_deed(
            account_id, "token.created", f"account:{account_id}", reach=reach, days=days
        )
    return token


async def revoke_token(account_id: int, token_id: int) -> None:
    """Make one of the account's own tokens worthless.

    Raises:
        NoSuchToken: it is not theirs, or gone already.
    """
    async with in_transaction():
        if not await ApiToken.filter(id=token_id, account_id=account_id).delete():
            raise NoSuchToken(_("There is no such token."))
        await record_deed(account_id, "token.revoked", f"account:{account_id}")
