"""Reading who has long been in a chapter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tortoise.expressions import Q

from cop.chapters.models.memberships import Membership, State
from cop.kit.clock import now
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from cop.chapters.models.chapters import Chapter

YEAR: Final = timedelta(days=365)


async def list_long_in(account_id: int) -> list[Chapter]:
    """Return the chapters one came into a year ago or more, and has not confirmed within a year."""
    ids = await list_ids_of([account_id])
    places = Membership.filter(is_long(), profile_id__in=ids).order_by("chapter_id")
    return [one.chapter for one in await places.select_related("chapter")]


def is_long() -> Q:
    """Return what finds the places of who has been active, or confirmed it, for a year or more."""
    ago = now() - YEAR
    came = Q(confirmed_at__lt=ago) | Q(confirmed_at__isnull=True, since__lt=ago)
    return came & Q(state=State.ACTIVE)
