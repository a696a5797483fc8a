"""Documents between the event loop and the thread that writes them."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from cop.kit.errors import Unavailable
from search.embedded import EmbeddedEngine
from search.stream import AHEAD, BrokenOff, Stream
from tests.search.shelves import BOOKS, book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.index import Document

PORTIONS = [[book(str(10 * portion + at), "tax") for at in range(10)] for portion in range(20)]


async def test_all_that_is_put_is_written_in_order() -> None:
    written: list[Document] = []

    def write(documents: Iterator[Document]) -> int:
        written.extend(documents)
        return len(written)

    stream = Stream(write)
    for portion in PORTIONS:
        await stream.put(portion)

    assert await stream.end() == 200
    assert written == [one for portion in PORTIONS for one in portion]


async def test_whoever_describes_waits_for_whoever_writes() -> None:
    may_write = threading.Event()

    def write(documents: Iterator[Document]) -> int:
        may_write.wait()
        return len([*documents])

    stream = Stream(write)
    for portion in PORTIONS[:AHEAD]:
        await stream.put(portion)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(stream.put(PORTIONS[AHEAD]), 0.05)
    may_write.set()
    await stream.put(PORTIONS[AHEAD])

    assert await stream.end() == 10 * (AHEAD + 1)


async def test_an_engine_that_fails_says_so_and_lets_nobody_wait() -> None:
    def write(documents: Iterator[Document]) -> int:
        next(documents)
        raise Unavailable("the disk is full")

    stream = Stream(write)
    for portion in PORTIONS[:AHEAD]:
        await stream.put(portion)

    with pytest.raises(Unavailable, match="the disk is full"):
        await stream.put(PORTIONS[AHEAD])
    stream.break_off()
    await stream.ended()


async def test_whoever_is_cancelled_can_wait_for_the_thread() -> None:
    may_end, has_ended = threading.Event(), threading.Event()

    def write(documents: Iterator[Document]) -> int:
        number = len([*documents])
        may_end.wait()
        has_ended.set()
        return number

    stream = Stream(write)
    ending = asyncio.create_task(stream.end())
    await asyncio.sleep(0)
    ending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ending
    stream.break_off()
    may_end.set()
    await stream.ended()

    assert has_ended.is_set()


async def test_what_is_broken_off_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.replace(BOOKS, [book("777", "water")])
    results: list[object] = []

    def write(documents: Iterator[Document]) -> int:
        try:
            return engine.replace(BOOKS, documents)
        except BrokenOff as error:
            results.append(error)
            raise

    stream = Stream(write)
    await stream.put(PORTIONS[0])
    stream.break_off()
    await stream.ended()

    assert [type(one) for one in results] == [BrokenOff]
    assert engine.keys(BOOKS) == {"777"}
    assert engine.replace(BOOKS, PORTIONS[1]) == 10  # the folder is free again
    engine.close()
