"""The trail of who did what: written with the deed, read by whom it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import AuditRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cop.accounts.viewer import Viewer


async def record_deed(
    actor: Viewer | int | None, action: str, subject: str, **detail: object
) -> None:
    """Add a row to the trail, in the current transaction.

    Args:
        actor: who did it, as a viewer or an account's id; None is the service itself.
        action: what, by a name in `cop.pages.DEEDS`.
        subject: on whom, as "kind:key".
        detail: names of fields, old and new levels and the like; never what somebody keeps hidden.
    """
    await record_deeds(actor, action, [subject], **detail)


async def record_deeds(
    actor: Viewer | int | None, action: str, subjects: Iterable[str], **detail: object
) -> None:
    """Add a row to the trail for each of `subjects`, as `record_deed` does for one."""
    actor_id = actor if isinstance(actor, int) or actor is None else actor.account_id
    await AuditRow.bulk_create(
        [
            AuditRow(actor_id=actor_id, action=action, subject=one, detail=detail)
            for one in subjects
        ],
        batch_size=500,
    )


async def list_deeds(subject: str, limit: int = 100) -> list[AuditRow]:
    """Return what was done to `subject`, the last first."""
    return await AuditRow.filter(subject=subject).order_by("-id").limit(limit)
