"""What is asked, said to Tantivy: typed queries, never its own language of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import tantivy

from search.ranking import worths
from search.stored import FORGIVING, KEY
from search.words import EXACT, PREFIX, TYPO, most_typos, typos_allowed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from search.index import Index, Query

FIRST, LATER = 1.0, 0.5  # what a choice is worth that is answered by its first facet, or another
ELSEWHERE: Final = 0.1  # of what a word is worth in its best place counts in others too
PREFERRED: Final = 0.002  # much less than matches differ by how their words are answered


class Phrases:
    """Makes the queries for one index."""

    def __init__(self, schema: tantivy.Schema, index: Index) -> None:
        self._schema = schema
        self._index = index

    def filters(self, query: Query, but: str = "") -> Iterator[tantivy.Query]:
        """Yield what must hold of a document beside its words, without the filter of `but`."""
        if query.keys is not None:
            yield self.one_of(KEY, query.keys)
        for choice in query.must:
            ways = [
                self.one_of(facet, values, LATER if place else FIRST)
                for place, (facet, values) in enumerate(choice.items())
            ]
            yield tantivy.Query.disjunction_max_query(ways)
        for facet, values in query.filters.items():
            if values and facet != but and facet in self._index.facets:
                yield self.one_of(facet, values)

    def preferring(self, matching: tantivy.Query, query: Query) -> tantivy.Query:
        """Put those whom `query` prefers before others that match equally well."""
        preferred = [
            self.one_of(facet, query.prefer[facet], PREFERRED * worth)
            for facet, worth in worths(query)
        ]
        if not preferred:
            return matching
        should = [(tantivy.Occur.Should, one) for one in preferred]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, matching), *should])

    def one_of(self, field: str, values: Iterable[str], score: float = 0.0) -> tantivy.Query:
        """Find documents with one of `values`."""
        wanted = list(values)
        if len(wanted) == 1:  # in a fifth of the time
            one_of = tantivy.Query.term_query(self._schema, field, wanted[0], "basic")
        else:
            one_of = tantivy.Query.term_set_query(self._schema, field, wanted)
        return tantivy.Query.const_score_query(one_of, score)

    def word(self, word: str, query: Query) -> tantivy.Query:
        """Find `word` as it is, as a beginning, with a typo; not by how many documents hold it."""
        ways: list[tantivy.Query] = []
        for name in query.texts or self._index.texts:
            weight = self._index.texts[name].weight
            exact = tantivy.Query.term_query(self._schema, name, word, "basic")
            begun = tantivy.Query.fuzzy_term_query(self._schema, name, word, 0, prefix=True)
            either = [
                tantivy.Query.const_score_query(exact, EXACT * weight),
                tantivy.Query.boost_query(begun, PREFIX * weight),
            ]
            ways.append(tantivy.Query.disjunction_max_query(either))
        typos = most_typos(word) if query.nearly else typos_allowed(word)
        if typos and not query.texts:
            near = tantivy.Query.fuzzy_term_query(self._schema, FORGIVING, word, typos)
            ways.append(tantivy.Query.boost_query(near, TYPO))
        return tantivy.Query.disjunction_max_query(ways, ELSEWHERE)

    def all_of(self, parts: Sequence[tantivy.Query], without: Collection[str]) -> tantivy.Query:
        """Find what answers all `parts`, but for these keys."""
        wanted = [(tantivy.Occur.Must, part) for part in parts or [tantivy.Query.all_query()]]
        if without:
            wanted.append((tantivy.Occur.MustNot, self.one_of(KEY, without)))
        return tantivy.Query.boolean_query(wanted)
