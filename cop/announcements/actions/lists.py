"""How a member gets announcements: which lists, how often, and at an address that works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.models import Account, Consent
from cop.announcements.letters import body_keys
from cop.announcements.models import (
    WEEK,
    Announcement,
    Bounce,
    ForTheWeek,
    MailChoice,
    Often,
    TurnedOff,
)
from cop.announcements.queries import announcements_to, find_often
from cop.announcements.wording import list_name
from cop.kit.clock import now
from cop.kit.i18n import current_language, mark
from cop.kit.i18n import gettext as _
from cop.kit.mailing import take_back

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet

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
            await _take_back_from(account_id, announcements_to(chapter))
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
            await _take_back_from(account_id, Announcement.all())
        await _agree(account_id, CONSENT, _(_OFTEN[often]), given=often is not Often.OFF)


async def confirm_address(account_id: int) -> None:
    """Write to the account's address again: its owner says that it works."""
    await Bounce.filter(account_id=account_id).update(confirmed_at=now())


async def _agree(account_id: int, kind: str, words: str, *, given: bool) -> None:
    await Consent.create(account_id=account_id, kind=kind, given=given, words=words)
    action = "consent.given" if given else "consent.withdrawn"
    await record_deed(account_id, action, f"account:{account_id}", kind=kind)


async def _take_back_from(account_id: int, announcements: QuerySet[Announcement]) -> None:
    """Send the account nothing that is written already and waits for its turn."""
    address = (await Account.get(id=account_id)).email or ""
    recent = await announcements.filter(sent_at__gt=now() - WEEK).values_list("id", flat=True)
    keys = [key for one in recent for key in body_keys(int(str(one)))]
    await take_back(keys, recipient=address)
