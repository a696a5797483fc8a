"""Signing in with an account elsewhere, linking one to the account here, and unlinking it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.accounts.actions.sessions import begin_session
from cop.accounts.actions.ways_in import LastWayIn, count_ways_in, lock_account, tell_owner
from cop.accounts.audit import record_deed
from cop.accounts.email import clean_email, email_key
from cop.accounts.models import Account, Identity
from cop.accounts.queries import list_identities
from cop.kit.clock import now
from cop.kit.errors import Conflict, Forbidden, NotFound
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.accounts.oidc.client import Person
    from cop.accounts.viewer import Viewer
    from cop.kit.mail import Post
    from cop.kit.settings import Provider, Settings

TRIES: Final = 3


class IdentityTaken(Conflict):
    """It signs in another account here."""


class SessionChanged(Forbidden):
    """Linking ends in the session that it began in."""


class AccountShut(Forbidden):
    """The account may not sign in any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """How somebody came in.

    Attributes:
        token: of the session that began.
        is_new: the account was made a moment ago.
        address_taken: the address that the issuer has verified belongs to another account.
    """

    token: str
    is_new: bool = False
    address_taken: bool = False


async def enter_with_identity(person: Person, provider: Provider, *, device: str = "") -> Entry:
    """Begin a session of the account that issuer and subject are linked to, of a new one if none.

    Never of one that merely has the same e-mail address: that is no proof of being its owner.

    Args:
        person: who came back from the provider.
        provider: which it was.
        device: what the browser says it is.

    Raises:
        AccountShut: the account may not sign in any more.
    """
    for left in reversed(range(TRIES)):
        try:
            async with in_transaction():
                return await _enter(person, provider, device)
        except IntegrityError:  # somebody made the same account, or took the address, just now
            if not left:
                raise
    raise AssertionError


async def _enter(person: Person, provider: Provider, device: str) -> Entry:
    method = f"oidc:{provider.name}"
    known = await Identity.get_or_none(issuer=person.issuer, subject=person.subject).select_related(
        "account"
    )
    if known is not None:
        if known.account.banned_at:
            raise AccountShut(_("This account may not sign in any more."))
        await Identity.filter(id=known.id).update(used_at=now())
        return Entry(token=await begin_session(known.account, method, device))
    email = _kept_email(person.email)
    taken = bool(email) and await Account.exists(email_key=email_key(email))
    account = await Account.create(
        name=person.name or _("New member"),
        email=email if email and not taken else None,
        email_key=email_key(email) if email and not taken else None,
        verified_at=now() if email and not taken else None,
        language=current_language(),
    )
    await _add_identity(account.id, person, provider)
    await record_deed(account.id, "account.created", f"account:{account.id}", by=method)
    token = await begin_session(account, method, device)
    return Entry(token=token, is_new=True, address_taken=taken)


async def link_identity(
    viewer: Viewer, begun: Mapping[str, str], person: Person, provider: Provider, post: Post
) -> None:
    """Let the account elsewhere sign in this one, and tell its owner.

    Args:
        viewer: who came back.
        begun: account and session that the way to the provider began in.
        person: who they are there.
        provider: which it was.
        post: where the mail to the owner goes.

    Raises:
        SessionChanged: it was begun by somebody else, or in a session that is over.
        IdentityTaken: it signs in another account.
    """
    account_id = viewer.account_id or 0
    if (begun["account"], begun["session"]) != (str(account_id), str(viewer.session_id)):
        raise SessionChanged(_("You were signed out in between. Sign in and link it again."))
    try:
        async with in_transaction():
            owner = await Identity.get_or_none(issuer=person.issuer, subject=person.subject)
            if owner is not None and owner.account_id == account_id:
                return
            if owner is not None:
                raise _taken(provider)
            await _add_identity(account_id, person, provider)
            await record_deed(
                viewer, "identity.linked", f"account:{account_id}", provider=provider.name
            )
            await tell_owner(post, account_id, provider.label)
    except IntegrityError as error:
        raise _taken(provider) from error


async def unlink_identity(viewer: Viewer, identity_id: int, settings: Settings) -> None:
    """Let the account elsewhere sign in this one no more.

    Raises:
        NotFound: the caller has no such link.
        LastWayIn: nothing else would let them in.
    """
    account_id = viewer.account_id or 0
    async with in_transaction():
        account = await lock_account(account_id)
        mine = await list_identities(account_id)
        identity = next((one for one in mine if one.id == identity_id), None)
        if identity is None:
            raise NotFound(_("There is no such link."))
        await identity.delete()
        if not await count_ways_in(account, settings):
            raise LastWayIn(_("This is your last way in. Add another one first."))
        await record_deed(
            viewer, "identity.unlinked", f"account:{account_id}", provider=identity.provider
        )


async def _add_identity(account_id: int, person: Person, provider: Provider) -> None:
    await Identity.create(
        account_id=account_id,
        issuer=person.issuer,
        subject=person.subject,
        provider=provider.name,
        used_at=now(),
    )


def _taken(provider: Provider) -> IdentityTaken:
    return IdentityTaken(
        _("This account of {provider} signs in another account here.").format(
            provider=provider.label
        )
    )


def _kept_email(text: str) -> str:
    """Return the address as it is kept, "" when it is none of ours to keep."""
    try:
        return clean_email(text)
    except BadText:
        return ""
