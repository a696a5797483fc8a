"""Reading announcements, and who wants them how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.models import Account, Role
from cop.accounts.queries import is_reached
from cop.accounts.viewer import RoleName
from cop.announcements.models import (
    SENT,
    Announcement,
    Bounce,
    ForTheWeek,
    MailChoice,
    Often,
    Stage,
    TurnedOff,
)
from cop.chapters.models.memberships import Membership, State
from cop.chapters.queries.memberships import list_chapters_of
from cop.kit.paging import count_pages
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from tortoise.queryset import QuerySet

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter

SIZE: Final = 30  # announcements of a page
DEEPEST: Final = 1_000  # pages


def announcements_to(chapter: Chapter | None) -> QuerySet[Announcement]:
    """Return what is for the members of a chapter, or of the whole community."""
    if chapter is None:
        return Announcement.filter(chapter_id__isnull=True)
    return Announcement.filter(chapter_id=chapter.id)


async def find_announcement(number: int) -> Announcement | None:
    """Return the announcement with this number, with its chapter and who wrote it."""
    return next(iter(await find_announcements([number])), None)


async def find_announcements(numbers: Collection[int]) -> list[Announcement]:
    """Return those of the announcements that there are, with their chapters and writers."""
    return await Announcement.filter(id__in=[*numbers]).select_related("chapter", "account")


@dataclass(frozen=True, slots=True)
class Archive:
    """A page of what was sent, the last first.

    Attributes:
        total: how many there are on all pages.
    """

    listed: Sequence[Announcement]
    number: int
    pages: int
    total: int


async def see_archive(chapter: Chapter | None, page: int, *, all_of_them: bool) -> Archive:
    """Return a page of what was sent to a chapter or to all; else only of what is public.

    One that is not there is the last.
    """
    sent = _sent(chapter, all_of_them=all_of_them)
    total = await sent.count()
    pages = count_pages(total, SIZE)
    number = min(page, pages)
    return Archive(await sent.offset((number - 1) * SIZE).limit(SIZE), number, pages, total)


async def list_latest(chapter: Chapter, most: int, *, all_of_them: bool) -> list[Announcement]:
    """Return the last that were sent to a chapter, the last first; else only what is public."""
    return await _sent(chapter, all_of_them=all_of_them).limit(most)


def _sent(chapter: Chapter | None, *, all_of_them: bool) -> QuerySet[Announcement]:
    found = announcements_to(chapter).filter(stage__in=SENT)
    found = found if all_of_them else found.filter(is_public=True)
    return found.order_by("-sent_at", "-id").select_related("chapter")


async def list_unsent(chapter: Chapter | None) -> list[Announcement]:
    """Return what is still a draft, or was stopped, the last first."""
    found = announcements_to(chapter).exclude(stage__in=SENT)
    return await found.order_by("-id").select_related("chapter")


async def list_to_prepare() -> list[Announcement]:
    """Return what was given away, and whose mails are not all written, the first first."""
    found = Announcement.filter(stage=Stage.SENDING.value)
    return await found.order_by("sent_at", "id").select_related("chapter", "account")


async def map_active(chapter: Chapter) -> dict[int, int]:
    """Return the accounts of all active members of the chapter, by profile."""
    places = _active_in(chapter.id).filter(profile__account_id__not_isnull=True)
    rows = await places.values_list("profile_id", "profile__account_id")
    return {int(profile): int(account) for profile, account in rows}


async def is_active_in(chapter_id: int, account_id: int) -> bool:
    """Say whether the account is an active member of the chapter."""
    return await _active_in(chapter_id).filter(profile__account_id=account_id).exists()


def _active_in(chapter_id: int) -> QuerySet[Membership]:
    return Membership.filter(chapter_id=chapter_id, state=State.ACTIVE)


async def list_members() -> list[int]:
    """Return the accounts of all members of the community."""
    guests = Role.filter(role=RoleName.GUEST.value).values_list("account_id", flat=True)
    out = {int(str(one)) for one in await guests}
    joined = Account.filter(joined_at__not_isnull=True).values_list("id", flat=True)
    return [number for one in await joined if (number := int(str(one))) not in out]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is to get an announcement, and how."""

    account: Account
    often: Often


async def list_readers(accounts: Sequence[int], chapter_id: int | None) -> list[Reader]:
    """Return who of `accounts` wants what comes by this list, and has a proved address.

    An address that bounced is none until its owner proves or confirms it.
    """
    reached = Account.filter(is_reached(), id__in=[*accounts])
    refused = await _without(accounts, chapter_id)
    often = dict(
        await MailChoice.filter(account_id__in=[*accounts]).values_list("account_id", "often")
    )
    readers = [
        Reader(one, Often(str(often.get(one.id, Often.AT_ONCE))))
        for one in await reached.order_by("id")
        if one.id not in refused
    ]
    return [one for one in readers if one.often is not Often.OFF]


async def _without(accounts: Collection[int], chapter_id: int | None) -> set[int]:
    """Return who turned the list off, or whose mails come back."""
    off = TurnedOff.filter(account_id__in=[*accounts])
    off = off.filter(chapter_id=chapter_id) if chapter_id else off.filter(chapter_id__isnull=True)
    refused = {int(str(one)) for one in await off.values_list("account_id", flat=True)}
    return refused | {one.account_id for one in await _list_bounces(accounts)}


async def _list_bounces(accounts: Collection[int]) -> list[Bounce]:
    """Return the bounces that count: of the address that is, not proved or confirmed since."""
    found = await Bounce.filter(account_id__in=[*accounts]).select_related("account")
    return [
        one
        for one in found
        if one.email_key == one.account.email_key
        and all(
            said is None or said < one.at for said in (one.account.verified_at, one.confirmed_at)
        )
    ]


async def find_bounce(account_id: int) -> Bounce | None:
    """Return why no announcements go to the account's address, None where they do."""
    return next(iter(await _list_bounces([account_id])), None)


async def find_often(account_id: int) -> Often:
    """Return how the account gets announcements."""
    choice = await MailChoice.get_or_none(account_id=account_id)
    return Often(choice.often) if choice else Often.AT_ONCE


async def list_turned_off(account_id: int) -> set[int]:
    """Return the chapters whose mails the account does not want; 0 is the whole community."""
    return {one.chapter_id or 0 for one in await TurnedOff.filter(account_id=account_id)}


async def map_lists(account_id: int, viewer: Viewer) -> dict[int, Chapter | None]:
    """Return whose announcements come to the account of `viewer`, by number.

    0 is the whole community; the others are the chapters that they have joined.
    """
    lists: dict[int, Chapter | None] = {0: None}
    for profile in await list_ids_of([account_id]):
        lists |= {one.chapter_id: one.chapter for one in await list_chapters_of(profile, viewer)}
    return lists


async def list_due(moment: datetime, most: int) -> list[MailChoice]:
    """Return whose mail with those of a week is due, and who can be written to."""
    due = MailChoice.filter(is_reached("account__"), due_at__lte=moment)
    return await due.order_by("due_at", "id").limit(most).select_related("account")


async def list_waiting(account_id: int) -> list[Announcement]:
    """Return what waits for the account's mail with those of a week, the first first."""
    waiting = ForTheWeek.filter(account_id=account_id, announcement__stage__in=SENT)
    rows = await waiting.order_by("announcement__sent_at").select_related(
        "announcement__chapter", "announcement__account"
    )
    return [row.announcement for row in rows]
