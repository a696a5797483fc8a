"""The mails that gather what waits to be told of chapters.

What such a mail says is worked out when it is written: who has hidden since is not named, and what
was answered meanwhile is not told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tortoise.expressions import Subquery
from tortoise.transactions import in_transaction

from cop.accounts.models import Account
from cop.accounts.queries import find_absent_viewer, is_reached, list_coordinators
from cop.chapters.actions.notices import ending
from cop.chapters.models.memberships import State
from cop.chapters.models.notices import About, Notice
from cop.chapters.queries.memberships import find_place, find_place_of
from cop.chapters.queries.seated import find_ending
from cop.chapters.queries.staying import list_long_in
from cop.chapters.scopes import chapter_name
from cop.contact.queries.messages import takes_messages
from cop.kit.clock import now
from profiles.access import see_members

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cop.chapters.models.chapters import Chapter
    from cop.kit.mail import Post
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member

AT_ONCE: Final = 200  # mails an hour
CLAIMED_FOR: Final = timedelta(minutes=30)  # a worker that died only delays
TOLD: Final = 20  # things in one mail; how many more there are it says


@dataclass(frozen=True, slots=True)
class News:
    """One thing that a mail tells: of whom, in which words of theirs, and when a term ends."""

    about: About
    chapter: Chapter
    called: str
    words: str = ""
    member: Member | None = None
    ends_on: date | None = None


async def tell_gathered(post: Post, vocabulary: Vocabulary) -> int:
    """Mail whose moment it is what waits for them; return how many mails were written.

    Several workers may do it at once.
    """
    told = 0
    for account in await _list_due():
        claimed = now() + CLAIMED_FOR
        waiting = Notice.filter(account_id=account.id, due_at__lte=now())
        if not await waiting.update(due_at=claimed):
            continue  # another worker tells, or they have chosen anew
        mine = Notice.filter(account_id=account.id, due_at=claimed)
        notices = await mine.order_by("chapter_id", "id").select_related("chapter")
        news = [
            *await _see_theirs(account, notices, vocabulary),
            *await _see_own(account, notices, vocabulary),
        ]
        async with in_transaction():
            if await mine.delete() and news:
                await _mail(post, account, news)
                told += 1
    return told


async def _list_due() -> list[Account]:
    """Return whose moment it is and who can be written to."""
    due = Notice.filter(due_at__lte=now()).values("account_id")
    reached = Account.filter(is_reached(), id__in=Subquery(due))
    return await reached.order_by("id").limit(AT_ONCE)


async def _see_theirs(
    account: Account, notices: Sequence[Notice], vocabulary: Vocabulary
) -> list[News]:
    """Return who still asks, or whose term still ends, where the reader still looks after it.

    They are seen as while one is away.
    """
    theirs = [one for one in notices if one.about in {About.REQUEST, About.TERM}]
    viewer = await find_absent_viewer(account)
    seen = {one.id: one for one in await see_members([one.profile_id for one in theirs], viewer)}
    news: list[News] = []
    for one in theirs:
        member = seen.get(one.profile_id)
        if member is None or account not in await list_coordinators(one.chapter.slug):
            continue
        called = _name(one, account, vocabulary)
        if one.about == About.TERM:
            ending = find_ending().filter(chapter_id=one.chapter_id, profile_id=member.id)
            for seat in await ending:
                news += [News(About.TERM, one.chapter, called, "", member, seat.ends_on)]
        elif (place := await find_place_of(one.chapter, member.id)).state is State.REQUESTED:
            news.append(News(About.REQUEST, one.chapter, called, place.words, member))
    return news


async def _see_own(
    account: Account, notices: Sequence[Notice], vocabulary: Vocabulary
) -> list[News]:
    """Return what the reader themselves has not answered yet."""
    news: list[News] = []
    if await takes_messages(account.id):
        for one in notices:
            place = await find_place(one.chapter, account.id)
            if one.about == About.INVITATION and place and place.state is State.INVITED:
                called = _name(one, account, vocabulary)
                news.append(News(About.INVITATION, one.chapter, called, place.words))
    long_in = {one.id for one in await list_long_in(account.id)}
    return [
        *news,
        *(
            News(About.STAYING, one.chapter, _name(one, account, vocabulary))
            for one in notices
            if one.about == About.STAYING and one.chapter_id in long_in
        ),
    ]


def _name(notice: Notice, account: Account, vocabulary: Vocabulary) -> str:
    return chapter_name(notice.chapter, vocabulary, account.language or "en")


async def _mail(post: Post, account: Account, news: Sequence[News]) -> None:
    """Write the mail; call it inside the transaction that takes what it tells off the table."""
    await post.queue(
        account.email or "",
        "chapter_news",
        language=account.language,
        name=account.name,
        news=news[:TOLD],
        more=max(0, len(news) - TOLD),
        **ending(post, account.id),
    )
