"""Our words and values in a form that another engine keeps as they are.

Meilisearch cuts and folds text by rules of its own, a language each; ours are in `cop.kit.text`,
and both engines must find the same. So each word travels as letters without a language: ASCII ones
stay, every other becomes one character of private use, which nobody cuts, folds or reorders.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# Begins every word: two words written together are no third one, the right half of a word is no
# word, and a typo in the first letter, which Meilisearch counts twice, is in the second.
MARK: Final = "\ue000"
LONGEST_SEALED: Final = 60  # letters of a word, which are at most 250 bytes with the mark
LONGEST_VALUE: Final = 200  # characters that are compared; in UTF-8 they may be four times as many

_ASCII: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_PLANE: Final = 0x10000  # characters
_PRIVATE, _FURTHER_PRIVATE = 0xF0000, 0x100000  # for those of the first plane, for all others


@lru_cache(maxsize=65_536)  # the same words come again and again
def seal(word: str) -> str:
    """Return a folded word as Meilisearch keeps it whole, letter for letter."""
    letters = word[:LONGEST_SEALED]
    return MARK + "".join(one if one in _ASCII else _sealed(ord(one)) for one in letters)


def _sealed(code: int) -> str:
    return chr((_PRIVATE if code < _PLANE else _FURTHER_PRIVATE) + code % _PLANE)


def beginnings(words: Iterable[str]) -> set[str]:
    """Return what `words` begin with, themselves not included."""
    return {word[:end] for word in words for end in range(1, min(len(word), LONGEST_SEALED))}


def as_exact(value: str) -> str:
    """Return `value` as letters and digits that are compared as they are, in the same order."""
    return "v" + value[:LONGEST_VALUE].encode("utf-8", "surrogatepass").hex()


def from_exact(exact: str) -> str:
    """Return the value that `as_exact` made this of."""
    return bytes.fromhex(exact[1:]).decode("utf-8", "surrogatepass")
