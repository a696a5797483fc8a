"""The change feed: in order, nothing lost, whatever is interrupted."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tortoise.transactions import in_transaction

from cop.kit.changes import (
    BATCH,
    KEPT_FOR,
    Change,
    Position,
    follow,
    forget_old_changes,
    get_position,
    keep_following,
    last_change,
    record_changes,
    set_position,
)
from cop.kit.clock import now
from cop.kit.errors import Unavailable
from cop.running import hourly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.running import Service

pytestmark = pytest.mark.usefixtures("service")


class Reader:
    """Keeps what it read; its first reads may fail, before or after they are kept."""

    def __init__(self, name: str = "reader", failures: int = 0) -> None:
        self.name = name
        self.failures = failures
        self.batches: list[int] = []
        self.read: list[tuple[int, str, str]] = []

    async def consume(self, changes: Sequence[Change]) -> None:
        self.batches.append(len(changes))
        self.read += [(change.id, change.kind, change.key) for change in changes]
        if self.failures:
            self.failures -= 1
            raise Unavailable("the store went away")

    @property
    def keys(self) -> list[str]:
        return [key for _id, _kind, key in self.read]


async def from_here(reader: Reader) -> Reader:
    await set_position(reader.name, await last_change())
    return reader


async def test_changes_come_in_the_order_in_which_they_were_recorded() -> None:
    reader = await from_here(Reader())
    await record_changes("profile", [3, 1])
    await record_changes("chapter", ["2"])
    await record_changes("profile", [3])

    assert await follow(reader) == 4

    assert [(kind, key) for _id, kind, key in reader.read] == [
        ("profile", "3"),
        ("profile", "1"),
        ("chapter", "2"),
        ("profile", "3"),
    ]
    assert await follow(reader) == 0
    assert await get_position("reader") == reader.read[-1][0] == await last_change()


async def test_a_new_consumer_reads_from_the_beginning() -> None:
    await record_changes("profile", [1])
    reader = Reader("newcomer")

    await follow(reader)

    assert len(reader.read) == await Change.all().count()
    assert await Position.filter(consumer="newcomer").count() == 1


async def test_a_long_feed_comes_in_batches() -> None:
    reader = await from_here(Reader())
    await record_changes("profile", range(BATCH * 2 + 1))

    assert await follow(reader) == BATCH * 2 + 1

    assert reader.batches == [BATCH, BATCH, 1]
    assert reader.keys == [str(key) for key in range(BATCH * 2 + 1)]


async def test_each_consumer_reads_at_its_own_pace() -> None:
    one, other = await from_here(Reader("one")), await from_here(Reader("other"))
    await record_changes("profile", [1])
    await follow(one)
    await record_changes("profile", [2])
    await follow(other)
    await follow(one)

    assert one.keys == other.keys == ["1", "2"]
    assert one.batches == [1, 1]
    assert other.batches == [2]


async def test_a_failing_consumer_keeps_its_position_and_loses_nothing() -> None:
    reader, steady = await from_here(Reader(failures=2)), await from_here(Reader("steady"))
    await record_changes("profile", [1, 2])
    before = await get_position("reader")
    for _again in range(2):
        with pytest.raises(Unavailable):
            await follow(reader)
        assert await get_position("reader") == before
    await record_changes("profile", [3])

    await follow(reader)
    await follow(steady)

    assert reader.keys == ["1", "2", "1", "2", "1", "2", "3"]
    assert steady.keys == ["1", "2", "3"]


async def test_a_failure_in_a_later_batch_repeats_that_batch_only() -> None:
    reader = await from_here(Reader())
    await record_changes("profile", range(BATCH))
    await follow(reader)
    reader.failures = 1
    await record_changes("profile", ["last"])
    with pytest.raises(Unavailable):
        await follow(reader)

    await follow(reader)

    assert reader.batches == [BATCH, 1, 1]


async def test_a_follower_goes_on_after_an_error() -> None:
    reader = await from_here(Reader(failures=1))
    await record_changes("profile", [1])
    following = asyncio.create_task(keep_following(reader))

    while await get_position("reader") < await last_change():  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    following.cancel()
    with suppress(asyncio.CancelledError):
        await following

    assert reader.keys == ["1", "1"]


async def fail_in_the_last_step() -> None:
    async with in_transaction():
        await record_changes("profile", ["undone"])
        raise Unavailable("the last step failed")


async def test_what_is_rolled_back_was_never_in_the_feed() -> None:
    reader = await from_here(Reader())
    with pytest.raises(Unavailable):
        await fail_in_the_last_step()
    await record_changes("profile", ["done"])

    await follow(reader)

    assert reader.keys == ["done"]


async def record_long_ago(*keys: int) -> None:
    await record_changes("profile", keys)
    long_ago = now() - KEPT_FOR - timedelta(days=1)
    await Change.filter(key__in=[str(key) for key in keys]).update(at=long_ago)


async def test_of_long_ago_only_what_all_have_read_is_forgotten() -> None:
    one, other = await from_here(Reader("one")), await from_here(Reader("other"))
    await record_long_ago(1)
    await follow(one)
    await follow(other)
    await record_long_ago(2)
    await follow(one)
    await record_changes("profile", [3])

    assert await forget_old_changes(["one", "other", "never started"]) == 0
    assert await forget_old_changes(["one", "other"]) == 1
    await follow(one)
    await follow(other)

    assert one.keys == other.keys == ["1", "2", "3"]
    assert await forget_old_changes(["one", "other"]) == 1  # the last is too new


async def test_the_newest_change_stays_however_old_and_what_comes_is_still_new() -> None:
    reader = await from_here(Reader())
    await record_long_ago(1)
    await follow(reader)
    newest = await last_change()

    await forget_old_changes(["reader"])

    assert await last_change() == newest
    await record_changes("profile", [2])
    await follow(reader)
    assert reader.keys == ["1", "2"]


async def test_old_changes_are_forgotten_hourly(service: Service) -> None:
    await record_long_ago(1, 2)
    for consumer in (service.search_sync, service.match_sync):
        await set_position(consumer.name, await last_change())

    for deed in hourly(service):
        if getattr(deed, "func", None) is forget_old_changes:
            await deed()

    assert not await Change.exists(key="1")
