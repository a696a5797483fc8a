"""The change feed when many write at the same time, each in a transaction of its own."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest
from tortoise.transactions import in_transaction

from cop.kit.changes import Change, Position, follow, last_change, record_changes, set_position

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

WRITERS = 12


class Hasty:
    """A consumer that reads while others write."""

    name = "hasty"

    def __init__(self) -> None:
        self.ids: list[int] = []

    async def consume(self, changes: Sequence[Change]) -> None:
        self.ids += [change.id for change in changes]


@pytest.fixture
async def hasty(filled_database: str) -> AsyncGenerator[Hasty]:  # noqa: ARG001
    await set_position("hasty", await last_change())
    yield Hasty()
    await Change.filter(kind="rush").delete()
    await Position.filter(consumer="hasty").delete()


async def write(number: int) -> None:
    """Record two changes, then take one's time to commit."""
    rng = random.Random(number)
    await asyncio.sleep(rng.random() / 20)
    async with in_transaction():
        await record_changes("rush", [f"{number}-first"])
        await asyncio.sleep(rng.random() / 50)
        await record_changes("rush", [f"{number}-second"])
        await asyncio.sleep(rng.random() / 50)


async def test_a_reader_in_haste_misses_nothing_of_many_writers(hasty: Hasty) -> None:
    writing = [asyncio.create_task(write(number)) for number in range(WRITERS)]

    while not all(task.done() for task in writing):
        await follow(hasty)
        await asyncio.sleep(0.001)
    await asyncio.gather(*writing)
    await follow(hasty)

    written = await Change.filter(kind="rush").order_by("id").values_list("id", flat=True)
    assert len(written) == 2 * WRITERS
    assert hasty.ids == list(written)


async def test_a_second_writer_waits_for_the_first(hasty: Hasty) -> None:
    recorded, may_commit = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with in_transaction():
            await record_changes("rush", ["first"])
            recorded.set()
            await may_commit.wait()

    async def second() -> None:
        async with in_transaction():
            await record_changes("rush", ["second"])

    one = asyncio.create_task(first())
    await recorded.wait()
    other = asyncio.create_task(second())
    await asyncio.sleep(0.1)

    assert not other.done()
    may_commit.set()
    await asyncio.gather(one, other)
    keys = await Change.filter(kind="rush").order_by("id").values_list("key", flat=True)
    assert list(keys) == ["first", "second"]
    await follow(hasty)
    assert len(hasty.ids) == 2
