"""What is asked, said to Tantivy: typed queries, never its own language of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import tantivy

from search.ranking import worths
from search.stored import FORGIVING, KEY
from search.words import EXACT, PREFIX, TYPO

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from search.dictionary import Dictionary
    from search.index import Index, Query

FIRST, LATER = 1.0, 0.5  # what a choice is worth that is answered by its first facet, or another
ELSEWHERE: Final = 0.1  # of what a word is worth in its best place counts in others too
MANY_VALUES: Final = 64  # values; of more it takes less time to walk through all there are
PREFERRED: Final = 0.002  # much less than matches differ by how their words are answered


class Phrases:
    """Makes the queries for one index, whose words are in `dictionary`."""

    def __init__(self, schema: tantivy.Schema, index: Index, dictionary: Dictionary) -> None:
        self._schema = schema
        self._index = index
        self._dictionary = dictionary

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
        if len(wanted) <= MANY_VALUES:
            terms = [(tantivy.Occur.Should, self._term(field, value)) for value in wanted]
            one_of = tantivy.Query.boolean_query(terms)
        else:
            one_of = tantivy.Query.term_set_query(self._schema, field, wanted)
        return tantivy.Query.const_score_query(one_of, score)

    def word(self, word: str, query: Query) -> tantivy.Query:
        """Find `word` as it is, as a beginning, with a typo; not by how many documents hold it."""
        begun, near = self._dictionary.answering(word, query)
        ways = [
            tantivy.Query.disjunction_max_query(either)
            for name in query.texts or self._index.texts
            if (either := [*self._begun(name, word, begun)])
        ]
        if near and not query.texts:
            ways.append(self.one_of(FORGIVING, near, TYPO))
        if not ways:
            return tantivy.Query.empty_query()
        return tantivy.Query.disjunction_max_query(ways, ELSEWHERE)

    def _begun(self, name: str, asked: str, begun: Collection[str]) -> Iterator[tantivy.Query]:
        """Yield what finds `asked` in the text `name`, as it is and as a beginning of `begun`."""
        weight = self._index.texts[name].weight
        longer = [one for one in begun if one != asked and self._dictionary.stands_in(one, name)]
        if asked in begun and self._dictionary.stands_in(asked, name):
            exact = self._term(name, asked)
            yield tantivy.Query.const_score_query(exact, EXACT * weight)
        if len(longer) > MANY_VALUES:
            every = tantivy.Query.fuzzy_term_query(self._schema, name, asked, 0, prefix=True)
            yield tantivy.Query.const_score_query(every, PREFIX * weight)
        elif longer:
            yield self.one_of(name, longer, PREFIX * weight)

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, "basic")

    def all_of(self, parts: Sequence[tantivy.Query], without: Collection[str]) -> tantivy.Query:
        """Find what answers all `parts`, but for these keys."""
        wanted = [(tantivy.Occur.Must, part) for part in parts or [tantivy.Query.all_query()]]
        if without:
            wanted.append((tantivy.Occur.MustNot, self.one_of(KEY, without)))
        return tantivy.Query.boolean_query(wanted)
