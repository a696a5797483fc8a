"""Who may see what of a meeting, and who may change it.

`see` is the only way from a stored meeting to anything shown: page, calendar, API, mail. What
stands in the address of a member's own calendar is made of this deployment's secret.
"""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from cop.chapters.access import access_desk, may_coordinate
from cop.chapters.models.memberships import State as PlaceState
from cop.chapters.queries.chapters import ChapterMoved, get_chapter
from cop.chapters.queries.memberships import find_place
from cop.events.models import Seat
from cop.events.queries import (
    find_feed_at,
    find_meeting,
    list_agendas,
    list_meetings,
    list_registrations,
    map_registrations,
)
from cop.kit.errors import Moved, NotFound
from cop.kit.i18n import gettext as _
from cop.kit.secret import sign
from cop.kit.text import as_number
from profiles.access import see_members

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from cop.events.models import AgendaItem, CalendarFeed, Meeting, Registration
    from profiles.member import Member

MOST_PEOPLE: Final = 100  # of a page
_FEED: Final = "calendar of a member"


class NoSuchMeeting(NotFound):
    """There is none, or this viewer may not know it. The two are not told apart."""

    def __init__(self) -> None:
        super().__init__(_("There is no such meeting."))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a viewer stands to a chapter: an active member, or who runs it; or shut out of it."""

    belongs: bool
    runs: bool
    is_banned: bool

    @property
    def is_inside(self) -> bool:
        """Say whether what is for the chapter only is for them."""
        return self.belongs or self.runs


@dataclass(frozen=True, slots=True)
class SeenItem:
    """A row of an agenda; `member` where the viewer may find who speaks, `name` of no member."""

    item: AgendaItem
    member: Member | None
    name: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A meeting as a viewer may see it.

    Attributes:
        link: "" where it is not for them, or there is none.
        hides_link: there is one, for members of the chapter and who has a seat.
        may_come: they may register, if they are a member.
        own: the viewer's own registration.
    """

    meeting: Meeting
    chapter: Chapter
    agenda: Sequence[SeenItem]
    link: str
    hides_link: bool
    runs: bool
    may_come: bool = True
    own: Registration | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who registered, as the viewer may see them."""

    member: Member
    registration: Registration


async def stand(chapter: Chapter, viewer: Viewer) -> Standing:
    """Return how the viewer stands to the chapter."""
    place = await find_place(chapter, viewer.account_id)
    state = place.state if place else PlaceState.NEW
    belongs = state is PlaceState.ACTIVE and viewer.is_member
    runs = may_coordinate(viewer, chapter.slug)
    return Standing(belongs, runs, is_banned=state is PlaceState.BANNED)


def may_see(meeting: Meeting, standing: Standing) -> bool:
    """Say whether somebody may know of the meeting."""
    if meeting.announced_at is None:
        return standing.runs
    return meeting.is_public or standing.is_inside


async def see(
    meetings: Sequence[Meeting], chapter: Chapter, viewer: Viewer, *, agenda: bool = False
) -> list[Seen]:
    """Return the meetings of one chapter that the viewer may see, with their agendas on request."""
    standing = await stand(chapter, viewer)
    shown = [one for one in meetings if may_see(one, standing)]
    agendas = await _see_agendas(shown, viewer) if agenda else {}
    own = await map_registrations(shown, viewer.account_id if viewer.is_member else None)
    return [_see_one(one, chapter, standing, agendas, own.get(one.id)) for one in shown]


def _see_one(
    meeting: Meeting,
    chapter: Chapter,
    standing: Standing,
    agendas: Mapping[int, Sequence[SeenItem]],
    own: Registration | None,
) -> Seen:
    has_seat = own is not None and own.seat == Seat.GOING and not standing.is_banned
    is_for_them = meeting.is_link_open or standing.is_inside or has_seat
    return Seen(
        meeting,
        chapter,
        agendas.get(meeting.id, ()),
        link=meeting.link if is_for_them else "",
        hides_link=bool(meeting.link) and not is_for_them,
        runs=standing.runs,
        may_come=not standing.is_banned,
        own=own,
    )


async def _see_agendas(meetings: Sequence[Meeting], viewer: Viewer) -> dict[int, list[SeenItem]]:
    """Return agendas by meeting; a contributor whom the viewer may not find is not named at all."""
    items = await list_agendas([one.id for one in meetings])
    ids = {one.profile_id for one in items if one.profile_id is not None}
    members = {one.id: one for one in await see_members(ids, viewer)}
    agendas: dict[int, list[SeenItem]] = {}
    for one in items:
        name = one.contributor if one.profile_id is None else ""
        seen = SeenItem(one, members.get(one.profile_id or 0), name)
        agendas.setdefault(one.meeting_id, []).append(seen)
    return agendas


async def see_chapters_meetings(
    chapter: Chapter, viewer: Viewer, *, agenda: bool = False
) -> list[Seen]:
    """Return the meetings of the chapter that the viewer may see, the first first."""
    return await see(await list_meetings(chapter), chapter, viewer, agenda=agenda)


async def access_meeting(slug: str, number: str, viewer: Viewer) -> Seen:
    """Return the meeting with this number of the chapter at `slug`, as the viewer may see it.

    Raises:
        NoSuchMeeting: there is none, or not for this viewer.
        NoSuchChapter: there is no such chapter.
        Moved: its chapter became part of another one, where meetings have other numbers.
    """
    try:
        chapter = await get_chapter(slug, viewer)
    except ChapterMoved as moved:
        old, new = f"{moved.old}/meetings/{number}", f"{moved.new}/meetings"
        raise Moved(str(moved), old, new) from moved
    meeting = await find_meeting(chapter, as_number(number) or 0)
    seen = await see([meeting], chapter, viewer, agenda=True) if meeting else []
    if not seen:
        raise NoSuchMeeting
    return seen[0]


async def access_meeting_to_come(slug: str, number: str, viewer: Viewer) -> Seen:
    """Return the meeting for a member, who may say whether they come.

    Raises:
        NotFound: for everybody else nothing can be said there.
    """
    if not viewer.is_member:
        raise NoSuchMeeting
    return await access_meeting(slug, number, viewer)


async def access_meeting_to_run(slug: str, number: str, viewer: Viewer) -> Seen:
    """Return the meeting for who runs its chapter.

    Raises:
        NotFound: for everybody else there is no such page.
    """
    access_desk(viewer, slug)
    return await access_meeting(slug, number, viewer)


async def see_people(meeting: Meeting, viewer: Viewer) -> list[Coming]:
    """Return who registered and whom the viewer, who runs its chapter, may see; the first first."""
    rows = {one.profile_id: one for one in await list_registrations(meeting)}
    return [Coming(one, rows[one.id]) for one in await see_members(rows, viewer)]


async def access_feed(token: str, data: Path) -> CalendarFeed:
    """Return the member's own calendar that has this address now.

    Raises:
        NotFound: none has it, or not any more.
    """
    feed = await find_feed_at(as_number(token.partition("-")[0]) or 0)
    if feed is None or not compare_digest(token.encode(), feed_token(feed, data).encode()):
        raise NotFound(_("There is nothing at this address."))
    return feed


def feed_token(feed: CalendarFeed, data: Path) -> str:
    """Return what stands in the address of a member's own calendar."""
    mac = sign(data, _FEED, f"{feed.id}:{feed.fed_at.timestamp()}")
    return f"{feed.id}-{mac[:40]}"
