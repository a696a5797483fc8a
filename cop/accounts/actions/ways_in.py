"""How an account can be entered: never by no way, and its owner hears of every new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import Account, Identity, Passkey
from cop.kit.errors import Conflict, NotFound
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from cop.kit.mail import Post
    from cop.kit.settings import Settings


class LastWayIn(Conflict):
    """Without it nobody could enter the account again."""


async def lock_account(account_id: int) -> Account:
    """Return the account; others who change its ways in wait until this transaction ends.

    Raises:
        NotFound: there is none.
    """
    account = await Account.filter(id=account_id).select_for_update().first()
    if account is None:
        raise NotFound(_("There is no such account."))
    return account


async def count_ways_in(account: Account, settings: Settings) -> int:
    """Return how many things would let the owner in: an address, passkeys, accounts elsewhere."""
    names = [provider.name for provider in settings.oidc]
    return (
        int(account.email is not None)
        + await Passkey.filter(account_id=account.id).count()
        + await Identity.filter(account_id=account.id, provider__in=names).count()
    )


async def tell_owner(post: Post, account_id: int, way: str) -> None:
    """Write to the owner's address, where there is one, that `way` lets in, too, from now on."""
    account = await Account.get(id=account_id)
    if account.email:
        await post.queue(account.email, "way_in_added", language=account.language, way=way)
