"""The announcements of a week in one mail, for members who want them so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from tortoise.transactions import in_transaction

from cop.announcements.access import end_all_token
from cop.announcements.going import may_get
from cop.announcements.letters import parts_of_week
from cop.announcements.models import WEEK, ForTheWeek, MailChoice, Often
from cop.announcements.queries import list_due, list_waiting
from cop.announcements.wording import list_name, words_for
from cop.kit.clock import now
from cop.kit.i18n import direction
from cop.kit.mail import one_click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.announcements.models import Announcement
    from cop.kit.mail import Post
    from cop.kit.settings import Settings
    from cop.vocabulary.concepts import Vocabulary

AT_ONCE: Final = 5_000  # mails an hour; they let more urgent ones pass


async def mail_weeks(settings: Settings, post: Post, vocabulary: Vocabulary) -> int:
    """Mail whose turn it is what was announced; return how many mails were written.

    Several workers may do it at once.
    """
    written = 0
    for choice in await list_due(now(), AT_ONCE):
        told = await list_waiting(choice.account_id)
        news = [one for one in told if await may_get(one, choice.account)]
        async with in_transaction():
            due = now() + WEEK if choice.often == Often.WEEKLY else None
            waiting = MailChoice.filter(id=choice.id, due_at=choice.due_at)
            if not await waiting.update(due_at=due):
                continue  # another worker has written it
            looked_at = [one.id for one in told]  # others have come to wait meanwhile
            waited = ForTheWeek.filter(account_id=choice.account_id)
            await waited.filter(announcement_id__in=looked_at).delete()
            if news:
                await _mail(settings, post, vocabulary, choice, news)
                written += 1
    return written


async def _mail(
    settings: Settings,
    post: Post,
    vocabulary: Vocabulary,
    choice: MailChoice,
    news: Sequence[Announcement],
) -> None:
    """Write the mail; call it inside the transaction that settles it."""
    language = choice.account.language or "en"
    said = [(one, words_for(one, language)) for one in news]
    token = end_all_token(choice.account_id, settings.cop_data)
    end = f"/announcements/end/{token}"
    mail = post.write(
        cast("str", choice.account.email),  # `list_due` has seen to it
        "announcements",
        language=language,
        headers=one_click(f"{settings.base_url}{end}"),
        name=choice.account.name,
        said=[
            (one.id, list_name(one.chapter, vocabulary, language), words, direction(words.language))
            for one, words in said
        ],
        end=end,
    )
    mail.parts = parts_of_week(news, token)
    await post.queue_all([mail])
