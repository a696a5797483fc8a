"""Changing the address of an account: proved at the new one, told to the old one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.accounts.actions.codes import DeadLink, claim_code, make_email_link, spend_mail
from cop.accounts.actions.sessions import end_sessions
from cop.accounts.audit import record_deed
from cop.accounts.email import email_key
from cop.accounts.models import Account, SignInCode
from cop.accounts.queries import find_account, get_account, hash_token
from cop.kit.clock import now
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.kit.limits import spend

if TYPE_CHECKING:
    from cop.kit.mail import Post

MOST_CHANGES: Final = 5
CHANGES_PER: Final = timedelta(minutes=30)


async def ask_to_change_email(post: Post, account_id: int, email: str) -> None:
    """Mail a link to the new address that makes it the account's; only the last one works.

    Somebody else's address gets a warning instead of the link. The old address is told in any
    case, and who asks learns nothing of whose the new one is.

    Raises:
        TooMany: the account has asked too often, or the address has got too much.
    """
    await spend("change of address", str(account_id), MOST_CHANGES, CHANGES_PER)
    await spend_mail(email)
    account, holder = await get_account(account_id), await find_account(email_key(email))
    language = account.language or current_language()
    async with in_transaction():
        await SignInCode.filter(account_id=account_id).delete()
        if holder is None or holder.id == account_id:
            link = await make_email_link(account_id, email)
            await post.queue(email, "prove_email", language=language, link=link)
        else:
            await post.queue(holder.email or email, "email_taken", language=holder.language)
        if account.email:
            await post.queue(account.email, "email_notice", language=language, done=False)


async def change_email(post: Post, account_id: int, link: str, *, session_id: int | None) -> None:
    """Make the address that the link proves the account's, and end its other sessions.

    Raises:
        DeadLink: the link does not work for this account, or not any more.
    """
    dead = DeadLink(_("This link does not work any more."))
    try:
        async with in_transaction():
            code = await SignInCode.get_or_none(link_hash=hash_token(link), account_id=account_id)
            if code is None or not await claim_code(code):
                raise dead
            await _replace_email(post, account_id, code)
            await end_sessions(account_id, but=session_id)
    except IntegrityError as error:  # somebody else has proved it in between
        raise dead from error


async def _replace_email(post: Post, account_id: int, code: SignInCode) -> None:
    """Change the address, tell the old one, and leave a trail without either."""
    account = await get_account(account_id)
    await Account.filter(id=account_id).update(
        email=code.email, email_key=code.email_key, verified_at=now()
    )
    if account.email:
        language = account.language or current_language()
        await post.queue(account.email, "email_notice", language=language, done=True)
    await record_deed(account_id, "account.email_changed", f"account:{account_id}")
