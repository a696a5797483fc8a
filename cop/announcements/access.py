"""Who may write announcements, who may read them, and what the mails open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts import ending
from cop.announcements.queries import find_announcement, map_lists
from cop.chapters.access import access_desk, may_coordinate
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import INSIDE
from cop.chapters.queries.chapters import get_chapter
from cop.chapters.queries.known import known_to
from cop.chapters.queries.memberships import find_place
from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from cop.kit.text import as_number

if TYPE_CHECKING:
    from pathlib import Path

    from cop.accounts.viewer import Viewer
    from cop.announcements.models import Announcement

_END: Final = "end of announcements"
_ALL: Final = "all"


class NoSuchAnnouncement(NotFound):
    """There is none, or not for this viewer. The two are not told apart."""

    def __init__(self) -> None:
        super().__init__(_("There is no such announcement."))


def may_write(viewer: Viewer, chapter: Chapter | None) -> bool:
    """Say whether `viewer` writes to the members of the chapter, or of the whole community."""
    return may_coordinate(viewer, chapter.slug) if chapter else viewer.is_administrator


async def access_list(slug: str, viewer: Viewer) -> Chapter | None:
    """Return the chapter whose members `viewer` may write to; None for the whole community, "".

    Raises:
        NotFound: they may not, whether there is such a chapter or not.
    """
    access_desk(viewer, slug)
    return await get_chapter(slug, viewer) if slug else None


async def access_to_write(number: str, viewer: Viewer) -> Announcement:
    """Return an announcement that `viewer` may change, send or stop.

    Raises:
        NoSuchAnnouncement: there is none, or they may not.
    """
    found = await find_announcement(as_number(number) or 0)
    if found is None or not may_write(viewer, found.chapter):
        raise NoSuchAnnouncement
    return found


async def access_to_read(number: str, viewer: Viewer) -> Announcement:
    """Return an announcement that `viewer` may read: once it is sent, or where they write.

    Raises:
        NoSuchAnnouncement: there is none, or they may not.
    """
    found = await find_announcement(as_number(number) or 0)
    if found is None or not (found.is_sent or may_write(viewer, found.chapter)):
        raise NoSuchAnnouncement
    if found.chapter_id and not await known_to(viewer).filter(id=found.chapter_id).exists():
        raise NoSuchAnnouncement
    if not (found.is_public or await reads_all(found.chapter, viewer)):
        raise NoSuchAnnouncement
    return found


async def reads_all(chapter: Chapter | None, viewer: Viewer) -> bool:
    """Say whether `viewer` reads what is only for members of the chapter, or of the community."""
    if may_write(viewer, chapter):
        return True
    if chapter is None or not viewer.is_member:
        return viewer.is_member
    place = await find_place(chapter, viewer.account_id)
    return place is not None and place.state in INSIDE


async def access_own_list(account_id: int, viewer: Viewer, number: int) -> Chapter | None:
    """Return the chapter whose announcements come to `viewer`; None for the community's, 0.

    Raises:
        NotFound: it is none of theirs, whether there is such a chapter or not.
    """
    lists = await map_lists(account_id, viewer)
    if number not in lists:
        raise NotFound(_("There is nothing at this address."))
    return lists[number]


@dataclass(frozen=True, slots=True)
class End:
    """Whose mails end: of one list, which is the whole community's without a chapter, or of all."""

    account_id: int
    chapter: Chapter | None
    is_all: bool


def end_token(account_id: int, chapter_id: int | None, data: Path) -> str:
    """Return what ends the mails of one list, for whoever has one of them."""
    return ending.end_token(data, _END, account_id, str(chapter_id or 0))


def end_all_token(account_id: int, data: Path) -> str:
    """Return what ends all announcements by mail, for whoever has one with those of a week."""
    return ending.end_token(data, _END, account_id, _ALL)


async def access_end(token: str, data: Path) -> End:
    """Return what the token from a mail ends.

    Raises:
        NotFound: it is not ours, or the account or the chapter is gone.
    """
    which = token.partition("-")[2].partition("-")[0]
    account_id = await ending.access_end(data, _END, token, which)
    number = as_number(which)  # None: all of them; 0: what is for the whole community
    chapter = await Chapter.get_or_none(id=number) if number else None
    while chapter and chapter.merged_into_id:  # its members went along, and so did its list
        chapter = await Chapter.get(id=chapter.merged_into_id)
    if number and chapter is None:
        raise NotFound(_("There is nothing at this address."))
    return End(account_id, chapter, is_all=which == _ALL)
