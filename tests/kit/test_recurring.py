"""What is done again and again."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from cop.kit.recurring import keep_doing


async def test_a_deed_that_fails_stops_neither_the_others_nor_the_next_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[str] = []
    enough = asyncio.Event()

    async def fail() -> None:
        done.append("fail")
        raise OSError

    async def work() -> None:
        done.append("work")
        if done.count("work") == 3:
            enough.set()

    with caplog.at_level(logging.CRITICAL, "cop.kit.recurring"):
        task = asyncio.create_task(keep_doing((fail, work), every=timedelta(0)))
        await enough.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert done[:6] == ["fail", "work"] * 3
