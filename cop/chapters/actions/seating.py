"""Offering seats in a chapter, taking and ending them: the role of coordinators goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.models import Role
from cop.accounts.viewer import RoleName
from cop.chapters.actions.notices import tell_of_seat
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, State
from cop.chapters.models.seats import Seat
from cop.chapters.queries.leading import coordinators_of
from cop.chapters.rules.seats import MOVES, TAKEN, Deed, SeatKind, SeatState
from cop.chapters.rules.states import Stage
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _
from profiles.actions.members import hold_profiles
from profiles.queries import find_owner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tortoise.queryset import QuerySet

    from cop.accounts.viewer import Viewer
    from cop.chapters.rules.seats import Offer
    from cop.kit.mail import Post
    from cop.vocabulary.concepts import Vocabulary


class CannotSit(Conflict):
    """Seats are for active members with an account, in chapters that are not closed."""


class HandOverFirst(Conflict):
    """Who looks after a chapter steps down where it is handed over."""


async def offer_seat(post: Post, vocabulary: Vocabulary, actor: Viewer, offer: Offer) -> bool:
    """Ask an active member to take a seat, and say whether anything was done; twice is once.

    Who sits there is asked to stay until that day. A coordinator without a seat is asked nothing.

    Raises:
        CannotSit: they are no active member, nobody signs in for them, the chapter is closed, or
            who sits there is asked to stay for ever.
    """
    chapter, member, kind = offer.chapter, offer.profile_id, offer.kind
    async with in_transaction():
        await hold_profiles([member])
        await _check_may_sit(chapter, member)
        owner = await find_owner(member)
        if owner is None or owner.account_id is None:
            raise CannotSit(_("They have not signed in yet. They can be asked once they have."))
        sitting = Seat.filter(chapter_id=chapter.id, profile_id=member, kind=kind)
        if held := await sitting.get_or_none(state=SeatState.HELD):
            return await _ask_on(post, vocabulary, actor, held, offer)
        if kind is SeatKind.COORDINATOR and await _role(owner.account_id, chapter).exists():
            return False  # by seat, or by the word of who runs the community
        row = Seat(chapter_id=chapter.id, profile_id=member, kind=kind, state=SeatState.NEW)
        await Seat.bulk_create([row], ignore_conflicts=True)
        seat = await sitting.get()
        anew = {"starts_on": None, "ended_at": None, "asked_until": None, "is_end_told": False}
        if not await _move(actor, chapter, seat, Deed.OFFER, ends_on=offer.ends_on, **anew):
            return False
        await tell_of_seat(post, vocabulary, offer)
    return True


async def answer_seat(actor: Viewer, chapter: Chapter, seat: Seat, deed: Deed) -> bool:
    """Let a member accept, decline, keep or give up a seat; say whether anything was done.

    Raises:
        CannotSit: they are no active member any more, or the chapter is closed.
        HandOverFirst: they coordinate it.
    """
    if deed is Deed.GIVE_UP and seat.kind == SeatKind.COORDINATOR:
        raise HandOverFirst(_("You look after this chapter. Hand it over, and step down there."))
    async with in_transaction():
        await hold_profiles([seat.profile_id])
        answers = {Deed.ACCEPT: _accept, Deed.STAY: _stay, Deed.GO: _stay}
        did = await answers.get(deed, _end)(actor, chapter, seat, deed)
        await record_changes("chapter", [chapter.id])
    return did


async def end_seat(actor: Viewer, chapter: Chapter, seat: Seat) -> bool:
    """Take an offer back, or end who sits there, and say whether anything was done.

    Who has answered meanwhile sits there otherwise than who ends it was asked for.
    """
    async with in_transaction():
        await hold_profiles([seat.profile_id])
        as_seen = await Seat.exists(id=seat.id, state=seat.state)
        did = as_seen and await _end(actor, chapter, seat, Deed.END)
        await record_changes("chapter", [chapter.id])
    return did


async def end_coordinating(account_id: int, chapter: Chapter) -> bool:
    """Take the role of a coordinator, with the seat where there is one; say whether there was.

    Call it inside a transaction.
    """
    held = Seat.filter(chapter_id=chapter.id, kind=SeatKind.COORDINATOR, state=SeatState.HELD)
    for seat in await held.filter(profile__account_id=account_id):
        await _move(None, chapter, seat, Deed.LAPSE, ended_at=now())
    return bool(await _role(account_id, chapter).delete())


async def end_seats_of(profile_id: int, chapter: Chapter) -> None:
    """End what a member is, or is asked to be, in a chapter that they are not active in.

    Call it inside a transaction that holds the profile and tells the feed.
    """
    for seat in await Seat.filter(profile_id=profile_id, chapter_id=chapter.id, state__in=TAKEN):
        await _end(None, chapter, seat, Deed.LAPSE)


async def end_all_seats(chapter: Chapter) -> None:
    """End all seats of a chapter. Call it inside a transaction that tells the feed."""
    seats = await Seat.filter(chapter_id=chapter.id, state__in=TAKEN).order_by("id")
    await hold_profiles([seat.profile_id for seat in seats])
    for seat in seats:
        await _end(None, chapter, seat, Deed.LAPSE)


async def end_seats_that_are_over() -> int:
    """End the seats whose last day has passed, or whose role somebody took; return how many."""
    past = Seat.filter(state__in=TAKEN, ends_on__lt=now().date())
    ids = {*await past.values_list("id", flat=True), *await _list_bare()}
    ended = 0
    for seat in await Seat.filter(id__in=ids).order_by("id").select_related("chapter"):
        async with in_transaction():
            await hold_profiles([seat.profile_id])
            ended += await _end(None, seat.chapter, seat, Deed.LAPSE)
            await record_changes("chapter", [seat.chapter_id])
    return ended


def record_seat(seat: Seat) -> dict[str, Any]:
    """Return what `give_back_seats` needs, in plain values."""
    days = {"starts_on": seat.starts_on, "ends_on": seat.ends_on}
    kept = {"chapter_id": seat.chapter_id, "kind": seat.kind, "state": seat.state}
    return kept | {name: day and day.isoformat() for name, day in days.items()}


async def give_back_seats(profile_id: int, rows: Iterable[dict[str, Any]]) -> None:
    """Let a member sit again where they sat and are active; `rows` are by `record_seat`.

    Call it inside a transaction that tells the feed.
    """
    for row in rows:
        if chapter := await Chapter.get_or_none(id=row["chapter_id"]):
            seat = await Seat.create(**row, profile_id=profile_id)
            if not await _is_active(chapter.id, profile_id):
                await _end(None, chapter, seat, Deed.LAPSE)
            elif seat.state == SeatState.HELD:
                await _give_role(chapter, seat)


async def _give_role(chapter: Chapter, seat: Seat) -> None:
    """Let who sits as coordinator be one; where the account is gone, the seat is soon over."""
    account_id = await _account_of(seat)
    if seat.kind == SeatKind.COORDINATOR and account_id is not None:
        row = Role(account_id=account_id, role=RoleName.COORDINATOR.value, scope=chapter.slug)
        await Role.bulk_create([row], ignore_conflicts=True)


async def _accept(actor: Viewer, chapter: Chapter, seat: Seat, deed: Deed) -> bool:
    await _check_may_sit(chapter, seat.profile_id)
    if not await _move(actor, chapter, seat, deed, starts_on=now().date()):
        return False
    await _give_role(chapter, seat)
    return True


async def _ask_on(
    post: Post, vocabulary: Vocabulary, actor: Viewer, seat: Seat, offer: Offer
) -> bool:
    """Ask who sits there to stay until another day."""
    if seat.ends_on is None:
        return False
    if offer.ends_on is None:
        raise CannotSit(_("They sit there already. Choose the day until which they might stay."))
    if offer.ends_on in {seat.ends_on, seat.asked_until}:
        return False
    await _move(actor, offer.chapter, seat, Deed.ASK_ON, asked_until=offer.ends_on)
    await tell_of_seat(post, vocabulary, offer, is_held=True)
    return True


async def _stay(actor: Viewer, chapter: Chapter, seat: Seat, deed: Deed) -> bool:
    """Let who is asked to stay do so, or go when the term ends."""
    asked = await Seat.get_or_none(id=seat.id, asked_until__isnull=False)
    if asked is None:
        return False
    longer = {"ends_on": asked.asked_until, "is_end_told": False} if deed is Deed.STAY else {}
    return await _move(actor, chapter, seat, deed, asked_until=None, **longer)


async def _end(actor: Viewer | None, chapter: Chapter, seat: Seat, deed: Deed) -> bool:
    """Do a deed after which nobody sits there: with a seat that was held its role goes.

    The profile is held, so nobody else changes the seat meanwhile.
    """
    was_held = await Seat.exists(id=seat.id, state=SeatState.HELD)
    if not await _move(actor, chapter, seat, deed, ended_at=now()):
        return False
    if was_held and seat.kind == SeatKind.COORDINATOR:
        await _role(await _account_of(seat), chapter).delete()
    return True


async def _move(
    actor: Viewer | None, chapter: Chapter, seat: Seat, deed: Deed, **values: Any
) -> bool:
    """Change the one row, in a state that allows it, and say whether it was."""
    move = MOVES[deed]
    there = Seat.filter(id=seat.id, state__in=[*move.before])
    if not await there.update(state=move.after, **values):
        return False
    subject = f"profile:{seat.profile_id}"
    await record_deed(actor, move.action, subject, chapter=chapter.slug, kind=seat.kind)
    return True


async def _check_may_sit(chapter: Chapter, profile_id: int) -> None:
    if await Chapter.exists(id=chapter.id, state=Stage.CLOSED):
        raise CannotSit(_("This chapter is closed. Nobody joins it any more."))
    if not await _is_active(chapter.id, profile_id):
        raise CannotSit(_("Only active members of the chapter can be asked."))


async def _is_active(chapter_id: int, profile_id: int) -> bool:
    return await Membership.exists(chapter_id=chapter_id, profile_id=profile_id, state=State.ACTIVE)


async def _account_of(seat: Seat) -> int | None:
    owner = await find_owner(seat.profile_id)
    return owner.account_id if owner else None


def _role(account_id: int | None, chapter: Chapter) -> QuerySet[Role]:
    return coordinators_of(chapter.slug).filter(account_id=account_id)


async def _list_bare() -> list[int]:
    """Return the seats of coordinators whose role is gone, or whose profile lost its account."""
    held = Seat.filter(kind=SeatKind.COORDINATOR, state=SeatState.HELD)
    rows = await held.values_list("id", "profile__account_id", "chapter__slug")
    roles = await Role.filter(role=RoleName.COORDINATOR.value).values_list("account_id", "scope")
    there = set(roles)
    return [int(str(number)) for number, *key in rows if tuple(key) not in there]
