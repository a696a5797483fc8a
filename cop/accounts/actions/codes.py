"""Proving an address: a mailed link and six digits, each of which works once."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from cop.accounts.actions.sessions import begin_session, end_sessions
from cop.accounts.audit import record_deed
from cop.accounts.email import email_key
from cop.accounts.models import Account, ApiToken, Identity, Passkey, SignInCode
from cop.accounts.queries import find_account, hash_token
from cop.kit.clock import now
from cop.kit.errors import Forbidden, Invalid, NotFound
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.kit.limits import spend
from cop.kit.web import with_next

if TYPE_CHECKING:
    from cop.kit.mail import Post

LIFE: Final = timedelta(minutes=10)
KEPT: Final = timedelta(hours=48)  # of rows that nobody has used
MOST_TRIES: Final = 5
MOST_MAILS: Final = 5
MAILS_PER: Final = timedelta(minutes=30)
MOST_MAILS_A_DAY: Final = 20  # and so 100 guesses of six digits


class DeadLink(NotFound):
    """The link was used, is too old, or never was one."""


class WrongDigits(Invalid):
    """They are not the digits of this browser, or not any more."""


class ShutOut(Forbidden):
    """The account is banned; who proves to own it may know."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody has come in.

    Attributes:
        token: of the session.
        is_new: nobody had this address before.
    """

    token: str
    is_new: bool


async def spend_mail(address: str) -> None:
    """Count one more mail that somebody has sent to an address, known or not.

    Raises:
        TooMany: it has got as many as anybody can need.
    """
    await spend("mail to prove", email_key(address), MOST_MAILS, MAILS_PER)
    await spend("mail today", email_key(address), MOST_MAILS_A_DAY, timedelta(days=1))


async def ask_to_sign_in(post: Post, email: str, path: str) -> str:
    """Mail link and digits to an address; who has none here yet is welcomed.

    Args:
        post: where mail is written.
        email: as it was typed; an account gets it where it always gets its mail.
        path: where to go afterwards.

    Returns:
        What the browser must hold for the digits to work.

    Raises:
        TooMany: the address has got too many.
    """
    await spend_mail(email)
    account = await find_account(email_key(email))
    browser, digits = secrets.token_urlsafe(32), f"{secrets.randbelow(1_000_000):06}"
    async with in_transaction():
        await _forget_old_codes()
        link = await _make_code(email, browser, digits)
        await post.queue(
            (account and account.email) or email,
            "sign_in",
            language=(account and account.language) or current_language(),
            first=account is None or account.verified_at is None,
            link=with_next(f"/sign-in/link/{link}", path),
            digits=digits,
        )
    return browser


async def make_sign_in_link(email: str) -> str:
    """Return the path of a link that signs in once, for whoever runs the service."""
    return f"/sign-in/link/{await _make_code(email, secrets.token_hex(), secrets.token_hex())}"


async def make_email_link(account_id: int, email: str) -> str:
    """Return the path of a link that makes `email` the address of the account, once."""
    link = await _make_code(email, secrets.token_hex(), secrets.token_hex(), account_id=account_id)
    return f"/account/email/{link}"


async def _make_code(email: str, browser: str, digits: str, **whose: Any) -> str:
    link = secrets.token_urlsafe(32)
    await SignInCode.create(
        link_hash=hash_token(link),
        digits_hash=_hash_digits(browser, digits),
        browser_hash=hash_token(browser),
        email=email,
        email_key=email_key(email),
        expires_at=now() + LIFE,
        **whose,
    )
    return link


def _hash_digits(browser: str, digits: str) -> str:
    """Return what is stored of the digits; a million guesses do not undo it without `browser`."""
    return hash_token(f"{browser}:{digits}")


async def _forget_old_codes() -> None:
    await SignInCode.filter(expires_at__lt=now() - KEPT).delete()


async def sign_in_with_link(link: str, device: str) -> Entry:
    """Begin a session of whoever reads the mail of an address; nobody there yet is created.

    Raises:
        DeadLink: the link does not work, or not any more.
        ShutOut: the account is banned.
    """
    async with in_transaction():
        code = await SignInCode.get_or_none(link_hash=hash_token(link), account_id=None)
        if code is None or not await claim_code(code):
            raise DeadLink(_("This link does not work any more."))
        return await _admit(code, device)


async def sign_in_with_digits(browser: str, digits: str, device: str) -> Entry:
    """Begin a session of whoever reads the mail of an address, in the browser that asked.

    Args:
        browser: what it was given when it asked, "" for one that never did.
        digits: as they were typed; of the last mail, since each one brings another `browser`.
        device: for the list of devices.

    Raises:
        WrongDigits: they do not work, or not any more.
        ShutOut: the account is banned.
    """
    wrong = WrongDigits(
        _("These digits do not work."),
        {"digits": _("These digits do not work, or not any more. Take them from the last mail.")},
    )
    code = await SignInCode.get_or_none(browser_hash=hash_token(browser), account_id=None)
    if code is None or not await _spend_try(code):
        raise wrong
    if not hmac.compare_digest(code.digits_hash, _hash_digits(browser, digits)):
        raise wrong
    async with in_transaction():
        if not await claim_code(code):
            raise wrong
        return await _admit(code, device)


async def claim_code(code: SignInCode) -> bool:
    """Say whether the code is ours to use: of many who ask, one."""
    open_ = SignInCode.filter(id=code.id, used_at=None, expires_at__gt=now())
    return bool(await open_.update(used_at=now()))


async def _spend_try(code: SignInCode) -> bool:
    """Say whether the digits may be tried once more; it counts whatever comes after."""
    open_ = SignInCode.filter(id=code.id, used_at=None, tries__lt=MOST_TRIES)
    return bool(await open_.update(tries=F("tries") + 1))


async def _admit(code: SignInCode, device: str) -> Entry:
    """Begin a session of the account that has the proved address, in the current transaction."""
    account = await find_account(code.email_key)
    is_new = account is None
    if account is None:
        account = await _create_account(code)
    if account.banned_at:
        raise ShutOut(_("This account may not sign in any more."))
    if account.verified_at is None:
        await _forget_unproved(account.id)
    await Account.filter(id=account.id).update(verified_at=now())
    return Entry(await begin_session(account, "email", device), is_new)


async def _create_account(code: SignInCode) -> Account:
    """Create the account of an address; of two who do so at once, both get the same."""
    fresh = Account(
        name=code.name, email=code.email, email_key=code.email_key, language=current_language()
    )
    await Account.bulk_create([fresh], ignore_conflicts=True)
    account = await Account.get(email_key=code.email_key)
    await record_deed(account.id, "account.created", f"account:{account.id}")
    return account


async def _forget_unproved(account_id: int) -> None:
    """Take away what somebody may have left in an account before its address was proved."""
    await end_sessions(account_id)
    for kind in (Identity, Passkey, ApiToken, SignInCode):
        await kind.filter(account_id=account_id).delete()
