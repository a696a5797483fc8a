"""Erasing a person: from every table, file and index; and again after a backup came back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.email import email_key
from cop.accounts.erased import Erased, ErasureLog
from cop.accounts.models import Account, SignInCode
from cop.contact.models import Report
from cop.events.actions.forgetting import forget_in_calendars
from cop.kit.backup import forget_copies
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.outbox import Mail
from cop.kit.text import fold
from cop.vocabulary.models import Proposal
from matching.models import MatchList
from profiles.actions.members import delete_profiles
from profiles.models import ImportedRow, Merge, Profile
from profiles.photos.files import erase_photo
from search.sync import ERASURE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cop.kit.settings import Settings

_SETTLED: Final = ("sent", "failed", "stopped")


async def erase(account: Account | None, profile: Profile | None, settings: Settings) -> None:
    """Erase a person who has an account, a profile or both; the trail keeps numbers only.

    Old copies of the database, which hold the person too, go first: what a crash leaves undone,
    `erase_again` does, and it spares them.

    Args:
        account: of the person.
        profile: of the same person.
        settings: their data folder holds photos, log and old copies.
    """
    forget_copies(settings)
    await _erase(account, profile, settings)


async def _erase(account: Account | None, profile: Profile | None, settings: Settings) -> None:
    """Erase from everything but old copies.

    The log of erasures is written before the commit: what it holds is erased again at the next
    start, so that a crash in between only delays.
    """
    log = ErasureLog(settings.cop_data)
    async with in_transaction():
        addresses = {one.email for one in (account, profile) if one is not None and one.email}
        names = {one.name for one in (account, profile) if one is not None}
        ids = [profile.id] if profile else []
        await _forget_messages(account, ids)
        await forget_imports(ids, {*addresses, *names})
        await forget_in_calendars({*addresses, *names})
        await _forget_mail(addresses, names)
        if account is not None:
            await Proposal.filter(account_id=account.id).update(account_id=None)
            await account.delete()
            await record_deed(None, "account.erased", f"account:{account.id}")
        if ids:
            await MatchList.filter(member__in=ids).delete()
            await delete_profiles(ids)
            await record_deed(None, "profile.erased", f"profile:{ids[0]}")
        await record_changes(ERASURE, ids or [0])
        log.append(
            Erased(
                now(),
                (account.id, account.created_at) if account else None,
                (profile.id, profile.joined_at) if profile else None,
                tuple(sorted(log.hash(address) for address in addresses)),
            )
        )
    if profile and profile.photo:
        erase_photo(settings.cop_data, profile.photo)


async def erase_again(settings: Settings) -> int:
    """Erase whom the log names and the database holds, as after a backup; return how many.

    The copy that the restore has left does not hold them: there they were erased already.
    A number alone is not enough: who has it now must have joined at the very moment in the log.
    """
    log = ErasureLog(settings.cop_data).read()
    accounts = _by_moment(
        await Account.filter(id__in=[one.account[0] for one in log if one.account]), "created_at"
    )
    profiles = _by_moment(
        await Profile.filter(id__in=[one.profile[0] for one in log if one.profile]), "joined_at"
    )
    count = 0
    for one in log:
        account = accounts.get(one.account) if one.account else None
        profile = profiles.get(one.profile) if one.profile else None
        if account or profile:
            await _erase(account, profile, settings)
            count += 1
    return count


def _by_moment(rows: Iterable[Any], moment: str) -> dict[tuple[int, datetime], Any]:
    return {(row.id, getattr(row, moment)): row for row in rows}


async def _forget_messages(account: Account | None, profiles: list[int]) -> None:
    """Messages to the person go with the profile; what they wrote to others stays, unsigned."""
    subjects = [f"profile:{one}" for one in profiles]
    await Report.filter(subject__in=subjects).delete()
    if account is not None:
        await Report.filter(reporter_id=account.id).update(words="")


async def forget_imports(profiles: list[int], words: set[str]) -> None:
    """Empty what imports and merges remember of the person."""
    rows = ImportedRow.filter(profile_id__in=profiles)
    await rows.update(notes=[], before=None)
    told = {fold(word) for word in words}
    refused = ImportedRow.filter(Q(profile_id__isnull=True) & ~Q(outcome="created"))
    found = await refused.values_list("id", "notes")
    about = [row for row, notes in cast("list[tuple[int, Any]]", found) if _tells(notes, told)]
    await ImportedRow.filter(id__in=about).update(notes=[])
    merges = await Merge.filter(kind="profile")
    gone = [one.id for one in merges if one.kept in profiles or one.gone.get("id") in profiles]
    await Merge.filter(id__in=gone).delete()


async def _forget_mail(addresses: set[str], names: set[str]) -> None:
    """Delete mail to the person, sent or not, and what was sent to others and names them."""
    known = sorted(addresses)
    await Mail.filter(recipient__in=known).delete()
    await SignInCode.filter(email_key__in=[email_key(one) for one in known]).delete()
    for name in names:
        await (
            Mail.filter(Q(text__contains=name) | Q(subject__contains=name))
            .filter(state__in=list(_SETTLED))
            .delete()
        )


def _tells(notes: object, words: set[str]) -> bool:
    text = fold(json.dumps(notes, ensure_ascii=False))
    return any(word in text for word in words)
