"""Who looked: what coordinators see of a member that members do not leaves a trail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from cop.accounts.models import AuditRow
from cop.kit.clock import now

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from cop.accounts.viewer import Viewer
    from profiles.member import Member

VIEWED: Final = "profile.viewed-closely"
EXPORTED: Final = "profile.exported"
ONCE_A: Final = timedelta(days=1)
IN_ROWS: Final = frozenset(
    "position institution stakeholder city country languages expertise".split()
)  # what a list of members shows of each


async def record_looks(
    viewer: Viewer, members: Iterable[Member], shown: Collection[str] | None = None
) -> None:
    """Note whose coordinators-only data this page shows; once a viewer and day.

    Args:
        viewer: who looks.
        members: as they see them.
        shown: the fields that the page shows; None is all.
    """
    subjects = {
        f"profile:{member.id}": sorted(
            member.closely if shown is None else member.closely.intersection(shown)
        )
        for member in members
        if member.closely
    }
    seen = {subject: fields for subject, fields in subjects.items() if fields}
    if not seen or viewer.account_id is None:
        return
    noted: list[Any] = await AuditRow.filter(
        subject__in=list(seen),
        action=VIEWED,
        actor_id=viewer.account_id,
        at__gt=now() - ONCE_A,
    ).values_list("subject", flat=True)
    await AuditRow.bulk_create(
        [
            AuditRow(
                actor_id=viewer.account_id,
                action=VIEWED,
                subject=subject,
                detail={"fields": fields},
            )
            for subject, fields in seen.items()
            if subject not in noted
        ]
    )


async def record_export(
    viewer: Viewer, scope: str, how_many: int, closely: Collection[int]
) -> None:
    """Note who took how many members out, and of whom what only coordinators see.

    Args:
        viewer: who exports; the command line has no account.
        scope: of what, as "members" or "chapter:kenya".
        how_many: members in the file.
        closely: the profiles of whom it holds coordinators-only data.
    """
    await AuditRow.create(
        actor_id=viewer.account_id,
        action="members.exported",
        subject=scope,
        detail={"how_many": how_many, "closely": len(closely)},
    )
    await AuditRow.bulk_create(
        [
            AuditRow(
                actor_id=viewer.account_id, action=EXPORTED, subject=f"profile:{one}", detail={}
            )
            for one in closely
        ],
        batch_size=500,
    )
