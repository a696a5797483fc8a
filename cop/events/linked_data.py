"""A public meeting as linked data, for search engines: what everybody may see.

Source: https://schema.org/Event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.events.models import State
from cop.events.zones import wall_time

if TYPE_CHECKING:
    from cop.events.access import Seen

_ONLINE: Final = "https://schema.org/OnlineEventAttendanceMode"
_OFFLINE: Final = "https://schema.org/OfflineEventAttendanceMode"


def as_linked_data(seen: Seen, name: str, address: str) -> dict[str, Any]:
    """Return a meeting as a schema.org Event.

    Args:
        seen: as somebody sees it who has not signed in.
        name: of the chapter.
        address: of the meeting's page.
    """
    meeting = seen.meeting
    cancelled = meeting.state == State.CANCELLED
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": meeting.title,
        "url": address,
        "startDate": wall_time(meeting.starts_at, meeting.zone).isoformat(),
        "endDate": wall_time(meeting.ends_at, meeting.zone).isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if cancelled else 'Scheduled'}",
        "eventAttendanceMode": _OFFLINE if meeting.place else _ONLINE,
        "location": {"@type": "Place", "name": meeting.place, "address": meeting.place}
        if meeting.place
        else {"@type": "VirtualLocation", "url": seen.link or address},
        "organizer": {"@type": "Organization", "name": name},
        "description": meeting.description,
    }
    return {key: value for key, value in facts.items() if value}
