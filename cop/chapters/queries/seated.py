"""Who sits in a chapter's seats, and who might be asked, as a viewer may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cop.chapters.models.memberships import State
from cop.chapters.models.proposals import ChosenChair
from cop.chapters.models.seats import Seat
from cop.chapters.queries.leading import coordinators_of
from cop.chapters.queries.memberships import list_member_ids
from cop.chapters.queries.willing import OFFER, find_willing
from cop.chapters.rules.seats import TAKEN, SeatKind, SeatState
from cop.kit.clock import now
from profiles.access import find_seen, see_members
from profiles.finding import find_members
from profiles.queries import list_ids_of, map_accounts_of
from search.index import Query
from search.words import read_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tortoise.queryset import QuerySet

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from profiles.member import Member
    from search.engine import Engine

SOON: Final = timedelta(days=60)  # a term ends
MOST_CANDIDATES: Final = 20  # beside those who were chosen


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody, and the seat that they hold or are offered."""

    member: Member
    seat: Seat


@dataclass(frozen=True, slots=True)
class Leading:
    """Who leads a chapter, as far as a viewer may find them."""

    co_chairs: Sequence[Seated]
    coordinators: Sequence[Member]

    @property
    def everybody(self) -> list[Member]:
        """Return all of them."""
        return [*(one.member for one in self.co_chairs), *self.coordinators]


async def see_leading(chapter: Chapter, viewer: Viewer) -> Leading:
    """Return who leads a chapter; whom `viewer` may not find is not told of."""
    seated = await see_seated(chapter, viewer, SeatState.HELD)
    roles = await coordinators_of(chapter.slug)
    ids = await list_ids_of([one.account_id for one in roles])
    return Leading(
        [one for one in seated if one.seat.kind == SeatKind.CO_CHAIR],
        await see_members(sorted(ids), viewer),
    )


async def see_seated(chapter: Chapter, viewer: Viewer, *states: SeatState) -> list[Seated]:
    """Return the seats of a chapter in these states, with whom `viewer` may find in them."""
    seats = await Seat.filter(chapter_id=chapter.id, state__in=states).order_by("kind", "id")
    seen = {one.id: one for one in await see_members([one.profile_id for one in seats], viewer)}
    return [Seated(seen[one.profile_id], one) for one in seats if one.profile_id in seen]


async def count_ending_seats(chapter: Chapter, viewer: Viewer) -> int:
    """Return how many terms end soon, of those whom `viewer` may find."""
    soon = [seat.profile_id for seat in await find_ending().filter(chapter_id=chapter.id)]
    return len(await find_seen(soon, viewer))


def find_ending() -> QuerySet[Seat]:
    """Return the seats that are held for at most 60 days more, the next to end first."""
    soon = Seat.filter(state=SeatState.HELD, ends_on__lte=now().date() + SOON)
    return soon.order_by("ends_on", "id")


async def list_own_seats(chapter: Chapter, account_id: int | None) -> list[Seat]:
    """Return what the holder of the account is, or is asked to be, in a chapter."""
    if account_id is None:
        return []
    ids = await list_ids_of([account_id])
    own = Seat.filter(chapter_id=chapter.id, profile_id__in=ids, state__in=TAKEN)
    return await own.order_by("id")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An active member who might be asked, and whether they offer to help to lead."""

    member: Member
    is_willing: bool


async def see_candidates(
    chapter: Chapter, text: str, engine: Engine, viewer: Viewer, taken: Collection[int] = ()
) -> list[Candidate]:
    """Return active members who have signed in and may be asked to take a seat.

    Whoever offers to help to lead comes first.

    Args:
        chapter: in which.
        text: how a word of their name begins; "" for some, also whom the proposal named.
        engine: finds them.
        viewer: who asks.
        taken: profiles to leave out.
    """
    accounts = await map_accounts_of(await list_member_ids(chapter, State.ACTIVE))
    active = sorted(accounts.keys() - {*taken})
    query = Query(
        words=read_words(text),
        texts=("name",),
        keys=[str(one) for one in active],
        order="by_name",
        limit=MOST_CANDIDATES,
    )
    offering = replace(query, filters={"offers": (OFFER,)})
    named: list[int] = []
    if not query.words:
        chosen = await ChosenChair.filter(chapter_id=chapter.id, profile_id__in=active)
        named = [one.profile_id for one in chosen]
    for asked in (offering, query):
        named += [int(hit.key) for hit in (await find_members(engine, asked, viewer)).hits]
    willing = await find_willing({*named})
    seen = [
        Candidate(one, one.id in willing) for one in await see_members(dict.fromkeys(named), viewer)
    ]
    return sorted(seen, key=lambda one: not one.is_willing)
