"""Reading saved searches, and what nobody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.queries import is_reached
from cop.searches.models import FoundBefore, SavedSearch, Unanswered

if TYPE_CHECKING:
    from datetime import datetime

MOST_SHOWN: Final = 200


async def list_searches(account_id: int) -> list[SavedSearch]:
    """Return the searches that somebody keeps, the oldest first."""
    return await SavedSearch.filter(account_id=account_id).order_by("id")


async def list_due(moment: datetime, most: int) -> list[SavedSearch]:
    """Return whose owners are to be told now and can be, who has waited longest first."""
    reached = SavedSearch.filter(is_reached("account__"), due_at__lte=moment)
    return await reached.order_by("due_at", "id").limit(most).select_related("account")


async def list_found_before(search_id: int) -> set[int]:
    """Return the profiles that the search has found, now or before."""
    found = FoundBefore.filter(search_id=search_id).values_list("profile_id", flat=True)
    return {int(str(one)) for one in await found}


async def find_fed_search(number: int) -> SavedSearch | None:
    """Return a search that has a feed, and whose owner may sign in."""
    found = SavedSearch.filter(id=number, fed_at__isnull=False, account__banned_at__isnull=True)
    return await found.select_related("account").first()


async def list_unanswered() -> list[Unanswered]:
    """Return what nobody answers, the most asked first."""
    return (
        await Unanswered.filter(is_open=True).order_by("-times", "-last_on", "id").limit(MOST_SHOWN)
    )
