"""The addresses in mails that end such mails with one click, for whoever has one of them.

Source: RFC 8058.
"""

from __future__ import annotations

from hmac import compare_digest
from typing import TYPE_CHECKING

from cop.accounts.queries import get_account
from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from cop.kit.secret import sign
from cop.kit.text import as_number

if TYPE_CHECKING:
    from pathlib import Path


def end_token(data: Path, purpose: str, account_id: int, which: str = "") -> str:
    """Return what ends the mails of an account that are sent for `purpose`, or `which` of them."""
    ended = f"{account_id}-{which}" if which else str(account_id)
    return f"{ended}-{sign(data, purpose, ended)[:40]}"


def account_in(token: str) -> int:
    """Return the account that a token names, whether it is ours or not; 0 where it names none."""
    return as_number(token.partition("-")[0]) or 0


async def access_end(data: Path, purpose: str, token: str, which: str = "") -> int:
    """Return the account whose mails, or `which` of them, the token from one of them ends.

    Raises:
        NotFound: it is not ours, or the account is gone.
    """
    number = account_in(token)
    if not compare_digest(token.encode(), end_token(data, purpose, number, which).encode()):
        raise NotFound(_("There is nothing at this address."))
    return (await get_account(number)).id
