"""Meetings of the chapters of a world: everybody speaks at them and comes to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cop.events.access import feed_token
from cop.events.models import AgendaItem, CalendarFeed, Meeting, Registration
from cop.kit.clock import now

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cop.chapters.models.chapters import Chapter
    from cop.running import Service
    from tests.privacy.policy import Person


async def meet(
    service: Service, chapters: Iterable[Chapter], people: Sequence[Person], owner: int
) -> str:
    """Let each chapter meet in public and by itself; return what opens the account's calendar."""
    for chapter in chapters:
        for number, is_public in enumerate((True, False), 1):
            meeting = await Meeting.create(
                chapter=chapter, number=number, state="announced", title="Meeting",
                starts_at=now() + timedelta(days=number), minutes=60, zone="UTC",
                is_public=is_public, announced_at=now(), uid=f"{number}@example.org",
                changed_at=now(),
            )  # fmt: skip
            await AgendaItem.bulk_create(
                [
                    AgendaItem(meeting=meeting, number=at, title="Item", profile_id=one.id)
                    for at, one in enumerate(people)
                ]
            )
            await Registration.bulk_create(
                [Registration(meeting=meeting, profile_id=one.id, seat="going") for one in people]
            )
    feed = await CalendarFeed.create(account_id=owner, fed_at=now())
    return feed_token(feed, service.settings.cop_data)
