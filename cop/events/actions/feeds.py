"""The address of a member's own calendar."""

from __future__ import annotations

from cop.events.models import CalendarFeed
from cop.kit.clock import now


async def make_feed(account_id: int) -> None:
    """Give the calendar an address; the one it had opens nothing any more."""
    feed = CalendarFeed(account_id=account_id, fed_at=now())
    await CalendarFeed.bulk_create([feed], on_conflict=["account_id"], update_fields=["fed_at"])


async def end_feed(account_id: int) -> None:
    """Take the address away."""
    await CalendarFeed.filter(account_id=account_id).delete()
