"""What every search engine does: `search.embedded`, which needs no server, `search.meilisearch`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial
from typing import TYPE_CHECKING

from search.fuse import Fuse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from search.index import Document, Index, Query, Results


class Engine(ABC):
    """Keeps documents and finds them. Calls but `ask` may block; call them in a thread.

    Every method raises `cop.kit.errors.Unavailable` when the engine cannot do its work now.
    """

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()

    async def ask(self, index: Index, query: Query) -> Results:
        """Answer `query` within a second, or say that it cannot: at once when that is known."""
        return await self._fuse.ask(partial(self.search, index, query))

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
    def search(self, index: Index, query: Query) -> Results:
        """Answer `query`."""

    @abstractmethod
    def keys(self, index: Index) -> set[str]:
        """Return the keys of all documents, for comparing with the database."""

    def close(self) -> None:
        """Let go of what it has open."""
        self._fuse.close()
