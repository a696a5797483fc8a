"""Addresses that take no mail: marked, so that nothing more is announced there.

Only a report that names the Message-ID of a mail of ours counts. Nobody but its reader and the
mail servers on the way know it, so nobody can have somebody else's mail stopped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.accounts.email import email_key
from cop.accounts.models import Account
from cop.announcements.models import Bounce
from cop.announcements.reports import NoReport, is_refusal, read_report, split_messages
from cop.kit.outbox import Mail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.announcements.reports import Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the messages of a file.

    Attributes:
        marked: addresses that get no announcements now.
        passing: reports that say nothing lasting about the address, or nothing new.
        unknown: reports about mails that are not ours, or long forgotten.
        unreadable: what is wrong with each other message.
    """

    messages: int
    marked: int
    passing: int
    unknown: int
    unreadable: Sequence[str]


async def take_reports(data: bytes) -> Outcome:
    """Read delivery reports, one message or an mbox file of many; twice is once."""
    messages, became, unreadable = split_messages(data), Counter[str](), list[str]()
    for number, message in enumerate(messages, 1):
        try:
            became[await _take(read_report(message))] += 1
        except NoReport as error:
            unreadable.append(f"Message {number}: {error.message}")
    return Outcome(
        len(messages), became["marked"], became["passing"], became["unknown"], unreadable
    )


async def _take(report: Report) -> str:
    """Mark whose address it is about, and say what became of the report."""
    mail = await Mail.get_or_none(message_id=report.message_id)
    if mail is None or not mail.recipient:
        return "unknown"
    return "marked" if report.is_final and await _mark(mail, report.reason) else "passing"


async def note_refused() -> int:
    """Mark the addresses that the mail server itself refuses; return how many."""
    failed = Mail.filter(state="failed", recipient__not="").order_by("id")
    told = await failed.only("id", "recipient", "error", "created_at")
    refused = [one for one in told if is_refusal(one.error)]
    return sum([await _mark(one, one.error) for one in refused])


async def _mark(mail: Mail, reason: str) -> bool:
    """Mark whose address it is, and say whether it was not marked.

    A mail older than the last proof of the address, or its owner's word, says nothing.
    """
    account = await Account.get_or_none(email_key=email_key(mail.recipient))
    if account is None or (account.verified_at and account.verified_at >= mail.created_at):
        return False
    last = await Bounce.get_or_none(account_id=account.id)
    if last is not None and last.email_key == account.email_key:
        known = max(one for one in (last.at, last.confirmed_at) if one)
        if known >= mail.created_at:
            return False
    await Bounce.bulk_create(
        [
            Bounce(
                account_id=account.id,
                email_key=account.email_key,
                reason=reason,
                at=mail.created_at,
            )
        ],
        on_conflict=["account_id"],
        update_fields=["email_key", "reason", "at", "confirmed_at"],
    )
    return True
