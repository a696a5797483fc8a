"""Agreeing, taking it back, hiding: what decides whether one is found at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.models import Consent
from cop.announcements.actions.lists import CONSENT as ANNOUNCEMENTS
from cop.announcements.actions.lists import choose_often
from cop.announcements.models import Often
from cop.introductions.actions.digest import CONSENT as MATCHES
from cop.introductions.actions.digest import switch_digest
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.i18n import gettext as _
from cop.privacy.consents import CONSENTS
from cop.privacy.queries import find_consent
from profiles.actions.members import KIND
from profiles.models import Profile
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer


async def give_consent(account_id: int, kind: str, *, given: bool) -> None:
    """Write down that the person agrees, or no longer agrees, to `kind`, in the words they read.

    To agree to the directory is to be listed in it; memberships of chapters stay either way.

    Raises:
        NoAddress: it is about mails, and the account has no proved address.
    """
    if kind == MATCHES:
        await switch_digest(account_id, on=given)
        return
    if kind == ANNOUNCEMENTS:
        await choose_often(account_id, Often.AT_ONCE if given else Often.OFF)
        return
    async with in_transaction():
        last = await find_consent(account_id, kind)
        if last is None or last.given != given:
            await Consent.create(
                account_id=account_id, kind=kind, given=given, words=_(CONSENTS[kind].words)
            )
            action = "consent.given" if given else "consent.withdrawn"
            await record_deed(account_id, action, f"account:{account_id}", kind=kind)
        if kind == "directory":
            own = Profile.filter(account_id=account_id, published_at__isnull=given)
            if await own.update(published_at=now() if given else None):
                await record_changes(KIND, await list_ids_of([account_id]))


async def hide(actor: Viewer, *, hidden: bool) -> None:
    """Let nobody but the owner find the profile from the next request on, or let them again."""
    async with in_transaction():
        own = Profile.filter(account_id=actor.account_id, hidden_at__isnull=hidden)
        if not await own.update(hidden_at=now() if hidden else None):
            return
        ids = await list_ids_of([actor.account_id or 0])
        action = "profile.hidden" if hidden else "profile.unhidden"
        for one in ids:
            await record_deed(actor, action, f"profile:{one}")
        await record_changes(KIND, ids)
