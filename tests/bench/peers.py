"""Our search engine beside SQLite's own full text search, on the same documents and words.

FTS5 forgives no typo and counts no facet, so neither is asked for here.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from contextlib import closing
from typing import TYPE_CHECKING

from cop.accounts.viewer import Audience
from profiles.index import MEMBERS, TEXTS
from profiles.queries import iterate_ids
from profiles.source import MemberSource
from search.embedded import EmbeddedEngine
from search.index import Query
from search.words import read_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cop.running import Service
    from search.index import Document

    Ask = Callable[[Sequence[str]], object]

INDEX = MEMBERS[Audience.MEMBERS]
SHOWN = 20
ROUNDS = 5


async def compare_engines(service: Service, questions: Sequence[str]) -> list[tuple[str, str]]:
    """Return how fast both take the members in, and find words in them."""
    source = MemberSource(service.words)
    documents = [
        document
        async for ids in iterate_ids()
        for document in (await source.describe([str(one) for one in ids]))[INDEX.name]
    ]
    folder = service.settings.cop_data
    engine = EmbeddedEngine(folder / "peer")
    asked = [words for text in questions if (words := read_words(text))]
    with closing(sqlite3.connect(folder / "peer.db")) as database:
        ours = _seconds(lambda: engine.replace(INDEX, documents))
        theirs = _seconds(lambda: _fill(database, documents))

        def ask_ours(words: Sequence[str]) -> object:
            return engine.search(INDEX, Query(words=tuple(words), texts=tuple(TEXTS), limit=SHOWN))

        def ask_theirs(words: Sequence[str]) -> object:
            match = " ".join(f'"{word}"*' for word in words)
            found = "SELECT rowid FROM peer WHERE peer MATCH ? ORDER BY rank LIMIT ?"
            return database.execute(found, (match, SHOWN)).fetchall()

        ratios, times = _race(ask_ours, ask_theirs, asked)
    engine.close()
    ratio = statistics.median(ratios)
    return [
        (
            "index of the same documents, FTS5 beside it",
            f"{ours:.2f} s, {theirs:.2f} s: {ours / theirs:.2f} of its time",
        ),
        (
            "words without typos and facets, FTS5 beside it",
            f"mean {times[0]:.2f} ms, {times[1]:.2f} ms: {ratio:.2f} of its time",
        ),
    ]


def _fill(database: sqlite3.Connection, documents: Sequence[Document]) -> None:
    columns = ", ".join(TEXTS)
    database.execute(f"CREATE VIRTUAL TABLE peer USING fts5({columns}, prefix='2 3')")
    database.executemany(
        "INSERT INTO peer VALUES (?, ?, ?, ?, ?, ?)",  # one for each of `TEXTS`
        ([" ".join(one.texts[name]) for name in TEXTS] for one in documents),
    )
    database.commit()


def _race(
    ours: Ask, theirs: Ask, asked: Sequence[Sequence[str]]
) -> tuple[list[float], tuple[float, float]]:
    """Return the ratio of each round, and the means of the last in milliseconds."""
    ratios: list[float] = []
    mine = other = 0.0
    for _ in range(ROUNDS):
        mine = _seconds(lambda: [ours(words) for words in asked])
        other = _seconds(lambda: [theirs(words) for words in asked])
        ratios.append(mine / other)
    return ratios, (1000 * mine / len(asked), 1000 * other / len(asked))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
