"""Whether an announcement may still go to whom it was written to, asked when its turn has come.

Hours may lie between: until then somebody leaves, turns it off, is shut out, or takes it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tortoise.transactions import in_transaction

from cop.accounts.models import Account
from cop.accounts.queries import find_absent_viewer
from cop.announcements.letters import announcements_in, reader_of
from cop.announcements.models import ForTheWeek, MailChoice
from cop.announcements.queries import find_announcements, is_active_in, list_readers
from cop.kit.clock import now
from cop.kit.outbox import redirect, settle_stopped
from profiles.access import find_seen
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.announcements.models import Announcement
    from cop.kit.outbox import Mail


async def may_go(mail: Mail) -> bool:
    """Say whether a mail may go now; any that tells of no announcement may.

    It goes to the address that its reader has now. One with those of a week goes whole or not at
    all: what may still go then waits to be written once more, without the rest.
    """
    numbers = announcements_in(mail)
    if not numbers:
        return True
    account = await Account.get_or_none(id=reader_of(mail))
    if account is None:
        return False
    left = [one for one in await find_announcements(numbers) if await may_get(one, account)]
    if len(left) < len(numbers):
        if left:
            await _write_again(mail, account, left)
        return False
    if mail.recipient != account.email:
        await redirect(mail, cast("str", account.email))  # `may_get` has seen to it
    return True


async def _write_again(mail: Mail, account: Account, announcements: Sequence[Announcement]) -> None:
    """Stop a mail with those of a week, and let one with these be written within the hour.

    Whoever claims it again after that, or has claimed it before, changes nothing.
    """
    waiting = [ForTheWeek(announcement=one, account=account) for one in announcements]
    async with in_transaction():
        if await settle_stopped(mail):
            await ForTheWeek.bulk_create(waiting, ignore_conflicts=True)
            await MailChoice.filter(account=account).update(due_at=now())


async def may_get(announcement: Announcement, account: Account) -> bool:
    """Say whether the announcement, with its chapter and writer, may go to the account now."""
    if not announcement.is_sent or not await list_readers([account.id], announcement.chapter_id):
        return False
    reader = await find_absent_viewer(account)
    if announcement.account_id in reader.blocked:
        return False
    if announcement.question and not await _is_found(account, announcement.account):
        return False
    if announcement.chapter_id is None:
        return reader.is_member
    return await is_active_in(announcement.chapter_id, account.id)


async def _is_found(account: Account, writer: Account | None) -> bool:
    """Say whether the writer of a segment may still find the account; a search is not asked again.

    Whoever has hidden answers no question.
    """
    if writer is None:  # nobody has eyes for it any more
        return False
    own = await list_ids_of([account.id])
    return bool(await find_seen(own, await find_absent_viewer(writer)))
