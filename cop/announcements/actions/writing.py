"""Writing an announcement: kept as a draft, tried on oneself, sent once, stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.queries import get_account
from cop.announcements.access import end_token
from cop.announcements.letters import body_keys, letter_for
from cop.announcements.models import SENT, Announcement, ForTheWeek, Stage
from cop.announcements.queries import announcements_to
from cop.kit.clock import now
from cop.kit.errors import Conflict, WrittenMeanwhile
from cop.kit.i18n import gettext as _
from cop.kit.limits import spend
from cop.kit.mailing import take_back

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet

    from cop.accounts.viewer import Viewer
    from cop.announcements.wording import Draft
    from cop.chapters.models.chapters import Chapter
    from cop.kit.mail import Post
    from cop.kit.settings import Settings
    from cop.vocabulary.concepts import Vocabulary


MOST_DRAFTS: Final = 50  # for one chapter, or for all
MOST_TESTS: Final = 20  # mails to oneself in an hour


class AlreadySent(Conflict):
    """What was sent cannot be written otherwise."""

    def __init__(self) -> None:
        super().__init__(_("This announcement is on its way already and stays as it is."))


class TooManyDrafts(Conflict):
    """Nobody can look through so many."""

    def __init__(self) -> None:
        super().__init__(_("There are too many drafts. Send or delete one first."))


class NoAddress(Conflict):
    """There is no proved address that a mail could go to."""

    def __init__(self) -> None:
        super().__init__(_("To get a mail, give your account an e-mail address first."))


@dataclass(frozen=True, slots=True)
class Deed:
    """What shall be done with an announcement: test, send, stop or delete.

    Attributes:
        version: of the announcement that was looked at, for what is sent.
    """

    name: str
    version: int


async def keep_draft(writer: Viewer, chapter: Chapter | None, draft: Draft) -> Announcement:
    """Keep a new announcement, which nobody gets yet.

    Raises:
        TooManyDrafts: there are so many already that nobody looks through them.
    """
    if await announcements_to(chapter).filter(stage=Stage.DRAFT.value).count() >= MOST_DRAFTS:
        raise TooManyDrafts
    return await Announcement.create(
        chapter_id=chapter.id if chapter else None, account_id=writer.account_id, **_columns(draft)
    )


async def change_draft(announcement: Announcement, draft: Draft, version: int) -> None:
    """Let a draft, looked at at this version, say something else; what it says already is done.

    Raises:
        AlreadySent: it is no draft any more.
        WrittenMeanwhile: it says something else than at `version`.
    """
    if _is_same(announcement, draft):
        return
    anew = _draft(announcement).filter(version=version)
    if await anew.update(**_columns(draft), version=version + 1):
        return
    standing = await _draft(announcement).first()
    if standing is None:
        raise AlreadySent
    if not _is_same(standing, draft):
        raise WrittenMeanwhile


async def delete_draft(announcement: Announcement) -> None:
    """Forget a draft.

    Raises:
        AlreadySent: it is no draft any more.
    """
    if not await _draft(announcement).delete():
        raise AlreadySent


async def send(writer: Viewer, announcement: Announcement, version: int) -> None:
    """Give the announcement away as it was looked at, to be prepared and sent; twice is once.

    Raises:
        WrittenMeanwhile: it says something else than at `version`.
    """
    async with in_transaction():
        given = {"stage": Stage.SENDING.value, "sent_at": now(), "account_id": writer.account_id}
        same = Announcement.filter(id=announcement.id, version=version)
        if await same.filter(stage=Stage.DRAFT.value).update(**given):
            await record_deed(writer, "announcement.sent", _subject(announcement))
        elif not await same.exists():
            raise WrittenMeanwhile


async def stop(writer: Viewer, announcement: Announcement) -> None:
    """Take back what has not gone out yet; twice is once."""
    async with in_transaction():
        given = Announcement.filter(id=announcement.id, stage__in=SENT)
        if await given.update(stage=Stage.STOPPED.value):
            await take_back(body_keys(announcement.id))
            await ForTheWeek.filter(announcement_id=announcement.id).delete()
            await record_deed(writer, "announcement.stopped", _subject(announcement))


async def do_deed(
    settings: Settings,
    post: Post,
    vocabulary: Vocabulary,
    writer: Viewer,
    announcement: Announcement,
    deed: Deed,
) -> None:
    """Do with an announcement what `read_deed` has read: test, send, stop or delete it.

    Raises:
        AlreadySent: it is no draft any more, and cannot be deleted.
        NoAddress: it cannot be tried on who has no proved address.
        TooMany: they have tried announcements on themselves too often.
        WrittenMeanwhile: it would be sent, and says something else than was looked at.
    """
    if deed.name == "delete":
        await delete_draft(announcement)
    elif deed.name == "send":
        await send(writer, announcement, deed.version)
    elif deed.name == "stop":
        await stop(writer, announcement)
    else:
        await _try_on_oneself(settings, post, vocabulary, writer, announcement)


async def _try_on_oneself(
    settings: Settings,
    post: Post,
    vocabulary: Vocabulary,
    writer: Viewer,
    announcement: Announcement,
) -> None:
    """Mail the announcement to who writes it, as they would get it."""
    account = await get_account(writer.account_id) if writer.account_id else None
    if account is None or account.email is None or account.verified_at is None:
        raise NoAddress
    await spend("announcements tried", str(account.id), MOST_TESTS, timedelta(hours=1))
    letter = letter_for(settings, vocabulary, announcement, account.language)
    end = end_token(account.id, announcement.chapter_id, settings.cop_data)
    own = {"name": account.name, "end": end}
    await post.queue(
        account.email,
        "announcement",
        language=account.language,
        headers={name: value.format_map(own) for name, value in letter.headers.items()},
        place=own.__getitem__,
        **letter.context,
    )


def _draft(announcement: Announcement) -> QuerySet[Announcement]:
    return Announcement.filter(id=announcement.id, stage=Stage.DRAFT.value)


def _is_same(announcement: Announcement, draft: Draft) -> bool:
    """Say whether it is a draft still, and says just that."""
    is_said = all(getattr(announcement, name) == one for name, one in _columns(draft).items())
    return is_said and announcement.stage == Stage.DRAFT


def _subject(announcement: Announcement) -> str:
    return f"announcement:{announcement.id}"


def _columns(draft: Draft) -> dict[str, Any]:
    return {
        "words": {one.language: {"title": one.title, "text": one.text} for one in draft.words},
        "language": draft.language,
        "question": draft.question,
        "is_public": draft.is_public,
    }
