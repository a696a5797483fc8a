"""What every search engine does; `search.embedded` is the one that needs no server."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final

from cop.kit.errors import Unavailable
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from search.index import Document, Index, Query, Results


BUDGET: Final = 1.0  # seconds for a question; one of ours takes some thousandths


class Engine(ABC):
    """Keeps documents and finds them. Calls may block; call them in a thread.

    Every method raises `cop.kit.errors.Unavailable` when the engine cannot do its work now.
    """

    def __init__(self, budget: float = BUDGET) -> None:
        self._budget = budget

    async def answer(self, index: Index, query: Query) -> Results:
        """Answer `query` outside the event loop, or give up after so many seconds."""
        try:
            return await asyncio.wait_for(
                asyncio.to_thread(self.search, index, query), self._budget
            )
        except TimeoutError as error:
            raise Unavailable(
                _("The search took too long. Try again in a moment, or with fewer words.")
            ) from error

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
