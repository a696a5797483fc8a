"""What a person typed, as the words to look for; and whether a word is one of them."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz.distance import OSA  # optimal string alignment: a swap of neighbours is one typo
from rapidfuzz.process import extract

from cop.kit.text import fold, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    Answers = tuple[frozenset[str], frozenset[str], frozenset[str]]

MOST_CHARACTERS: Final = 200
MOST_WORDS: Final = 10  # Meilisearch looks at no more
LONGEST_WORD: Final = 40
ONE_TYPO, TWO_TYPOS = 4, 8  # from how many letters on so many are forgiven
EXACT, PREFIX, TYPO = 3.0, 2.0, 1.0  # what an answered word is worth, by how it was answered

# Words that carry nothing in a search when others stand beside them.
_EMPTY: Final = frozenset(
    fold(
        "a an and at by for from in of on or the to who with "
        "au aux avec d de des du en et l la le les ou par pour qui sur "
        "con del el los las para por que un una y "
        "as com da das do dos e em na no o os "
        "في من على الى عن و مع"
    ).split()
)


def read_words(text: str) -> tuple[str, ...]:
    """Return the words of a query, folded, at most `MOST_WORDS`, without empty ones."""
    return _telling_words(text)[:MOST_WORDS]


def is_cut(text: str) -> bool:
    """Say whether `text` asks for more than is looked for."""
    return len(text) > MOST_CHARACTERS or len(_telling_words(text)) > MOST_WORDS


def _telling_words(text: str) -> tuple[str, ...]:
    words = dict.fromkeys(
        word[:LONGEST_WORD]
        for word in tokens(text[:MOST_CHARACTERS])
        if any(map(str.isalnum, word))  # not the & of "water & sanitation"
    )
    return leave_empty_out(words)


def leave_empty_out(words: Iterable[str]) -> tuple[str, ...]:
    """Return folded `words` without those that say nothing; all of them if none says anything."""
    listed = [*words]
    return tuple([word for word in listed if word not in _EMPTY] or listed)


def typos_allowed(word: str) -> int:
    """Return how many letters may be wrong in a word that long: 0 to 3 none, to 7 one, else two."""
    return (len(word) >= ONE_TYPO) + (len(word) >= TWO_TYPOS)


def most_typos(word: str) -> int:
    """Return how many letters may be wrong where nothing is found otherwise: of three, too, one.

    A letter left out of "Jama" leaves three, of which none may be wrong by the first rule.
    """
    return max(typos_allowed(word), int(len(word) >= ONE_TYPO - 1))


def is_among(
    asked: str, words: Collection[str], *, forgiving: bool = True, nearly: bool = False
) -> bool:
    """Say whether one of a document's `words` answers `asked`: begins with it, or nearly is it.

    The rule that both engines follow; by it we also say why a hit was found.
    """
    typos = count_typos(asked, words)
    allowed = most_typos(asked) if nearly else typos_allowed(asked) if forgiving else 0
    return typos is not None and typos <= allowed


def count_typos(asked: str, words: Collection[str]) -> int | None:
    """Return how many letters are wrong in the word that answers `asked` best, None for too many.

    None are where a word begins with it.
    """
    if any(word.startswith(asked) for word in words):
        return 0
    most = best = most_typos(asked)
    is_near = False
    for word in words if most else ():
        if abs(len(word) - len(asked)) <= most:
            typos = OSA.distance(asked, word, score_cutoff=best)
            if typos <= best:
                best, is_near = typos, True
    return best if is_near else None


class WordList:
    """Many words, of which one asks at once which answer: faster than one by one."""

    def __init__(self, words: Iterable[str]) -> None:
        self._sorted = sorted(set(words))
        self._by_length = sorted(self._sorted, key=len)
        self._lengths = [len(word) for word in self._by_length]
        self._letters = np.array([_letters(word) for word in self._by_length], dtype=np.uint64)

    def answering(self, asked: str) -> Answers:
        """Return the words that answer `asked` as written, with typos, and nearly: `is_among`."""
        begun = frozenset(self._begun(asked))
        typos, most = typos_allowed(asked), most_typos(asked)
        near = dict(self._near(asked, most)) if most else {}
        forgiven = frozenset(word for word in near if near[word] <= typos)
        return begun, begun | forgiven, begun | frozenset(near)

    def _begun(self, asked: str) -> Iterator[str]:
        first = bisect_left(self._sorted, asked)
        after = islice(self._sorted, first, None)
        return takewhile(lambda word: word.startswith(asked), after)

    def _near(self, asked: str, typos: int) -> Iterator[tuple[str, int]]:
        """Yield each word within so many typos of `asked`, and how many there are.

        A typo changes at most two letters of a word; so few words need to be looked at closely.
        """
        first = bisect_left(self._lengths, len(asked) - typos)
        end = bisect_left(self._lengths, len(asked) + typos + 1)
        others = self._letters[first:end] ^ np.uint64(_letters(asked))
        alike = np.flatnonzero(np.bitwise_count(others) <= 2 * typos)
        words = [self._by_length[first + at] for at in alike.tolist()]
        found = extract(asked, words, scorer=OSA.distance, score_cutoff=typos, limit=None)
        yield from ((word, int(distance)) for word, distance, _at in found)


def _letters(word: str) -> int:
    """Return which letters are in `word`, one bit for each; some share theirs."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits
