"""What a person typed, as the words to look for; and whether a word is one of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from cop.kit.text import fold, tokens

MOST_CHARACTERS: Final = 200
MOST_WORDS: Final = 12
LONGEST_WORD: Final = 40

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
    words = dict.fromkeys(
        word[:LONGEST_WORD]
        for word in tokens(text[:MOST_CHARACTERS])
        if any(map(str.isalnum, word))  # not the & of "water & sanitation"
    )
    telling = [word for word in words if word not in _EMPTY]
    return tuple((telling or [*words])[:MOST_WORDS])


def typos_allowed(word: str) -> int:
    """Return how many letters may be wrong in a word that long: 0 to 3 none, to 7 one, else two."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2  # noqa: PLR2004


@lru_cache(maxsize=65_536)
def word_matches(asked: str, word: str, *, forgiving: bool = True) -> bool:
    """Say whether `word` of a document answers the `asked` word: begins with it, or nearly is it.

    The same rule that `search.embedded` gives its engine, for saying why a hit was found.
    """
    if word.startswith(asked):
        return True
    allowed = typos_allowed(asked) if forgiving else 0
    return bool(allowed) and _distance_at_most(asked, word, allowed)


def _distance_at_most(one: str, other: str, most: int) -> bool:
    """Say whether the restricted Damerau-Levenshtein distance is at most `most`.

    Source: L. Boytsov, Indexing methods for approximate dictionary searching, JEA 16 (2011), 2.1.
    """
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    last = [*range(len(other) + 1)]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
        before, last = last, row
    return last[-1] <= most
