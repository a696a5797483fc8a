"""How often chapters write to somebody: what they have chosen, and what waits for its moment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.models import Account
from cop.chapters.models.notices import About, Notice, Often, Pace
from cop.chapters.queries.paces import Paces
from cop.kit.clock import now

if TYPE_CHECKING:
    from datetime import datetime

HOUR: Final = 6  # UTC, at which gathered mails are due; those of the week on Mondays
EVERY: Final = {Often.DAILY: timedelta(days=1), Often.WEEKLY: timedelta(days=7)}


async def choose_paces(account_id: int, paces: Paces) -> None:
    """Let chapters write at these paces from now on; what waits follows them, or goes."""
    async with in_transaction():
        await Account.filter(id=account_id).only("id").select_for_update()  # one tab at a time
        await Pace.filter(account_id=account_id).delete()
        chosen: dict[int | None, Often] = {None: paces.general, **paces.requests}
        rows = [
            Pace(account_id=account_id, chapter_id=one, often=often)
            for one, often in chosen.items()
        ]
        await Pace.bulk_create(rows)
        for one in await Notice.filter(account_id=account_id):
            often = paces.of(About(one.about), one.chapter_id)
            waiting = Notice.filter(id=one.id)
            if often is Often.OFF:
                await waiting.delete()
            else:
                await waiting.update(due_at=next_moment(often, now()))


async def keep_notice(often: Often, notice: Notice) -> None:
    """Let `notice` wait for its moment; what waits already waits once. For `Often.OFF` none does.

    Call it inside the transaction that has made it necessary.
    """
    if often is not Often.OFF:
        notice.due_at = next_moment(often, now())
        await Notice.bulk_create([notice], ignore_conflicts=True)


def next_moment(often: Often, after: datetime) -> datetime:
    """Return when to tell what happened at `after`, in UTC: all of a day, or a week, together."""
    if often not in EVERY:
        return after
    morning = after.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if often is Often.WEEKLY:
        morning += timedelta(days=-morning.weekday() % 7)
    return morning if morning > after else morning + EVERY[often]
