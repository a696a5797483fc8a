"""The search engine beside the processes: Meilisearch, for as many of them as there are.

It is given our own words (`search.sealed`) and finds what `search.embedded` finds; only the order
of hits is its own. It needs no synonyms: our documents hold all words of their concepts.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from contextlib import contextmanager
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchError

from cop.kit.errors import Unavailable
from cop.kit.i18n import gettext as _
from search.engine import Engine
from search.fuse import BUDGET, PAUSE
from search.sealed import from_exact
from search.translation import (
    KEY,
    as_document,
    as_questions,
    as_results,
    as_settings,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Iterator

    from search.index import Document, Index, Query, Results

WRITE_SECONDS: Final = 30  # for one request
TASK_SECONDS: Final = 600  # for what the engine does after it
POLL_SECONDS: Final = 0.05
PORTION_BYTES: Final = 8_000_000  # of one request that brings documents
KEYS: Final = 10_000  # of one request that asks for them
_FORMAT: Final = 1  # raise it when documents are written differently

# All that a server which is not well, or is another, can make of an answer.
_FAILURES: Final = (MeilisearchError, OSError, ValueError, TypeError, LookupError, AttributeError)


class MeilisearchEngine(Engine):
    """Indexes on a server that may hold those of other deployments too.

    The key stays in this process; what it must be allowed to do is in `.env.example`.
    """

    def __init__(
        self, url: str, key: str, deployment: str, budget: float = BUDGET, pause: float = PAUSE
    ) -> None:
        super().__init__(budget, pause)
        self._url = url.rstrip("/")
        self._key = key
        self._prefix = f"cop-{_short_hash(deployment)}"

    def is_empty(self, index: Index) -> bool:
        with _translated():
            return not self._count(self._uid(index))

    def update(self, index: Index, documents: Iterable[Document], gone: Collection[str]) -> None:
        uid = self._uid(index)
        with _translated():
            if self._count(uid) is None:  # it would be made of these few, and nobody would notice
                raise Unavailable(_("The search index is not there."))
            keys = [*gone]
            for at in range(0, len(keys), KEYS):
                gone_now = one_of(KEY, keys[at : at + KEYS])
                self._wait(self._client().index(uid).delete_documents(filter=gone_now).task_uid)
            self._add(index, uid, documents)

    def replace(self, index: Index, documents: Iterable[Document]) -> int:
        """Fill another index and let both change places: readers see the one or the other."""
        uid = self._uid(index)
        fresh = f"{uid}-{token_hex(4)}"
        with _translated():
            try:
                self._create(index, fresh)
                added = self._add(index, fresh, documents)
                if self._count(uid) is None:
                    self._create(index, uid)
                self._swap(uid, fresh)
            finally:
                self._remove_others(index)
        return added

    def purge(self, index: Index) -> None:
        """Let the server write the index anew: what was removed stays in free pages until then."""
        with _translated():
            self._wait(self._client().index(self._uid(index)).compact().task_uid)
            self._remove_others(index)

    def search(self, index: Index, query: Query) -> Results:
        asked = as_questions(index, self._uid(index), query)
        with _translated():
            answers = self._client(self._fuse.budget).multi_search(asked)["results"]
            return as_results(index, query, answers)

    def keys(self, index: Index) -> set[str]:
        found: list[str] = []
        with _translated():
            there = self._client().index(self._uid(index))
            while len(found) % KEYS == 0:
                asked = {"offset": len(found), "limit": KEYS, "fields": [KEY]}
                page = [from_exact(one.id) for one in there.get_documents(asked).results]
                found += page
                if not page:
                    break
        return set(found)

    async def refresh(self) -> None:
        """Do nothing: the server keeps itself up to date."""

    def _client(self, seconds: float = WRITE_SECONDS) -> Client:
        """Return a client for one thread: between requests it changes its own headers."""
        return Client(self._url, self._key, timeout=cast("int", seconds))

    def _uid(self, index: Index) -> str:
        """Return the name of an index: of this deployment and of this form, another else."""
        form = json.dumps([_FORMAT, as_settings(index)])
        return f"{self._prefix}-{index.name}-{_short_hash(form)}"

    def _count(self, uid: str) -> int | None:
        """Return how many documents there are, None where there is no such index."""
        try:
            return self._client().index(uid).get_stats().number_of_documents
        except MeilisearchApiError as error:
            if cast("str | None", error.code) == "index_not_found":
                return None
            raise

    def _create(self, index: Index, uid: str) -> None:
        self._wait(self._client().create_index(uid, {"primaryKey": KEY}).task_uid)
        self._wait(self._client().index(uid).update_settings(as_settings(index)).task_uid)

    def _add(self, index: Index, uid: str, documents: Iterable[Document]) -> int:
        """Bring all `documents` in portions, then wait for the engine to have them."""
        there, tasks, number = self._client().index(uid), list[int](), 0
        for portion in _portions(orjson.dumps(as_document(index, one)) for one in documents):
            tasks.append(there.add_documents_ndjson(b"\n".join(portion), KEY).task_uid)
            number += len(portion)
        for task in tasks:
            self._wait(task)
        return number

    def _wait(self, task: int) -> None:
        done = self._client().wait_for_task(task, TASK_SECONDS * 1000)
        if done.status != "succeeded":
            code = (done.error or {}).get("code")
            raise MeilisearchError(f"a {done.type} {done.status}: {code}")

    def _swap(self, uid: str, fresh: str) -> None:
        """Let two indexes change places. A key for ours may not see a task that concerns two."""
        wanted = self._made_at(fresh)
        self._client().swap_indexes([{"indexes": [uid, fresh]}])
        until = time.monotonic() + TASK_SECONDS
        while self._made_at(uid) != wanted:
            if time.monotonic() > until:
                raise MeilisearchError("the indexes do not change places")
            time.sleep(POLL_SECONDS)

    def _made_at(self, uid: str) -> str:
        return str(self._client().get_raw_index(uid)["createdAt"])

    def _remove_others(self, index: Index) -> None:
        """Remove what the index was before, in other forms too, and what was broken off."""
        name = re.compile(f"{self._prefix}-{re.escape(index.name)}-[0-9a-f]{{8}}(-[0-9a-f]{{8}})?")
        listed = cast("Any", self._client().get_raw_indexes({"limit": 1000}))
        for one in listed["results"]:
            if name.fullmatch(one["uid"]) and one["uid"] != self._uid(index):
                self._wait(self._client().delete_index(one["uid"]).task_uid)


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except _FAILURES as error:
        raise Unavailable(_("The search does not answer now.")) from error


def _portions(documents: Iterable[bytes]) -> Iterator[list[bytes]]:
    portion, size = list[bytes](), 0
    for one in documents:
        portion.append(one)
        size += len(one)
        if size >= PORTION_BYTES:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
