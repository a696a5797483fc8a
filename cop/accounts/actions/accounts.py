"""Accounts themselves: made by an administrator, and the language they are written to in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.email import email_key
from cop.accounts.models import Account
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer


class EmailTaken(Conflict):
    """Another account has this address."""


async def create_account(actor: Viewer, email: str, name: str = "") -> Account:
    """Create the account of somebody who has not come yet; a mailed link lets them in.

    Raises:
        EmailTaken: there is one already.
    """
    try:
        async with in_transaction():
            account = await Account.create(name=name, email=email, email_key=email_key(email))
            await record_deed(actor, "account.created", f"account:{account.id}")
            return account
    except IntegrityError as error:
        raise EmailTaken(_("There is an account with this address already.")) from error


async def choose_mail_language(account_id: int, language: str) -> None:
    """Write to the account in `language` from now on."""
    await Account.filter(id=account_id).update(language=language)
