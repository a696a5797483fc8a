"""What a person typed, as the words to look for; and whether a word is one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA  # optimal string alignment: a swap of neighbours is one typo
from rapidfuzz.process import extractOne

from cop.kit.text import fold, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

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

    The same rule that `search.embedded` gives its engine, for saying why a hit was found.
    """
    if any(word.startswith(asked) for word in words):
        return True
    allowed = most_typos(asked) if nearly else typos_allowed(asked) if forgiving else 0
    return bool(allowed) and bool(
        extractOne(asked, words, scorer=OSA.distance, score_cutoff=allowed)
    )
