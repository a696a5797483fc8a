"""Which concepts answer a word that somebody asked for."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from profiles.fields import FIELDS
from search.words import WordList, count_typos, typos_allowed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cop.vocabulary.concepts import Vocabulary

    Key = tuple[str, str]  # a concept's scheme, and its key

_REMEMBERED: Final = 4_096  # words


class Way(Enum):
    """How a word may answer, from the strictest."""

    AS_WRITTEN = "as written"
    FORGIVEN = "with typos"
    NEARLY = "nearly"  # `Query.nearly`


class Answering:
    """The words of all concepts that members may name; derived of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._concepts: defaultdict[str, list[Key]] = defaultdict(list)  # that have a word
        for scheme in {field.scheme for field in FIELDS.values() if field.scheme}:
            for one in vocabulary.list(scheme, retired=True):
                for word in vocabulary.tokens(scheme, one.key):
                    self._concepts[word].append((scheme, one.key))
        self.words_for = lru_cache(_REMEMBERED)(WordList(self._concepts).answering)
        self.ways_of = lru_cache(_REMEMBERED)(self._ways_of)

    def _ways_of(self, asked: str) -> Mapping[Key, Way]:
        """Return the concepts that answer `asked`, each with its strictest way."""
        written, forgiven, nearly = self.words_for(asked)
        ways: dict[Key, Way] = {}
        for way, words in (
            (Way.NEARLY, nearly),
            (Way.FORGIVEN, forgiven),
            (Way.AS_WRITTEN, written),
        ):
            ways |= {key: way for word in words for key in self._concepts[word]}
        return ways


def way_among(asked: str, words: Collection[str]) -> Way | None:
    """Return in which way the best of `words` answers `asked`."""
    typos = count_typos(asked, words)
    if not typos:
        return None if typos is None else Way.AS_WRITTEN
    return Way.FORGIVEN if typos <= typos_allowed(asked) else Way.NEARLY
