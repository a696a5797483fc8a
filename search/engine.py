"""What every search engine does: `search.embedded`, which needs no server, `search.meilisearch`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial
from typing import TYPE_CHECKING

from cop.kit.errors import Unavailable
from search.fuse import BUDGET, PAUSE, Fuse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable

    from search.index import Document, Index, Query, Results


class Engine(ABC):
    """Keeps documents and finds them. Calls but `answer` may block; call them in a thread.

    Every method raises `cop.kit.errors.Unavailable` when the engine cannot do its work now.
    """

    otherwise: Callable[[Index, Query], Awaitable[Results]] | None = None  # while it is silent

    def __init__(self, budget: float = BUDGET, pause: float = PAUSE) -> None:
        self._fuse = Fuse(budget, pause)

    async def answer(self, index: Index, query: Query) -> Results:
        """Answer `query` within its budget of seconds, or let `otherwise`: soon, if known."""
        try:
            return await self._fuse.ask(partial(self.search, index, query))
        except Unavailable:
            if self.otherwise is None:
                raise
            return await self.otherwise(index, query)

    @property
    def is_limited(self) -> bool:
        """Say whether questions go unanswered now."""
        return self._fuse.is_burnt

    @abstractmethod
    def is_empty(self, index: Index) -> bool:
        """Say whether `index` holds nothing: it is new, or was lost and must be filled again."""

    @abstractmethod
    def update(self, index: Index, documents: Iterable[Document], gone: Collection[str]) -> None:
        """Add or replace `documents` and remove the keys in `gone`; safe on disk on return."""

    @abstractmethod
    def replace(self, index: Index, documents: Iterable[Document]) -> int:
        """Make `documents` the whole content of `index`, at once for readers; return how many."""

    @abstractmethod
    def purge(self, index: Index) -> None:
        """Leave no byte of what was removed from `index` in any file; readers notice nothing."""

    @abstractmethod
    def search(self, index: Index, query: Query) -> Results:
        """Answer `query`."""

    @abstractmethod
    def keys(self, index: Index) -> set[str]:
        """Return the keys of all documents, for comparing with the database."""

    @abstractmethod
    async def refresh(self) -> None:
        """Let go of what another process has replaced, also where nobody asks anything."""

    def close(self) -> None:
        """Let go of what it has open."""
        self._fuse.close()
