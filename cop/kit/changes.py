"""The change feed: what changed, in order, for everything that is derived from the database.

A write and its `Change` rows commit in one transaction. A consumer (search, matching, …) reads on
from its own `Position` and moves it only after its own store is safe, so a crash between the two
repeats work and never loses it.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from tortoise import fields
from tortoise.models import Model
from tortoise.transactions import in_transaction

from cop.kit.clock import now
from cop.kit.database import take_turns

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

T = TypeVar("T")

BATCH: Final = 1_000
POLL_SECONDS: Final = 0.5
KEPT_FOR: Final = timedelta(days=90)  # longer than what is derived goes without being made anew

log = logging.getLogger(__name__)


class Change(Model):
    """One thing has changed: created, edited or deleted. The reader looks which."""

    id: fields.Field[int] = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=32)
    key = fields.CharField(max_length=64)
    at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "change"


class Position(Model):
    """How far a consumer has read: all changes up to `change_id` are in its store."""

    consumer = fields.CharField(max_length=64, primary_key=True)
    change_id: fields.Field[int] = fields.BigIntField(default=0)

    class Meta(Model.Meta):
        table = "position"


class Consumer(Protocol):
    """Something derived that follows the feed."""

    @property
    def name(self) -> str:
        """Return the name its position is stored under."""
        ...

    async def consume(self, changes: Sequence[Change]) -> None:
        """Bring the derived store up to date with `changes`, safely on disk when this returns."""
        ...


async def record_changes(kind: str, keys: Iterable[str | int]) -> None:
    """Say in the current transaction that these things have changed.

    Call it last in the transaction: it waits for other writers of the feed, for ids must become
    visible in the order in which they are given.
    """
    await take_turns("change feed")
    await Change.bulk_create([Change(kind=kind, key=str(key)) for key in keys], batch_size=BATCH)


async def last_change() -> int:
    """Return the id of the newest change, 0 when there is none."""
    newest = await Change.all().order_by("-id").first()
    return newest.id if newest else 0


async def get_position(consumer: str) -> int:
    """Return the id of the last change that `consumer` has in its store."""
    row = await Position.get_or_none(consumer=consumer)
    return row.change_id if row else 0


async def set_position(consumer: str, change_id: int) -> None:
    """Note that `consumer` has everything up to `change_id` in its store."""
    position = Position(consumer=consumer, change_id=change_id)
    await Position.bulk_create([position], on_conflict=["consumer"], update_fields=["change_id"])


async def follow(consumer: Consumer) -> int:
    """Hand `consumer` all that it has not read yet, batch by batch; return how many changes."""
    total = 0
    while True:
        position = await get_position(consumer.name)
        batch = await Change.filter(id__gt=position).order_by("id").limit(BATCH)
        if not batch:
            return total
        await consumer.consume(batch)
        await set_position(consumer.name, batch[-1].id)
        total += len(batch)


async def keep_following(consumer: Consumer) -> None:
    """Follow the feed until cancelled; an error is logged and the same batch tried again."""
    pause = POLL_SECONDS
    while True:
        try:
            # A fresh task a round: after a lost connection an old one would keep the dead one.
            await asyncio.create_task(follow(consumer))
            pause = POLL_SECONDS
        except Exception:
            log.exception("%s could not follow the change feed", consumer.name)
            pause = min(pause * 2, 30)
        await asyncio.sleep(pause)


async def keep_watching(refresh: Callable[[], Awaitable[None]]) -> None:
    """Call `refresh` now and whenever something has changed, until cancelled.

    For what each process keeps in its own memory: no position is stored.
    """
    seen = -1
    while True:
        newest = await last_change()
        if newest != seen:
            await refresh()
            seen = newest
        await asyncio.sleep(POLL_SECONDS)


class UntilChanged(Generic[T]):
    """An answer that costs much, kept for as long as nothing is said to have changed."""

    def __init__(self, ask: Callable[[], Awaitable[T]]) -> None:
        self._ask = ask
        self._kept: tuple[int, T] | None = None

    async def get(self) -> T:
        """Return the answer, asked anew if the feed has moved on."""
        newest = await last_change()
        if self._kept is None or self._kept[0] != newest:
            self._kept = (newest, await self._ask())
        return self._kept[1]


async def forget_old_changes(consumers: Iterable[str]) -> int:
    """Delete the changes of long ago that all `consumers` have in their stores; return how many.

    The newest stays: its id says how far the feed has come.
    """
    async with in_transaction():
        done = min([await get_position(name) for name in consumers], default=0)
        old = Change.filter(id__lte=done, at__lt=now() - KEPT_FOR)
        return await old.exclude(id=await last_change()).delete()
