"""That coordinators hear in time whose term ends."""

from __future__ import annotations

from tortoise.transactions import in_transaction

from cop.accounts.queries import list_coordinators
from cop.chapters.actions.paces import keep_notice
from cop.chapters.models.notices import About, Notice
from cop.chapters.models.seats import Seat
from cop.chapters.queries.paces import get_paces
from cop.chapters.queries.seated import find_ending


async def tell_of_ending_terms() -> int:
    """Let a mail tell coordinators whose term ends within 60 days, once; return how many terms.

    Where nobody coordinates, administrators hear of it. Several workers may do it at once.
    """
    told = 0
    for seat in await find_ending().filter(is_end_told=False).select_related("chapter"):
        async with in_transaction():
            if not await Seat.filter(id=seat.id, is_end_told=False).update(is_end_told=True):
                continue
            for account in await list_coordinators(seat.chapter.slug):
                notice = Notice(
                    account_id=account.id,
                    chapter_id=seat.chapter_id,
                    about=About.TERM,
                    profile_id=seat.profile_id,
                )
                await keep_notice((await get_paces(account.id)).general, notice)
            told += 1
    return told
