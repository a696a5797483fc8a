"""Messages and reports when two members turn out to be one."""

from __future__ import annotations

from typing import Any

from cop.contact.models import Message, Report


async def move_messages(from_id: int, to_id: int) -> dict[str, Any]:
    """Give what was written to one profile, or reported of it, to another.

    Call it inside a transaction. Returns what `return_messages` needs.
    """
    messages = await Message.filter(recipient_id=from_id).values_list("id", flat=True)
    reports = await Report.filter(subject=f"profile:{from_id}").values_list("id", flat=True)
    record = {"from": from_id, "to": to_id, "messages": [*messages], "reports": [*reports]}
    await Message.filter(id__in=record["messages"]).update(recipient_id=to_id)
    await Report.filter(id__in=record["reports"]).update(subject=f"profile:{to_id}")
    return record


async def return_messages(record: dict[str, Any]) -> None:
    """Take back what `move_messages` did. Call it inside a transaction."""
    await Message.filter(id__in=record["messages"]).update(recipient_id=record["from"])
    subject = f"profile:{record['from']}"
    await Report.filter(id__in=record["reports"]).update(subject=subject)
