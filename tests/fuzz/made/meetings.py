"""Meetings of the chapters that the caller may know or run."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cop.accounts.models import Account
from cop.chapters.models.chapters import Chapter
from cop.events.access import feed_token
from cop.events.models import AgendaItem, CalendarFeed, Meeting, Registration
from cop.kit.clock import now
from tests.fuzz.callers import fresh, make_profile
from tests.fuzz.made import desk

if TYPE_CHECKING:
    from tests.fuzz.callers import Caller
    from tests.fuzz.made.own import Made

PLAN = {
    "title": "Land rates", "date": "2030-07-01", "time": "15:30", "zone": "Africa/Nairobi",
    "minutes": "90", "capacity": "5", "audience": "public",
}  # fmt: skip
ROW = {"item": "", "title": "Rolls", "contributor": "Ada", "minutes": "9", "recording": ""}
BODY = PLAN | {"minutes": 90, "capacity": 5, "is_link_open": True, "link": "https://call.example"}
ITEMS = [{"title": "Rolls", "contributor": "Ada", "minutes": 9}, {"title": "Rates"}]
FEED = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\nDTSTART:20300701T123000Z\r\n"
    "RRULE:FREQ=MONTHLY;COUNT=3\r\nSUMMARY:Land rates\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


async def file(_caller: Caller) -> bytes:
    return FEED.encode()


async def public(caller: Caller) -> Made:
    return await _meet(await desk.chapter(caller))


async def own(caller: Caller) -> Made:
    """Return a meeting of a chapter that the caller runs."""
    return await _meet(await desk.coordinated(caller))


async def by_program(caller: Caller) -> Made:
    """Return a meeting of a chapter that the caller coordinates."""
    return await _meet(await desk.own_chapter(caller))


async def held(caller: Caller) -> Made:
    """Return a meeting that has begun, of a chapter that the caller coordinates, or runs."""
    made = await own(caller)
    this = Meeting.filter(chapter__slug=made["slug"], number=made["number"])
    await this.update(starts_at=now())
    return made


async def calendar(caller: Caller) -> str:
    """Return what opens the calendar of the caller, or of somebody."""
    owner = caller.viewer.account_id or (await Account.create(name="Keeper")).id
    feed = await CalendarFeed.get_or_none(account_id=owner)
    feed = feed or await CalendarFeed.create(account_id=owner, fed_at=now())
    return feed_token(feed, caller.service.settings.cop_data)


async def _meet(slug: str) -> Made:
    """Announce a public meeting with an agenda and somebody who comes."""
    chapter = await Chapter.get(slug=slug)
    last = await Meeting.filter(chapter=chapter).order_by("-number").first()
    meeting = await Meeting.create(
        chapter=chapter, number=last.number + 1 if last else 1, state="announced", title="Rates",
        starts_at=now() + timedelta(days=3), minutes=60, zone="Africa/Nairobi", is_public=True,
        announced_at=now(), uid=fresh("uid"), changed_at=now(),
    )  # fmt: skip
    somebody = await make_profile()
    await AgendaItem.create(meeting=meeting, number=1, title="Rolls", profile=somebody)
    await Registration.create(meeting=meeting, profile=somebody, seat="going")
    return {"slug": slug, "number": str(meeting.number)}
