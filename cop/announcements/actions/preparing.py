"""Writing the mails of an announcement that was given away, a portion at a time.

Each portion is one transaction that also moves `prepared_to`: killed in between, or done by two
workers at once, nobody is written to twice and nobody is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.accounts.queries import find_absent_viewer
from cop.announcements.access import end_token
from cop.announcements.audience import batches, find_audience
from cop.announcements.letters import body_key, letter_for
from cop.announcements.models import Announcement, ForTheWeek, Often, Stage
from cop.announcements.queries import list_readers, list_to_prepare
from cop.kit.errors import Unavailable
from cop.kit.i18n import LANGUAGES
from cop.kit.mailing import Letter, keep_body, queue_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.models import Account
    from cop.announcements.audience import Audience
    from cop.kit.mail import Post
    from cop.kit.settings import Settings
    from cop.vocabulary.concepts import Vocabulary
    from search.engine import Engine


async def prepare_due(
    settings: Settings, post: Post, engine: Engine, vocabulary: Vocabulary
) -> int:
    """Write the mails of what was given away; return how many readers were looked at.

    Whom it is for is asked now, with the eyes of who gave it away: a member's, as by mail.
    """
    looked_at = 0
    for announcement in await list_to_prepare():
        if announcement.account is None:  # nobody has eyes for it any more
            await _settle(announcement, Stage.STOPPED)
            continue
        writer = await find_absent_viewer(announcement.account)
        try:
            audience = await find_audience(
                announcement.chapter, announcement.question, engine, vocabulary, writer
            )
        except Unavailable:
            break
        looked_at += await _Preparing(settings, post, vocabulary, announcement).all_of(audience)
    return looked_at


async def _settle(announcement: Announcement, stage: Stage) -> None:
    given = Announcement.filter(id=announcement.id, stage=Stage.SENDING.value)
    await given.update(stage=stage.value)


class _Preparing:
    """One announcement on its way into the outbox."""

    def __init__(
        self, settings: Settings, post: Post, vocabulary: Vocabulary, announcement: Announcement
    ) -> None:
        self._settings, self._post, self._announcement = settings, post, announcement
        self._letters = {
            code: letter_for(settings, vocabulary, announcement, code) for code in LANGUAGES
        }

    async def all_of(self, audience: Audience) -> int:
        """Write to all who were not written to yet, unless it is stopped; return how many."""
        done = self._announcement.prepared_to
        left = [one for one in audience.accounts if one > done]
        for portion in batches(left):
            if not await self._portion(portion, done, audience.unseen):
                return 0  # somebody stopped it, or another worker is at it
            done = portion[-1]
        await _settle(self._announcement, Stage.SENT)
        return len(left)

    async def _portion(self, portion: Sequence[int], done: int, unseen: frozenset[int]) -> bool:
        """Write to some, and say whether it was ours to do."""
        async with in_transaction():
            ours = Announcement.filter(
                id=self._announcement.id, stage=Stage.SENDING.value, prepared_to=done
            )
            if not await ours.update(prepared_to=portion[-1]):
                return False
            readers = await list_readers(portion, self._announcement.chapter_id)
            weekly = [one.account.id for one in readers if one.often is Often.WEEKLY]
            rows = [
                ForTheWeek(announcement_id=self._announcement.id, account_id=one) for one in weekly
            ]
            await ForTheWeek.bulk_create(rows)
            at_once: dict[tuple[str, bool], list[Account]] = {}
            for one in readers:
                if one.often is Often.AT_ONCE:
                    who = (one.account.language or "en", one.account.id not in unseen)
                    at_once.setdefault(who, []).append(one.account)
            for (language, seen), accounts in at_once.items():
                await self._mail(accounts, language, seen=seen)
        return True

    async def _mail(self, accounts: Sequence[Account], language: str, *, seen: bool) -> None:
        letter, chapter = self._letters[language], self._announcement.chapter_id
        key = body_key(self._announcement.id, language, seen=seen)
        body = await keep_body(
            self._post, key, "announcement", language, letter.headers, **letter.context
        )
        letters = [
            Letter(
                one.email or "",
                {
                    "name": one.name,
                    "end": end_token(one.id, chapter, self._settings.cop_data),
                },
            )
            for one in accounts
        ]
        await queue_many(self._post, body, letter.subject, letters, self._settings.mail_pace)
