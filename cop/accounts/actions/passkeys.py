"""Adding, naming and removing passkeys, signing in with one, and proving who is there."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.accounts.access import check_may_change_passkeys
from cop.accounts.actions.challenges import issue_challenge, take_challenge
from cop.accounts.actions.sessions import begin_session
from cop.accounts.actions.ways_in import LastWayIn, count_ways_in, lock_account, tell_owner
from cop.accounts.audit import record_deed
from cop.accounts.models import LoginSession, Passkey
from cop.accounts.queries import list_passkeys
from cop.accounts.relying_party import PasskeyRefused, RelyingParty, read_shown, user_handle
from cop.kit.clock import now
from cop.kit.errors import Conflict, NotFound
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.kit.mail import Post
    from cop.kit.settings import Settings

MOST: Final = 20
ADD: Final = "passkey:add"
ENTER: Final = "passkey:enter"
PROVE: Final = "passkey:prove"


class TooManyPasskeys(Conflict):
    """Nobody has that many devices."""


class PasskeyKnown(Conflict):
    """The passkey is here already."""


async def ask_for_new(viewer: Viewer, party: RelyingParty, community: str) -> tuple[str, str]:
    """Return the key to a challenge, and as JSON what the browser asks the person's device.

    Raises:
        ProofFirst: an administrator must show another passkey before.
    """
    passkeys = await list_passkeys(viewer.account_id or 0)
    check_may_change_passkeys(viewer, passkeys)
    challenge = secrets.token_urlsafe(32)
    key = await issue_challenge(ADD, {"challenge": challenge, "account": str(viewer.account_id)})
    return key, party.registration(
        challenge,
        account_id=viewer.account_id or 0,
        name=viewer.name or community,
        community=community,
        known=[passkey.credential_id for passkey in passkeys],
    )


async def add_passkey(
    viewer: Viewer, key: str, made: tuple[str, str], party: RelyingParty, post: Post
) -> None:
    """Keep the passkey that the person's device made, and tell the owner.

    Args:
        viewer: whose it shall be.
        key: to the challenge.
        made: what the browser sent, and what the owner calls it.
        party: this service.
        post: where the mail to the owner goes.

    Raises:
        NotBegun: this browser was not asked for one, or for another account.
        PasskeyRefused: it is not sound.
        ProofFirst: an administrator must show another passkey before.
        TooManyPasskeys: the account has enough.
        PasskeyKnown: it is here already.
    """
    account_id = viewer.account_id or 0
    asked = await take_challenge(key, ADD)
    if asked["account"] != str(account_id):
        raise PasskeyRefused(_("The passkey could not be verified. Try again."))
    credential, name = made
    new = party.check_new(credential, asked["challenge"])
    try:
        async with in_transaction():
            await lock_account(account_id)
            passkeys = await list_passkeys(account_id)
            check_may_change_passkeys(viewer, passkeys)
            if len(passkeys) >= MOST:
                raise TooManyPasskeys(_("You have as many passkeys as there can be."))
            await Passkey.create(
                account_id=account_id,
                credential_id=new.credential_id,
                public_key=new.public_key,
                sign_count=new.sign_count,
                name=name,
            )
            await record_deed(viewer, "passkey.added", f"account:{account_id}", name=name)
            await tell_owner(post, account_id, name)
    except IntegrityError as error:
        raise PasskeyKnown(_("This passkey is here already.")) from error


async def rename_passkey(viewer: Viewer, passkey_id: int, name: str) -> None:
    """Call the passkey something else.

    Raises:
        NotFound: the caller has no such passkey.
    """
    passkeys = await list_passkeys(viewer.account_id or 0)
    mine = [passkey.id for passkey in passkeys if passkey.id == passkey_id]
    if not await Passkey.filter(id__in=mine).update(name=name):
        raise NotFound(_("There is no such passkey."))


async def remove_passkey(viewer: Viewer, passkey_id: int, settings: Settings) -> None:
    """Let the passkey sign in no more.

    Raises:
        NotFound: the caller has no such passkey.
        ProofFirst: an administrator must show a passkey before.
        LastWayIn: nothing else would let them in.
    """
    account_id = viewer.account_id or 0
    async with in_transaction():
        account = await lock_account(account_id)
        passkeys = await list_passkeys(account_id)
        check_may_change_passkeys(viewer, passkeys)
        removed = next((one for one in passkeys if one.id == passkey_id), None)
        if removed is None:
            raise NotFound(_("There is no such passkey."))
        await removed.delete()
        if not await count_ways_in(account, settings):
            raise LastWayIn(_("This is your last way in. Add another one first."))
        await record_deed(viewer, "passkey.removed", f"account:{account_id}", name=removed.name)


async def ask_to_show(kind: str, party: RelyingParty, viewer: Viewer) -> tuple[str, str]:
    """Return the key to a challenge, and as JSON what the browser asks the person's device.

    Args:
        kind: `ENTER`, where any passkey may answer, or `PROVE`, where only the viewer's may.
        party: this service.
        viewer: who calls.
    """
    known = await list_passkeys(viewer.account_id or 0) if kind == PROVE else []
    challenge = secrets.token_urlsafe(32)
    key = await issue_challenge(kind, {"challenge": challenge})
    return key, party.authentication(challenge, [passkey.credential_id for passkey in known])


async def enter_with_passkey(
    key: str, credential: str, party: RelyingParty, *, device: str = ""
) -> str:
    """Begin a session of the passkey's account and return its token.

    Raises:
        NotBegun: this browser was not asked for a passkey.
        PasskeyRefused: it is none of ours, or did not sign, or its account is shut.
    """
    asked = await take_challenge(key, ENTER)
    async with in_transaction():
        passkey = await _shown(credential, asked["challenge"], party)
        return await begin_session(passkey.account, "passkey", device, proved=True)


async def prove_with_passkey(viewer: Viewer, key: str, credential: str, party: RelyingParty) -> str:
    """Prove who holds the session; it goes on under a new token, which is returned.

    Raises:
        NotBegun: this browser was not asked for a passkey.
        PasskeyRefused: it is not the caller's, or did not sign.
    """
    asked = await take_challenge(key, PROVE)
    async with in_transaction():
        passkey = await _shown(credential, asked["challenge"], party)
        session = await LoginSession.get_or_none(id=viewer.session_id or 0)
        if passkey.account_id != viewer.account_id or session is None:
            raise PasskeyRefused(_("The passkey could not be verified. Try again."))
        await session.delete()
        await record_deed(viewer, "session.proved", f"account:{viewer.account_id}")
        return await begin_session(passkey.account, session.method, session.device, proved=True)


async def _shown(credential: str, challenge: str, party: RelyingParty) -> Passkey:
    """Return the passkey that signed the challenge, its count moved on by one conditional write."""
    shown = read_shown(credential)
    passkey = await Passkey.get_or_none(credential_id=shown.credential_id).select_related("account")
    if (
        passkey is None
        or passkey.account.banned_at
        or shown.user_handle not in {"", user_handle(passkey.account_id)}
    ):
        raise PasskeyRefused(_("The passkey could not be verified. Try again."))
    count = party.check_shown(shown, challenge, passkey.public_key, passkey.sign_count)
    same = Passkey.filter(id=passkey.id, sign_count=passkey.sign_count)
    if not await same.update(sign_count=count, used_at=now()):
        raise PasskeyRefused(_("The passkey could not be verified. Try again."))
    return passkey
