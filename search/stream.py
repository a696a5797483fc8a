"""Documents on their way from the event loop into a thread that writes them, a few at a time."""

from __future__ import annotations

import asyncio
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from search.index import Document

AHEAD: Final = 4  # portions that wait to be written; of all, the memory would be full
PAUSE: Final = 0.005  # seconds until one looks again whether there is room


class BrokenOff(Exception):
    """No more documents come, and those that came are not all."""


class Stream:
    """Gives what is `put` to `write`, which runs in a thread and returns how many it wrote."""

    def __init__(self, write: Callable[[Iterator[Document]], int]) -> None:
        self._portions: SimpleQueue[Sequence[Document] | None] = SimpleQueue()
        self._is_whole = False
        self._written = asyncio.ensure_future(asyncio.to_thread(write, self._documents()))

    async def put(self, portion: Sequence[Document]) -> None:
        """Add `portion` as soon as there is room; raise what has ended the writing."""
        while self._portions.qsize() >= AHEAD and not self._written.done():
            await asyncio.wait([self._written], timeout=PAUSE)
        if self._written.done():
            await self._written
        self._portions.put(portion)

    async def end(self) -> int:
        """Let all that was put be written, and return how many that is."""
        self._is_whole = True
        self._portions.put(None)
        return await asyncio.shield(self._written)  # whoever is cancelled lets the thread go on

    def break_off(self) -> None:
        """Let nothing be written, if it has not ended."""
        self._portions.put(None)

    async def ended(self) -> None:
        """Return when the thread is free; why it has ended, `put` and `end` say."""
        await asyncio.wait([self._written])
        self._written.exception()

    def _documents(self) -> Iterator[Document]:
        while (portion := self._portions.get()) is not None:
            yield from portion
        if not self._is_whole:
            raise BrokenOff
