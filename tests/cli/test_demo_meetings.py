"""Meetings of the demo community, the same each time but for the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, State
from cop.cli.demo_meetings import hold_meetings
from cop.events.models import AgendaItem, Meeting, Registration
from cop.kit.clock import now
from tests.people import settle

if TYPE_CHECKING:
    from cop.running import Service


async def made() -> list[tuple[Any, ...]]:
    """Let the chapters meet, and return all of it without what numbers rows."""
    assert await hold_meetings() == 3
    meetings = await Meeting.all().order_by("number").values_list("number", "title", "starts_at")
    items = await AgendaItem.all().order_by("id").values_list("title", "profile_id", "recording")
    people = await Registration.all().order_by("id").values_list("profile_id", "seat", "attended")
    return [*meetings, *items, *people]


async def test_chapters_have_met_with_summary_recordings_and_attendance_and_meet_again(
    service: Service,
) -> None:
    people = await settle(service)
    africa = await Chapter.create(
        slug="africa", kind="regional", scope="ssa", topics=[], quality={}
    )
    for one in people.values():
        await Membership.create(chapter=africa, profile=one, state=State.ACTIVE)

    first = await made()

    held = await Meeting.filter(state="held").order_by("number")
    assert [bool(one.summary) for one in held] == [True, True]
    assert all(one.starts_at < now() for one in held)
    coming = await Meeting.get(state="announced")
    assert coming.starts_at > now()
    assert await AgendaItem.filter(meeting=coming).count() == 4
    assert await AgendaItem.filter(meeting=held[0]).exclude(recording="").exists()
    there = await Registration.filter(meeting=held[0]).order_by("id").values_list("attended")
    assert there == [(False,), (True,), (True,), (True,)]
    assert not await Registration.filter(meeting=coming, attended__isnull=False).exists()
    await Meeting.all().delete()
    assert await made() == first
