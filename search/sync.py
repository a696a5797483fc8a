"""Keeping the indexes true to the database: along the change feed, or all anew."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from cop.kit.changes import last_change, set_position
from search.stream import Stream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from cop.kit.changes import Change
    from search.engine import Engine
    from search.index import Document, Index

ERASURE: Final = "erasure"  # a kind of change: somebody's words must be in no file any more

log = logging.getLogger(__name__)


class Source(Protocol):
    """What a domain gives to be found."""

    @property
    def kind(self) -> str:
        """Return the kind of change that concerns it."""
        ...

    @property
    def indexes(self) -> Sequence[Index]:
        """Return the indexes it fills."""
        ...

    async def prepare(self) -> None:
        """Load what describing needs, such as the vocabulary; called before all is described."""
        ...

    async def describe(self, keys: Sequence[str]) -> Mapping[str, Sequence[Document]]:
        """Return the documents of `keys` by name of index; a missing one is not to be found."""
        ...

    def all_keys(self) -> AsyncIterator[Sequence[str]]:
        """Yield the keys of everything, in portions."""
        ...


class SearchSync:
    """Follows the change feed into the engine."""

    name = "search"

    def __init__(self, engine: Engine, sources: Sequence[Source]) -> None:
        self._engine = engine
        self._sources = sources

    async def consume(self, changes: Sequence[Change]) -> None:
        if any(change.kind == "vocabulary" for change in changes):
            await self.rebuild()
            return
        for source in self._sources:
            keys = [change.key for change in changes if change.kind == source.kind]
            if keys:
                await self._update(source, list(dict.fromkeys(keys)))
        if any(change.kind == ERASURE for change in changes):
            await self.purge()

    async def _update(self, source: Source, keys: Sequence[str]) -> None:
        described = await source.describe(keys)
        for index in source.indexes:
            documents = described[index.name]
            gone = set(keys) - {document.key for document in documents}
            await asyncio.to_thread(self._engine.update, index, documents, gone)

    async def purge(self) -> None:
        """Leave no word of what was removed in any file of the indexes."""
        for source in self._sources:
            for index in source.indexes:
                await asyncio.to_thread(self._engine.purge, index)

    async def rebuild(self, progress: Callable[[int], None] = lambda _done: None) -> int:
        """Fill all indexes anew from the database; return how many documents they hold.

        Readers see the old content until the new one is whole. What changes meanwhile is still
        ahead in the feed, for the position is taken first.
        """
        position = await last_change()
        total = sum([await self._refill(source, progress) for source in self._sources])
        await set_position(self.name, position)
        return total

    async def _refill(self, source: Source, progress: Callable[[int], None]) -> int:
        await source.prepare()
        streams = {
            index.name: Stream(partial(self._engine.replace, index)) for index in source.indexes
        }
        try:
            async for keys in source.all_keys():
                for name, documents in (await source.describe(keys)).items():
                    await streams[name].put(documents)
                progress(len(keys))
            return sum([await stream.end() for stream in streams.values()])
        finally:
            for stream in streams.values():
                stream.break_off()
            for stream in streams.values():
                await stream.ended()

    async def prepare(self) -> None:
        """Rebuild where an index is empty: it is new, or its folder was deleted."""
        indexes = [index for source in self._sources for index in source.indexes]
        if any([await asyncio.to_thread(self._engine.is_empty, index) for index in indexes]):
            log.info("filling the search index")
            await self.rebuild()
