"""Names that look alike though they are written with other letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_TABLE: Final = Path(__file__).with_suffix(".txt")
_IGNORED: Final = re.compile(  # has no shape: Default_Ignorable_Code_Point, as far as names hold it
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_BETWEEN: Final = re.compile(r"[\s\-\u2010\u2011]+")  # words of a name
_LETTERS: Final = frozenset({"Lu", "Ll", "Lt", "Lo"})  # without modifiers, which many scripts share
_ONE_SCRIPT: Final = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "HANGUL": "CJK", "BOPOMOFO": "CJK"}


def looks_like(one: str, other: str) -> bool:
    """Say whether two names may be taken for each other, in capitals or not.

    >>> looks_like("\u0410nn", "Ann")  # the first begins with a Cyrillic letter
    True
    """
    return bool(_looks(one) & _looks(other))


def _looks(name: str) -> set[str]:
    return {skeleton(written).casefold() for written in (name, name.casefold())}


def skeleton(text: str) -> str:
    """Return what is equal for all texts that look the same; it is not to be read.

    Source: Unicode Technical Standard #39, 4. Compatibility forms are resolved first, so that the
    table need not hold them.
    """
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", _IGNORED.sub("", text)))
    table = _table()
    mapped = "".join(table.get(char, char) for char in plain)
    return " ".join(unicodedata.normalize("NFD", mapped).split())


def mixes_scripts(text: str) -> bool:
    """Say whether a single word of `text` is written with letters of several scripts.

    Chinese, Japanese and Korean signs go together (UTS #39, 5.1); so do words of one name in
    different scripts.
    """
    if text.isascii():  # as most are, and the rest takes a while
        return False
    words = _BETWEEN.split(unicodedata.normalize("NFKC", text))
    return any(len(_scripts(word)) > 1 for word in words)


def _scripts(word: str) -> set[str]:
    """Return the scripts of a word's letters: Unicode names a letter by its script first."""
    names = (unicodedata.name(char, "") for char in word if unicodedata.category(char) in _LETTERS)
    scripts = {name.partition(" ")[0] for name in names}
    return {_ONE_SCRIPT.get(script, script) for script in scripts}


@lru_cache(maxsize=1)
def _table() -> Mapping[str, str]:
    lines = (line.split() for line in _TABLE.read_text("ascii").splitlines() if line[0] != "#")
    return {
        chr(int(char, 16)): "".join(chr(int(part, 16)) for part in parts) for char, *parts in lines
    }
