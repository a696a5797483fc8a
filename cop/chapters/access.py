"""Who may do what with chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.chapters.queries.chapters import get_chapter
from cop.chapters.queries.seated import list_own_seats, see_seated
from cop.chapters.queries.states import list_lacking
from cop.chapters.rules.seats import TAKEN, SeatKind, SeatState
from cop.chapters.rules.states import MOVES, By, Turn
from cop.kit.errors import Forbidden, NotFound
from cop.kit.i18n import gettext as _
from profiles.access import see_member, see_own

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from cop.chapters.models.seats import Seat
    from cop.chapters.rules.states import Need
    from profiles.member import Member


def may_form_chapters(viewer: Viewer) -> bool:
    """Say whether `viewer` may look at proposals and accept them."""
    return viewer.is_administrator


def access_proposals(viewer: Viewer) -> None:
    """Let only those pass who may form chapters.

    Raises:
        NotFound: for everybody else there is no such page.
    """
    if not may_form_chapters(viewer):
        raise NotFound(_("There is nothing at this address."))


def may_coordinate(viewer: Viewer, chapter: str) -> bool:
    """Say whether `viewer` decides about the members of the chapter with this slug."""
    return viewer.is_administrator or chapter in viewer.coordinates


def access_desk(viewer: Viewer, chapter: str) -> None:
    """Let only those pass who decide about the members of the chapter with this slug.

    Raises:
        NotFound: for everybody else there is no such page, whether there is such a chapter or not.
    """
    if not may_coordinate(viewer, chapter):
        raise NotFound(_("There is nothing at this address."))


async def access_chapter(viewer: Viewer, slug: str) -> Chapter:
    """Return the chapter with this slug to who runs it.

    Raises:
        NotFound: for everybody else there is no such page, whether there is such a chapter or not.
    """
    access_desk(viewer, slug)
    return await get_chapter(slug, viewer)


def may_turn(viewer: Viewer, chapter: str, turn: Turn) -> bool:
    """Say whether `viewer` may change the state of the chapter with this slug in this way."""
    by = MOVES[turn].by
    is_theirs = by is By.COORDINATOR and may_coordinate(viewer, chapter)
    return is_theirs or (by is By.ADMINISTRATOR and viewer.is_administrator)


def access_turn(viewer: Viewer, chapter: str, turn: Turn) -> None:
    """Let only those pass who may change the state of the chapter in this way.

    Raises:
        NotFound: they do not run the chapter.
        Forbidden: only an administrator does this.
    """
    access_desk(viewer, chapter)
    if not may_turn(viewer, chapter, turn):
        raise Forbidden(_("Only an administrator does this."))


async def list_turns(viewer: Viewer, chapter: Chapter) -> list[tuple[Turn, list[Need]]]:
    """Return how `viewer` may change the chapter's state now, each with what must hold before."""
    fitting = [one for one, move in MOVES.items() if chapter.state in move.before]
    theirs = [one for one in fitting if may_turn(viewer, chapter.slug, one)]
    return [(one, await list_lacking(chapter, one)) for one in theirs]


def may_end_seat(viewer: Viewer, seat: Seat) -> bool:
    """Say whether `viewer`, who runs the chapter, may end a seat, or take back its offer.

    Coordinators do not put each other out.
    """
    held_beside = seat.kind == SeatKind.COORDINATOR and seat.state == SeatState.HELD
    return viewer.is_administrator or not held_beside


async def find_seat_to_end(viewer: Viewer, chapter: Chapter, number: int) -> Seat | None:
    """Return the seat with this number that `viewer`, who runs the chapter, finds and may end."""
    seated = [one.seat for one in await see_seated(chapter, viewer, *TAKEN)]
    return next((one for one in seated if one.id == number and may_end_seat(viewer, one)), None)


async def find_own_seat(viewer: Viewer, chapter: Chapter, number: int) -> Seat | None:
    """Return the seat with this number, if it is the viewer's own, or offered to them."""
    own = await list_own_seats(chapter, viewer.account_id)
    return next((one for one in own if one.id == number), None)


def may_note(viewer: Viewer, chapter: str) -> bool:
    """Say whether `viewer` reads and writes notes about members of the chapter with this slug.

    Administrators who do not coordinate it have no business there.
    """
    return chapter in viewer.coordinates


async def access_notes(viewer: Viewer, slug: str, who: str) -> tuple[Chapter, Member]:
    """Return the chapter with this slug, and whom notes are about, to who reads and writes them.

    Raises:
        NotFound: for everybody else there are none, whether there is such a chapter or not.
        NoSuchMember: there is nobody at `who`, or not for this viewer.
    """
    if not may_note(viewer, slug):
        raise NotFound(_("There is nothing at this address."))
    return await get_chapter(slug, viewer), await see_member(who, viewer)


async def access_own_place(viewer: Viewer, slug: str) -> tuple[Chapter, Member]:
    """Return the chapter with this slug, and the viewer, to whom it is to join or to leave.

    Raises:
        NotFound: they are no member of the community, or it has no such chapter for them.
        NoSuchMember: they have no profile to join with.
    """
    if not viewer.is_member:
        raise NotFound(_("There is nothing at this address."))
    return await get_chapter(slug, viewer), await see_own(viewer)
