"""Places in chapters, when two members turn out to be one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from cop.chapters.actions.movers import list_moving
from cop.chapters.actions.seating import end_seats_of, give_back_seats, record_seat
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, MembershipNote, MembershipStep, State
from cop.chapters.models.notices import Notice
from cop.chapters.models.proposals import ChosenChair
from cop.chapters.models.seats import Seat
from cop.kit.changes import record_changes
from profiles.actions.members import share_with_chapters, unshare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tortoise.models import Model

    from profiles.duplicates.movers import Record

# What is about a member, under its name in the record; of what is alike in columns one is kept.
_ROWS: Final[Mapping[str, tuple[type[Model], tuple[str, ...]]]] = {
    "notices": (Notice, ("account_id", "chapter_id", "about")),
    "steps": (MembershipStep, ()),
    "notes": (MembershipNote, ()),
}

# Where both stand to a chapter, what stands further to the right holds.
_STRENGTH: Final = (
    *(State.NEW, State.SUGGESTED, State.LEFT, State.REMOVED, State.DECLINED),
    *(State.REQUESTED, State.INVITED, State.PAUSED, State.ACTIVE, State.BANNED),
)


def stronger(one: str, other: str) -> State:
    """Return which of two states holds where both are somebody's."""
    return max(State(one), State(other), key=_STRENGTH.index)


async def move_memberships(from_id: int, to_id: int) -> dict[str, Any]:
    """Give the places of one profile to another; return what `return_memberships` needs.

    Where both are in a chapter, one who has joined stays joined, and one who is banned banned; the
    record holds no words. Call it inside a transaction.
    """
    own = {one.chapter_id: one for one in await Membership.filter(profile_id=to_id)}
    moved: list[int] = []
    dropped: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for one in await Membership.filter(profile_id=from_id).select_related("chapter"):
        there = own.get(one.chapter_id)
        if there is None:
            moved.append(one.id)
            continue
        since = one.since.isoformat()
        dropped.append({"chapter_id": one.chapter_id, "state": one.state, "since": since})
        strongest = stronger(one.state, there.state)
        if strongest != there.state:
            changed.append({"id": there.id, "before": there.state, "after": strongest})
        if strongest == State.BANNED:
            await unshare(from_id, one.chapter.slug)
            await unshare(to_id, one.chapter.slug)
    await Membership.filter(id__in=moved).update(profile_id=to_id)
    for row in changed:
        await Membership.filter(id=row["id"]).update(state=row["after"], words="")
    await record_changes("chapter", sorted({*own, *[one["chapter_id"] for one in dropped]}))
    return {
        "from": from_id,
        "to": to_id,
        "moved": moved,
        "dropped": dropped,
        "changed": changed,
        "chairs": await _move_chairs(from_id, to_id),
        "seats": await _end_seats(from_id, to_id, changed),
        **{
            name: await _move_rows(model, from_id, to_id, *alike)
            for name, (model, alike) in _ROWS.items()
        },
    }


async def _move_rows(model: type[Model], from_id: int, to_id: int, *alike: str) -> list[int]:
    """Let rows be about one profile instead of another; return which."""
    own, there = [model.filter(profile_id=one) for one in (from_id, to_id)]
    moved = await list_moving(own, there, *alike)
    await model.filter(id__in=moved).update(profile_id=to_id)
    return moved


async def _move_chairs(from_id: int, to_id: int) -> list[int]:
    """Let one profile be who was chosen to lead instead of another; return the chapters."""
    chapters = [one.chapter_id for one in await ChosenChair.filter(profile_id=from_id)]
    chosen = [ChosenChair(chapter_id=one, profile_id=to_id) for one in chapters]
    await ChosenChair.bulk_create(chosen, ignore_conflicts=True)
    return chapters


async def _end_seats(from_id: int, to_id: int, changed: list[Record]) -> list[Record]:
    """End the seats of who goes, and of who stays but is active no more; return the former."""
    seats = await Seat.filter(profile_id=from_id).select_related("chapter")
    rows = [record_seat(seat) for seat in seats]
    for seat in seats:
        await end_seats_of(from_id, seat.chapter)
    out = [row["id"] for row in changed if row["after"] != State.ACTIVE]
    for place in await Membership.filter(id__in=out).select_related("chapter"):
        await end_seats_of(to_id, place.chapter)
    return rows


async def return_memberships(record: dict[str, Any]) -> None:
    """Take back what `move_memberships` did, but for what changed since.

    Call it inside a transaction.
    """
    for name, (model, _alike) in {"moved": (Membership, ()), **_ROWS}.items():
        rows = model.filter(id__in=record.get(name, []), profile_id=record["to"])
        await rows.update(profile_id=record["from"])
    for chapter_id in record.get("chairs", []):
        if await Chapter.exists(id=chapter_id):
            await ChosenChair.create(chapter_id=chapter_id, profile_id=record["from"])
    await _return_states(record)
    for row in record["dropped"]:
        if await Chapter.exists(id=row["chapter_id"]):
            since = datetime.fromisoformat(row["since"])
            await Membership.create(**row | {"since": since, "profile_id": record["from"]})
    await give_back_seats(record["from"], record.get("seats", ()))
    closed = Membership.filter(profile_id=record["from"]).exclude(state=State.ACTIVE)
    for one in await closed.select_related("chapter"):  # who left since is not open again
        await unshare(record["from"], one.chapter.slug)
    await record_changes("chapter", sorted({one["chapter_id"] for one in record["dropped"]}))


async def _return_states(record: dict[str, Any]) -> None:
    """Let who stays stand to chapters as before, unless they have moved since."""
    for row in _changed(record):
        same = Membership.filter(id=row["id"], state=row["after"])
        if await same.update(state=row["before"]) and row["before"] == State.ACTIVE:
            place = await Membership.get(id=row["id"]).select_related("chapter")
            await share_with_chapters({(place.profile_id, place.chapter.slug)})


def _changed(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return whose state a merge changed; before there were more, from suggested to active."""
    return [
        *record.get("changed", ()),
        *(
            {"id": one, "before": State.SUGGESTED, "after": State.ACTIVE}
            for one in record.get("raised", ())
        ),
    ]
