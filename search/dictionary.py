"""The words of an embedded index: which of them answer a word that is asked for.

The engine can look for them by itself, in many times the time: for each field and each question it
walks through all its words with an automaton, and reads what it finds to the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.words import WordList

if TYPE_CHECKING:
    from collections.abc import Collection

    import tantivy

    from search.index import Index, Query


class Dictionary:
    """The words of `index` as `searcher` sees it, those of removed documents still among them."""

    def __init__(self, index: Index, searcher: tantivy.Searcher) -> None:
        self._bits = {name: 1 << at for at, name in enumerate(index.texts)}
        self._forgiving = sum(
            self._bits[name] for name, text in index.texts.items() if text.forgiving
        )
        self._texts: dict[str, int] = {}  # in which each word stands, a bit for each
        for name, bit in self._bits.items():
            for word, _documents in searcher.terms_with_prefix(name, ""):
                self._texts[word] = self._texts.get(word, 0) | bit
        self._words = WordList(self._texts)

    def answering(self, asked: str, query: Query) -> tuple[Collection[str], Collection[str]]:
        """Return the words that begin with `asked`, and the others that are it but for typos."""
        begun, forgiven, nearly = self._words.answering(asked)
        others = (nearly if query.nearly else forgiven) - begun
        return begun, [one for one in others if self._texts[one] & self._forgiving]

    def stands_in(self, word: str, text: str) -> bool:
        """Say whether `word` is one of `text`."""
        return bool(self._texts[word] & self._bits[text])
