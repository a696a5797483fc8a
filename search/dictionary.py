"""The words of an embedded index: which of them answer a word that is asked for.

The engine can look for them by itself, in many times the time: for each field and each question it
walks through all its words with an automaton, and reads what it finds to the end.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from search.words import WordList

if TYPE_CHECKING:
    from collections.abc import Collection

    import tantivy

    from search.index import Index, Query


class Dictionary:
    """The words of `index` as `searcher` finds them; those of later documents are not in it."""

    def __init__(self, index: Index, searcher: tantivy.Searcher) -> None:
        self._forgiving = {name for name, text in index.texts.items() if text.forgiving}
        texts: defaultdict[str, set[str]] = defaultdict(set)
        for name in index.texts:
            for word, _documents in searcher.terms_with_prefix(name, ""):
                texts[word].add(name)
        self._texts = {**texts}  # in which each word stands
        self._words = WordList(texts)

    def answering(self, asked: str, query: Query) -> tuple[Collection[str], Collection[str]]:
        """Return the words that begin with `asked`, and the others that are it but for typos."""
        begun, forgiven, nearly = self._words.answering(asked)
        others = (nearly if query.nearly else forgiven) - begun
        return begun, [one for one in others if not self._forgiving.isdisjoint(self._texts[one])]

    def stands_in(self, word: str, text: str) -> bool:
        """Say whether any document has `word` in `text`."""
        return text in self._texts[word]
