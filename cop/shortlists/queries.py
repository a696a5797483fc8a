"""Reading shortlists. Who of them is seen is for `people`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.shortlists.models import Shortlist, Shortlisted

if TYPE_CHECKING:
    from collections.abc import Collection


async def list_shortlists(account_id: int) -> list[Shortlist]:
    """Return the lists of an account, the last changed first."""
    return await Shortlist.filter(account_id=account_id).order_by("-changed_at", "-id")


async def list_entries(shortlist_id: int) -> list[Shortlisted]:
    """Return who is on a list, in the order they were added."""
    return await Shortlisted.filter(shortlist_id=shortlist_id).order_by("id")


async def list_places(lists: Collection[int]) -> list[tuple[int, int]]:
    """Return (list, profile) of all who are on these lists, as plain rows: there may be many."""
    rows = Shortlisted.filter(shortlist_id__in=list(lists))
    found = await rows.values_list("shortlist_id", "profile_id")
    return [(int(str(one)), int(str(profile))) for one, profile in found]


async def list_shortlists_with(account_id: int, profile_id: int) -> list[Shortlist]:
    """Return the lists of an account that a member is on, by name."""
    entries = Shortlisted.filter(profile_id=profile_id, shortlist__account_id=account_id)
    found = await entries.select_related("shortlist").order_by("shortlist__name")
    return [entry.shortlist for entry in found]
