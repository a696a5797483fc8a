"""Registrations and contributions, when two members turn out to be one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cop.events.models import AgendaItem, Meeting, Registration, Seat


async def move_registrations(from_id: int, to_id: int) -> dict[str, Any]:
    """Give what one profile has in meetings to another; return what `return_registrations` needs.

    Where both registered, a seat holds, and who was there was. Call it inside a transaction.
    """
    own = {one.meeting_id: one for one in await Registration.filter(profile_id=to_id)}
    moved: list[int] = []
    dropped: list[dict[str, Any]] = []
    for one in await Registration.filter(profile_id=from_id):
        there = own.get(one.meeting_id)
        if there is None:
            moved.append(one.id)
            continue
        dropped.append(
            {
                "meeting_id": one.meeting_id,
                "seat": one.seat,
                "attended": one.attended,
                "reminded": one.reminded,
                "at": one.at.isoformat(),
                "kept_seat": there.seat,
            }
        )
        going = Seat.GOING in {one.seat, there.seat}
        await Registration.filter(id=there.id).update(
            seat=Seat.GOING if going else Seat.WAITING,
            attended=there.attended or one.attended,
            reminded=max(there.reminded, one.reminded),
        )
    await Registration.filter(id__in=moved).update(profile_id=to_id)
    items = [one.id for one in await AgendaItem.filter(profile_id=from_id)]
    await AgendaItem.filter(id__in=items).update(profile_id=to_id)
    return {"from": from_id, "to": to_id, "moved": moved, "dropped": dropped, "items": items}


async def return_registrations(record: dict[str, Any]) -> None:
    """Take back what `move_registrations` did, but for what changed since.

    Call it inside a transaction.
    """
    moved = Registration.filter(id__in=record["moved"], profile_id=record["to"])
    await moved.update(profile_id=record["from"])
    items = AgendaItem.filter(id__in=record["items"], profile_id=record["to"])
    await items.update(profile_id=record["from"])
    for row in record["dropped"]:
        if not await Meeting.exists(id=row["meeting_id"]):
            continue
        at, kept_seat = datetime.fromisoformat(row["at"]), row.pop("kept_seat")
        kept = Registration.filter(meeting_id=row["meeting_id"], profile_id=record["to"])
        await kept.update(seat=kept_seat)
        await Registration.create(**row | {"at": at, "profile_id": record["from"]})
