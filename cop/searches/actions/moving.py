"""Whom searches have found, when two members turn out to be one."""

from __future__ import annotations

from typing import Any

from cop.searches.models import FoundBefore, SavedSearch


async def move_findings(from_id: int, to_id: int) -> dict[str, Any]:
    """Let who stays be known to the searches that have found who goes: they are nobody new.

    Call it inside a transaction. Returns what `return_findings` needs.
    """
    found = FoundBefore.filter(profile_id=from_id).values_list("search_id", flat=True)
    searches = [int(str(one)) for one in await found]
    known = [FoundBefore(search_id=one, profile_id=to_id) for one in searches]
    await FoundBefore.bulk_create(known, ignore_conflicts=True, batch_size=500)
    return {"from": from_id, "searches": searches}


async def return_findings(record: dict[str, Any]) -> None:
    """Let who went be known again. Call it inside a transaction.

    Who stayed stays known: nobody is told of them a second time.
    """
    left = SavedSearch.filter(id__in=record["searches"]).values_list("id", flat=True)
    known = [FoundBefore(search_id=int(str(one)), profile_id=record["from"]) for one in await left]
    await FoundBefore.bulk_create(known, ignore_conflicts=True, batch_size=500)
