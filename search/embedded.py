"""The search engine inside the process: Tantivy, one folder an index."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import shutil
import threading
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import tantivy

from cop.kit.errors import Unavailable
from cop.kit.i18n import gettext as _
from search.engine import Engine
from search.finding import Finder
from search.fuse import BUDGET
from search.stored import FORMAT, KEY, again, as_stored, make_schema
from search.wholeness import META, is_whole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from search.index import Document, Index, Query, Results

WRITER_BYTES: Final = 30_000_000

log = logging.getLogger(__name__)


class EmbeddedEngine(Engine):
    """Indexes on disk under one folder; one process writes, any number read."""

    def __init__(self, folder: Path, budget: float = BUDGET) -> None:
        super().__init__(budget)
        self._folder = folder
        self._open: dict[str, _Shelf] = {}
        self._lock = threading.Lock()

    def is_empty(self, index: Index) -> bool:
        return self._shelf(index).find().searcher.num_docs == 0

    def update(self, index: Index, documents: Iterable[Document], gone: Collection[str]) -> None:
        self._shelf(index).write(documents, gone)

    def replace(self, index: Index, documents: Iterable[Document]) -> int:
        return self._shelf(index).write(documents, None)

    def purge(self, index: Index) -> None:
        self._shelf(index).purge()

    def search(self, index: Index, query: Query) -> Results:
        return self._shelf(index).find().answer(query)

    def keys(self, index: Index) -> set[str]:
        return self._shelf(index).keys()

    async def refresh(self) -> None:
        for shelf in [*self._open.values()]:
            await asyncio.to_thread(shelf.find)

    def close(self) -> None:
        """Let go of the folders, so that another may write there."""
        super().close()
        for shelf in self._open.values():
            shelf.let_go()

    def _shelf(self, index: Index) -> _Shelf:
        with self._lock:
            if index.name not in self._open:
                self._open[index.name] = _Shelf(index, self._folder)
            return self._open[index.name]


class _Shelf:
    """One index of the engine. Its folder is named for its form: another form, another folder."""

    def __init__(self, index: Index, folder: Path) -> None:
        self._index = index
        self._schema = make_schema(index)
        form = json.dumps(
            [FORMAT, {n: asdict(t) for n, t in index.texts.items()}, index.facets, index.orders]
        )
        self._path = folder / f"{index.name}-{hashlib.sha256(form.encode()).hexdigest()[:8]}"
        self._tantivy = self._opened()
        self._looking = threading.Lock()
        self._last = self._look()  # a commit, and what finds in it
        self._writer: tantivy.IndexWriter | None = None
        self._writing = threading.Lock()

    def write(self, documents: Iterable[Document], gone: Collection[str] | None) -> int:
        """Write all in one commit, or nothing; `gone` None clears the index first."""
        with self._writing:
            return self._write((as_stored(self._index, one) for one in documents), gone)

    def purge(self) -> None:
        """Write all anew in one commit: a segment keeps the words of what was removed from it."""
        with self._writing:
            self._drop_writer()  # a merge of old segments that is under way ends first
            searcher = self.find().searcher
            self._write((again(self._index, one) for one in _all(searcher)), None)
            for old in self._path.parent.glob(f"{self._index.name}-????????"):
                if old != self._path:  # of another form, which an earlier version has left
                    shutil.rmtree(old, ignore_errors=True)

    def let_go(self) -> None:
        with self._writing:
            self._drop_writer()

    def _drop_writer(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            _release(writer)

    def _write(self, documents: Iterable[tantivy.Document], gone: Collection[str] | None) -> int:
        # A writer that failed holds half of the work, and may lie ever after: the next write
        # makes a new one.
        writer, self._writer = self._writer, None
        try:
            writer = writer or self._tantivy.writer(WRITER_BYTES, 1)
            written = self._commit(writer, documents, gone)
            self._writer = writer
        except (OSError, ValueError) as error:
            raise Unavailable(_("The search index cannot be written now.")) from error
        finally:
            if writer is not None and self._writer is None:
                _release(writer)
        return written

    def _commit(
        self,
        writer: tantivy.IndexWriter,
        documents: Iterable[tantivy.Document],
        gone: Collection[str] | None,
    ) -> int:
        written = 0
        if gone is None:
            writer.delete_all_documents()
        else:
            for key in gone:
                writer.delete_documents_by_term(KEY, key)
        for document in documents:
            if gone is not None:
                writer.delete_documents_by_term(KEY, _key(document))
            writer.add_document(document)
            written += 1
        writer.commit()
        with self._looking:
            self._last = self._look()  # before anybody asks
        return written

    def find(self) -> Finder:
        """Return what finds in the last commit, which another process may have made.

        While it is being read, and if it cannot be, whoever asks gets the one before.
        """
        if self._committed() != self._last[0] and self._looking.acquire(blocking=False):
            try:
                self._last = self._look()
            except (OSError, ValueError) as error:
                log.warning("what was written to %s cannot be read: %s", self._path.name, error)
            finally:
                self._looking.release()
        return self._last[1]

    def _look(self) -> tuple[tuple[int, int], Finder]:
        committed = self._committed()
        self._tantivy.reload()
        return committed, Finder(self._schema, self._index, self._tantivy.searcher())

    def _committed(self) -> tuple[int, int]:
        """Return what tells one commit from the next: two may be made in one tick of the clock."""
        try:
            meta = (self._path / META).stat()
        except OSError:  # the folder was deleted; what is open can still be read
            return self._last[0]
        return meta.st_mtime_ns, meta.st_ino

    def keys(self) -> set[str]:
        return {_key(one) for one in _all(self.find().searcher)}

    def _opened(self) -> tantivy.Index:
        """Open the folder; what cannot be opened is thrown away, for it can be made again."""
        self._path.mkdir(parents=True, exist_ok=True)
        try:
            if not is_whole(self._path):
                raise ValueError("a file is missing, or not as it was written")  # noqa: TRY301
            opened = tantivy.Index(self._schema, str(self._path))
            opened.searcher().search(tantivy.Query.all_query(), limit=1)
        except Exception:  # whatever a damaged file makes of itself
            log.exception("the index %s is damaged and will be made anew", self._path.name)
            shutil.rmtree(self._path)
            self._path.mkdir()
            opened = tantivy.Index(self._schema, str(self._path))
        opened.config_reader("manual")
        return opened


def _all(searcher: tantivy.Searcher) -> Iterator[tantivy.Document]:
    found = searcher.search(tantivy.Query.all_query(), limit=max(searcher.num_docs, 1))
    yield from (searcher.doc(at) for _by, at in found.hits)


def _key(document: tantivy.Document) -> str:
    return str(document.get_first(KEY))


def _release(writer: tantivy.IndexWriter) -> None:
    """Forget what `writer` has not committed, and let go of its lock on the folder."""
    with suppress(OSError, ValueError):
        writer.wait_merging_threads()
