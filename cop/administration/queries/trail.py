"""The audit trail, filtered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.models import AuditRow
from cop.administration.queries.accounts import name_accounts
from cop.kit.paging import count_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of the trail; empty is all."""

    actor: int | None
    action: str
    subject: str


@dataclass(frozen=True, slots=True)
class Trail:
    """A page of the trail, and the actions that can be asked for."""

    rows: Sequence[AuditRow]
    total: int
    names: Mapping[int, str]
    actions: Sequence[str]

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return count_pages(self.total, PAGE_SIZE)


async def search_trail(wanted: Wanted, page: int) -> Trail:
    """Return a page of what was done, the last first."""
    found = AuditRow.all()
    if wanted.actor is not None:
        found = found.filter(actor_id=wanted.actor)
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.subject:
        found = found.filter(subject=wanted.subject)
    rows = await found.order_by("-id").offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    actions = await AuditRow.all().distinct().values_list("action", flat=True)
    names = await name_accounts({row.actor_id for row in rows})
    return Trail(rows, await found.count(), names, sorted(str(one) for one in actions))
