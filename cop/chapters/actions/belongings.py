"""What goes along when a chapter becomes part of another one, beside its members, and back.

Who is there in both stays in both: what is left with the chapter that goes is of no effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.models import Role
from cop.chapters.actions.movers import ChapterMover, list_moving, mover_of_rows, way_back
from cop.chapters.models.chapters import FormerAddress
from cop.chapters.models.memberships import NOTED, Membership, MembershipNote, State
from cop.chapters.models.notices import Notice, Pace
from cop.chapters.models.proposals import ChosenChair
from cop.chapters.models.seats import Seat
from cop.chapters.rules.seats import TAKEN, SeatState
from cop.kit.clock import now

if TYPE_CHECKING:
    from cop.chapters.actions.movers import Merging, Record


async def move_roles(merging: Merging) -> Record:
    """Let who coordinates the one coordinate the other."""
    own, there = [Role.filter(scope=one.slug) for one in (merging.gone, merging.kept)]
    moved = await list_moving(own, there, "account_id")
    await Role.filter(id__in=moved).update(scope=merging.kept.slug)
    return {"moved": moved}


async def return_roles(merging: Merging, record: Record) -> None:
    """Give back the roles that are still held."""
    await Role.filter(id__in=record["moved"]).update(scope=merging.gone.slug)


async def end_seats(merging: Merging) -> Record:
    """End the seats of who has one of the kind in the other chapter, too; the rest have moved."""
    left = Seat.filter(chapter_id=merging.gone.id, state__in=TAKEN)
    ended = [[seat.id, seat.state] for seat in await left]
    await left.update(state=SeatState.ENDED, ended_at=now())
    return {"ended": ended}


async def return_seats(_merging: Merging, record: Record) -> None:
    """Let them sit again."""
    for number, state in record["ended"]:
        await Seat.filter(id=number).update(state=state, ended_at=None)


async def move_addresses(merging: Merging) -> Record:
    """Let the address of the one, and its former ones, lead to the other."""
    former = FormerAddress.filter(chapter_id=merging.gone.id)
    slugs = [str(one) for one in await former.values_list("slug", flat=True)]
    await former.update(chapter_id=merging.kept.id)
    await FormerAddress.create(slug=merging.gone.slug, chapter_id=merging.kept.id)
    return {"former": slugs}


async def return_addresses(merging: Merging, record: Record) -> None:
    """Let the addresses lead where they did."""
    await FormerAddress.filter(slug=merging.gone.slug).delete()
    await FormerAddress.filter(slug__in=record["former"]).update(chapter_id=merging.gone.id)


async def move_notes(merging: Merging) -> Record:
    """Let what was noted of members come along; whoever is only invited brings it by accepting."""
    there = Membership.filter(
        chapter_id=merging.kept.id, state__in=[*NOTED - {State.INVITED}]
    ).values_list("profile_id", flat=True)
    notes = MembershipNote.filter(chapter_id=merging.gone.id, profile_id__in=[*await there])
    moved = [one.id for one in await notes.only("id")]
    await MembershipNote.filter(id__in=moved).update(chapter_id=merging.kept.id)
    return {"moved": moved}


BELONGINGS: Final = (
    ChapterMover("roles", move_roles, return_roles),
    mover_of_rows("chairs", ChosenChair, "profile_id"),
    mover_of_rows("seats", Seat, "profile_id", "kind"),
    ChapterMover("ended seats", end_seats, return_seats),
    mover_of_rows("notices", Notice, "account_id", "profile_id", "about"),
    mover_of_rows("paces", Pace, "account_id"),
    ChapterMover("notes", move_notes, way_back(MembershipNote)),
    ChapterMover("addresses", move_addresses, return_addresses),
)
