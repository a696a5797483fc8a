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
MANY_HITS: Final = 2_000  # hits, whose facets are counted side by side

_CORES: Final = os.cpu_count() or 1
_counters: Final = ThreadPoolExecutor(_CORES, "counting")


class Finder:
    """Finds in an index at one commit: as `searcher` sees it, whose words it knows."""

    def __init__(self, schema: tantivy.Schema, index: Index, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self._index = index
        self._phrases = Phrases(schema, index, Dictionary(index, searcher))

    def answer(self, query: Query) -> Results:
        """Return what is found, in order, and how it divides."""
        words = [self._phrases.word(word, query) for word in query.words]
        matching = self._phrases.all_of([*words, *self._phrases.filters(query)], query.without)
        first = min(query.offset, DEEPEST)
        window = first + query.limit
        order = query.order or ("" if query.words or query.must else self._index.orders[0])
        found = self.searcher.search(
            matching if order else self._phrases.preferring(matching, query),
            limit=window if order else max(window, RANKED),
            order_by_field=order or None,
            order=tantivy.Order.Asc if order else tantivy.Order.Desc,
        )
        places = [at for _by, at in found.hits]
        numbers = cast("list[int]", self.searcher.fast_field_values(NUMBER, places))
        if order:
            hits = [Hit(str(number), 0.0) for number in numbers[first:]]
        else:
            hits = rank([by for by, _at in found.hits], numbers, query.turn, slice(first, window))
        total = int(getattr(found, "count", 0) or 0)
        counted = dict(self._count(query, words, total))
        return Results(total, tuple(hits), {facet: counted[facet] for facet in query.count})

    def _count(
        self, query: Query, words: Sequence[tantivy.Query], total: int
    ) -> Iterator[tuple[str, list[tuple[str, int]]]]:
        """Count the values of each facet, among what the other facets' filters leave."""
        for own, facets in self._index.count_apart(query):
            filters = self._phrases.filters(query, but=own)
            matching = self._phrases.all_of([*words, *filters], query.without)
            count = partial(_values, self.searcher, matching)
            if total <= MANY_HITS:
                yield from count(facets)
            else:
                shares = min(_CORES, len(facets))
                parts = [facets[at::shares] for at in range(shares)]
                yield from chain.from_iterable(_counters.map(count, parts))


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
