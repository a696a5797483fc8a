"""The words of a question, and where they stand in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from cop.kit.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

QUOTED: Final = re.compile(r'"([^"]*)"|“([^”]*)”|«([^»]*)»')
_APOSTROPHES: Final = frozenset("'\u2019\u02bc\u2018`")
_IN_WORDS: Final = frozenset("&+_")  # as `fold` takes them


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the vocabulary compares it, as it is folded, and where it stands."""

    canonical: str
    folded: str
    start: int
    end: int


Span = tuple[int, int]


def stretches(text: str, without: Sequence[Span]) -> Iterator[Span]:
    """Yield where a term may stand in `text`: outside `without`, between strokes."""
    at = 0
    for start, end in [*without, (len(text), len(text))]:
        for piece in re.finditer(r"[^|]+", text[at:start]):
            yield at + piece.start(), at + piece.end()
        at = end


def read_spans(text: str, span: Span, canonical: Callable[[str], str]) -> list[Word]:
    """Return the words in a stretch of `text`; `canonical` is that of the vocabulary."""
    found = [
        (word, start, end)
        for start, end in _spans(text, span)
        for word in fold(text[start:end]).split()
        if any(map(str.isalnum, word))
    ]
    folded = [word for word, _, _ in found]
    usual = canonical(" ".join(folded)).split()
    if len(usual) != len(folded):  # a variant of several words
        usual = [canonical(word) for word in folded]
    return [Word(usual[at], *one) for at, one in enumerate(found)]


def joined(words: Sequence[Word]) -> str:
    """Return `words` as a term is written in the lexicon."""
    return " ".join(word.canonical for word in words)


def written(text: str, words: Sequence[Word]) -> str:
    """Return `words` as they are typed."""
    return text[words[0].start : words[-1].end]


def _spans(text: str, span: Span) -> Iterator[Span]:
    for between, places in groupby(range(*span), lambda at: _is_between(text, at)):
        if not between:
            first, *others = places
            yield first, (others or [first])[-1] + 1


def _is_between(text: str, at: int) -> bool:
    """Say whether the character at `at` parts words; the apostrophe of "Kenya's" does not."""
    if text[at] in _APOSTROPHES:
        return text[at + 1 : at + 2] not in {"s", "S"} or text[at + 2 : at + 3].isalnum()
    return _parts_words(text[at])


@lru_cache(maxsize=4096)
def _parts_words(char: str) -> bool:
    category = unicodedata.category(char)
    return (category[0] in "ZPS" or category in {"Cc", "Cs"}) and char not in _IN_WORDS
