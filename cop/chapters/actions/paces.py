"""How often chapters write to somebody: what they have chosen, and what waits for its moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.models import Account
from cop.chapters.models.notices import About, Notice, Often, Pace
from cop.kit.clock import now

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

HOUR: Final = 6  # UTC, at which gathered mails are due; those of the week on Mondays
EVERY: Final = {Often.DAILY: timedelta(days=1), Often.WEEKLY: timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Paces:
    """What somebody has chosen.

    Attributes:
        general: for all but the requests that `requests` names.
        requests: for those to join a chapter that they look after, by its id.
    """

    general: Often = Often.AT_ONCE
    requests: Mapping[int, Often] = field(default_factory=dict[int, Often])

    def of(self, about: About, chapter_id: int) -> Often:
        """Return how often somebody is told of such a thing."""
        is_request = about is About.REQUEST
        return self.requests.get(chapter_id, self.general) if is_request else self.general


async def get_paces(account_id: int) -> Paces:
    """Return what the holder of the account has chosen."""
    chosen = {one.chapter_id: Often(one.often) for one in await Pace.filter(account_id=account_id)}
    general = chosen.pop(None, Often.AT_ONCE)
    return Paces(general, {one: often for one, often in chosen.items() if one is not None})


async def map_general(accounts: Collection[int]) -> Mapping[int, Often]:
    """Return what those of these accounts have chosen in general who have chosen anything."""
    chosen = await Pace.filter(account_id__in=list(accounts), chapter_id__isnull=True)
    return {one.account_id: Often(one.often) for one in chosen}


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
