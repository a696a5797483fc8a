"""How a member gets announcements: which lists, how often, and at an address that works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.models import Account, Consent
from cop.announcements.models import (
    WEEK,
    Bounce,
    ForTheWeek,
    MailChoice,
    Often,
    TurnedOff,
)
from cop.announcements.queries import find_often
from cop.announcements.wording import list_name
from cop.kit.clock import now
from cop.kit.i18n import current_language, mark
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from cop.chapters.models.chapters import Chapter
    from cop.vocabulary.concepts import Vocabulary

CONSENT: Final = "announcements"
TITLE: Final = mark("Get announcements by mail")
WORDS: Final = mark(
    "Coordinators of my chapters, and administrators, may write to me with their other members. "
    "On the page “How announcements come to you” I choose which, and how often."
)
_OF_A_LIST: Final = "announcements-list"
_ON: Final = mark("Announcements of {chapter} come to me by mail.")
_OFF: Final = mark("No announcements of {chapter} come to me by mail.")
_OFTEN: Final = {
    Often.AT_ONCE: mark("Announcements come to me by mail, each at once."),
    Often.WEEKLY: mark("Announcements come to me in one mail a week."),
    Often.OFF: mark("No announcements come to me by mail."),
}


async def choose_list(
    account_id: int, chapter: Chapter | None, vocabulary: Vocabulary, *, on: bool
) -> None:
    """Send the account what comes by a list, or nothing of it any more; twice is once."""
    async with in_transaction():
        await Account.filter(id=account_id).select_for_update().get()  # one tab at a time
        row = TurnedOff.filter(account_id=account_id)
        row = row.filter(chapter=chapter) if chapter else row.filter(chapter_id__isnull=True)
        if await row.exists() is not on:
            return
        if on:
            await row.delete()
        else:
            await TurnedOff.create(account_id=account_id, chapter=chapter)
        called = list_name(chapter, vocabulary, current_language())
        await _agree(
            account_id, _OF_A_LIST, _(_ON if on else _OFF).format(chapter=called), given=on
        )


async def choose_often(account_id: int, often: Often) -> None:
    """Send the account announcements at once, once a week or not at all, from now on.

    What waits for the next mail with those of a week comes within the hour where nothing waits
    any more, and not at all where nothing is wanted.
    """
    async with in_transaction():
        await Account.filter(id=account_id).select_for_update().get()  # one tab at a time
        if await find_often(account_id) is often:
            return
        due = {Often.WEEKLY: now() + WEEK, Often.AT_ONCE: now(), Often.OFF: None}[often]
        await MailChoice.bulk_create(
            [MailChoice(account_id=account_id, often=often.value, due_at=due)],
            on_conflict=["account_id"],
            update_fields=["often", "due_at"],
        )
        if often is Often.OFF:
            await ForTheWeek.filter(account_id=account_id).delete()
        await _agree(account_id, CONSENT, _(_OFTEN[often]), given=often is not Often.OFF)


async def confirm_address(account_id: int) -> None:
    """Write to the account's address again: its owner says that it works."""
    await Bounce.filter(account_id=account_id).update(confirmed_at=now())


async def _agree(account_id: int, kind: str, words: str, *, given: bool) -> None:
    await Consent.create(account_id=account_id, kind=kind, given=given, words=words)
    action = "consent.given" if given else "consent.withdrawn"
    await record_deed(account_id, action, f"account:{account_id}", kind=kind)
