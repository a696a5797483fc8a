"""Meetings of the demo community's chapters: some were held, some are to come."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tortoise.transactions import in_transaction

from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import State as PlaceState
from cop.chapters.queries.memberships import list_member_ids
from cop.events.actions.meetings import add_meeting
from cop.events.models import AgendaItem, Registration, Seat, State
from cop.events.zones import resolve
from cop.kit.clock import now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cop.events.models import Meeting

DEMO_MEETINGS: Final = Path(__file__).parent / "demo_meetings.toml"
MOST_COMING: Final = 24
_ANNOUNCED: Final = timedelta(weeks=4)  # before
_AWAY: Final = 4  # one in so many who registered was not there


async def hold_meetings() -> int:
    """Let the chapters of the demo meet, around today; return how many meetings there are."""
    rows: list[dict[str, Any]] = tomllib.loads(DEMO_MEETINGS.read_text(encoding="utf-8"))["meeting"]
    chapters = {one.scope: one for one in await Chapter.filter(kind="regional")}
    held = [row for row in rows if row["scope"] in chapters]
    for row in held:
        chapter = chapters[row["scope"]]
        people = await list_member_ids(chapter, PlaceState.ACTIVE)
        async with in_transaction():
            meeting = await add_meeting(chapter, _values(row))
            await _speak(meeting, row["agenda"], people)
            await _come(meeting, people[:MOST_COMING])
    return len(held)


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a meeting as it is stored; its week is counted from this one."""
    today = now().date()
    day = today + timedelta(weeks=row["week"], days=row["day"] - today.weekday())
    start = resolve(datetime.combine(day, time.fromisoformat(row["time"])), row["zone"])
    return {
        "state": State.HELD if start < now() else State.ANNOUNCED,
        "title": row["title"],
        "description": row["description"],
        "starts_at": start,
        "minutes": sum(minutes for _title, minutes, _recorded in row["agenda"]),
        "zone": row["zone"],
        "link": f"https://meet.example.org/{row['scope']}",
        "is_public": row.get("public", False),
        "capacity": row.get("seats"),
        "summary": row.get("summary", "").strip(),
        "announced_at": min(now(), start - _ANNOUNCED),
        "uid": f"{row['scope']}-{row['week']}@demo.example.org",
    }


async def _speak(meeting: Meeting, agenda: Sequence[Sequence[Any]], people: Sequence[int]) -> None:
    """Give each item somebody of the chapter who speaks to it."""
    room = f"https://video.example.org/{meeting.uid.partition('@')[0]}"
    await AgendaItem.bulk_create(
        [
            AgendaItem(
                meeting_id=meeting.id,
                number=number,
                title=title,
                profile_id=people[(meeting.number * 4 + number) % len(people)] if people else None,
                minutes=minutes,
                recording=f"{room}/{number}" if recorded else "",
            )
            for number, (title, minutes, recorded) in enumerate(agenda, 1)
        ]
    )


async def _come(meeting: Meeting, people: Sequence[int]) -> None:
    """Register people, those beyond the seats to wait; of a meeting held, say who was there."""
    seats = len(people) if meeting.capacity is None else meeting.capacity
    is_held = meeting.state == State.HELD
    await Registration.bulk_create(
        [
            Registration(
                meeting_id=meeting.id,
                profile_id=profile_id,
                seat=Seat.GOING if place < seats else Seat.WAITING,
                attended=place % _AWAY > 0 if is_held else None,
            )
            for place, profile_id in enumerate(people)
        ]
    )
