"""Is it still true? Members are asked twice a year, and say so with one click."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.ending import access_end, end_token
from cop.accounts.queries import is_reached
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.mail import one_click
from cop.privacy.queries import list_refusals
from profiles.actions.members import KIND
from profiles.models import Profile
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from cop.accounts.models import Account
    from cop.accounts.viewer import Viewer
    from cop.kit.mail import Post
    from cop.kit.settings import Settings

HALF_A_YEAR: Final = timedelta(days=182)
AT_ONCE: Final = 200  # mails an hour, so that no mail server takes them for a flood
_END: Final = "end of reminders"


async def confirm(actor: Viewer) -> None:
    """Note that the person says all is still true."""
    async with in_transaction():
        if await Profile.filter(account_id=actor.account_id).update(confirmed_at=now()):
            ids = await list_ids_of([actor.account_id or 0])
            for one in ids:
                await record_deed(actor, "profile.confirmed", f"profile:{one}")
            await record_changes(KIND, ids)


async def remind_stale(settings: Settings, post: Post) -> int:
    """Ask members who have confirmed nothing for half a year; return how many are asked now.

    Nobody is asked twice in half a year, nor after they have said no.
    """
    long_ago = now() - HALF_A_YEAR
    unconfirmed = Q(confirmed_at__lt=long_ago) | Q(confirmed_at__isnull=True)
    unasked = Q(reminded_at__lt=long_ago) | Q(reminded_at__isnull=True)
    listed = Q(
        published_at__isnull=False, hidden_at=None, kept_hidden_at=None, joined_at__lt=long_ago
    )
    found = (
        await Profile.filter(unconfirmed & unasked & listed & is_reached("account__"))
        .order_by("id")
        .limit(AT_ONCE)
        .select_related("account")
    )
    refused = await list_refusals("reminders", [one.account_id for one in found if one.account_id])
    asked = 0
    for profile in found:
        async with in_transaction():
            mine = Profile.filter(id=profile.id, reminded_at=profile.reminded_at)
            if profile.reminded_at is None:
                mine = Profile.filter(id=profile.id, reminded_at__isnull=True)
            if not await mine.update(reminded_at=now()):
                continue  # another process asks
            if profile.account is not None and profile.account_id not in refused:
                await _ask(settings, post, profile.account)
                asked += 1
    return asked


async def _ask(settings: Settings, post: Post, account: Account) -> None:
    half = f"{now():%Y}-{1 if now().month <= 6 else 2}"  # noqa: PLR2004  June
    path = unsubscribe_path(settings, account.id)
    await post.queue(
        account.email or "",
        "still_true",
        language=account.language,
        key=f"still-true:{account.id}:{half}",
        headers=one_click(f"{settings.base_url}{path}"),
        name=account.name,
        unsubscribe=path,
    )


def unsubscribe_path(settings: Settings, account_id: int) -> str:
    """Return the address that ends the reminders of the account, for whoever has its mail."""
    return f"/unsubscribe/{end_token(settings.cop_data, _END, account_id)}"


async def access_reminders(settings: Settings, token: str) -> int:
    """Return the account whose reminders the token ends.

    Raises:
        NotFound: it is not ours, or the account is gone.
    """
    return await access_end(settings.cop_data, _END, token)
