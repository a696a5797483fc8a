"""Answering questions from an open Tantivy index.

Words are cut and folded by us (`cop.kit.text.tokens`), and queries are built from typed parts; the
engine's own query language is never spoken, for its parser can be made to kill the process.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, cast

import tantivy

from search.dictionary import Dictionary
from search.index import DEEPEST, MOST_VALUES, Hit, Results
from search.phrases import Phrases
from search.ranking import rank
from search.stored import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.index import Index, Query

RANKED: Final = 5_000  # hits; of more that are equal the engine leaves some out as it likes
MANY: Final = 2_000  # hits, whose facets are counted side by side

_CORES: Final = len(os.sched_getaffinity(0))
_counters: Final = ThreadPoolExecutor(_CORES, "counting")


class Finder:
    """Finds in `opened`, whose words are those of the last commit.

    It holds no searcher: that would keep files which are deleted, and what is erased, on the disk.
    """

    def __init__(self, opened: tantivy.Index, index: Index) -> None:
        self._index = index
        self._opened = opened
        self._phrases = Phrases(opened.schema, index, Dictionary(index, opened.searcher()))

    def answer(self, query: Query) -> Results:
        """Return what is found, in order, and how it divides."""
        searcher = self._opened.searcher()
        words = [self._phrases.word(word, query) for word in query.words]
        matching = self._phrases.all_of([*words, *self._phrases.filters(query)], query.without)
        first = min(query.offset, DEEPEST)
        window = first + query.limit
        order = query.order or ("" if query.words or query.must else self._index.orders[0])
        found = searcher.search(
            matching if order else self._phrases.preferring(matching, query),
            limit=window if order else max(window, RANKED),
            order_by_field=order or None,
            order=tantivy.Order.Asc if order else tantivy.Order.Desc,
        )
        places = [at for _by, at in found.hits]
        numbers = cast("list[int]", searcher.fast_field_values(NUMBER, places))
        if order:
            hits = [Hit(str(number), 0.0) for number in numbers[first:]]
        else:
            hits = rank([by for by, _at in found.hits], numbers, query.turn, slice(first, window))
        total = int(getattr(found, "count", 0) or 0)
        return Results(total, tuple(hits), dict(self._count(searcher, query, words, total)))

    def _count(
        self, searcher: tantivy.Searcher, query: Query, words: Sequence[tantivy.Query], total: int
    ) -> Iterator[tuple[str, list[tuple[str, int]]]]:
        """Count the values of each facet, among what the other facets' filters leave."""
        for own, facets in self._index.count_apart(query):
            filters = self._phrases.filters(query, but=own)
            matching = self._phrases.all_of([*words, *filters], query.without)
            count = partial(_values, searcher, matching)
            if total <= MANY:
                yield from count(facets)
            else:
                shares = [facets[at::_CORES] for at in range(_CORES)]
                yield from chain.from_iterable(_counters.map(count, shares))


def _values(
    searcher: tantivy.Searcher, matching: tantivy.Query, facets: Sequence[str]
) -> Sequence[tuple[str, list[tuple[str, int]]]]:
    asked = {facet: {"terms": {"field": facet, "size": MOST_VALUES}} for facet in facets}
    counted: dict[str, Any] = cast("Any", searcher).aggregate(matching, asked)
    return [
        (facet, sorted(map(_as_value, counted[facet]["buckets"]), key=_by_count))
        for facet in facets
    ]


def _as_value(bucket: Any) -> tuple[str, int]:
    return str(bucket["key"]), int(bucket["doc_count"])


def _by_count(value: tuple[str, int]) -> tuple[int, str]:
    return -value[1], value[0]
