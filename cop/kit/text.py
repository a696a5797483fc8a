"""Text from people: made comparable, made safe to keep, made into addresses."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, time
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

_Iso = TypeVar("_Iso", date, time)

LINE_LIMIT: Final = 200  # characters
TEXT_LIMIT: Final = 5_000
_SHORT: Final = 120
_DIGITS: Final = 9

# Letters that NFKD leaves alone although people type them without the stroke or the knot.
_PLAIN = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
        "ة": "ه", "ى": "ي", "ـ": None, "ک": "ك", "ی": "ي",
        "’": "'", "ʼ": "'", "‘": "'", "`": "'",
        # Invisible inside words: soft hyphen, joiners, direction marks.
        "\u00ad": None, "\u034f": None, "\u061c": None, "\u200c": None, "\u200d": None,
        "\u200e": None, "\u200f": None, "\u2060": None, "\ufeff": None,
    }
)  # fmt: skip
# The vowels of Indic and South-East Asian scripts are marks, which `\w` does not know.
_VOWELS: Final = "\u3099\u309a" + "".join(
    char
    for char in map(chr, [*range(0x0900, 0x1D00), *range(0xA800, 0xAC00), *range(0x11000, 0x11800)])
    if unicodedata.category(char) in {"Mn", "Mc"}
)
_APOSTROPHES: Final = re.compile(r"(?<=\w)'(?=s\b)")
_SEPARATORS: Final = re.compile(rf"[^\w&+{_VOWELS}]+")
# Scripts written without spaces between words are cut into overlapping pairs.
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+"
)
_ARTICLE: Final = re.compile("^و?ال(?=\\w{3})")
_BIDI_OVERRIDES: Final = re.compile("[\u202a-\u202e]")
_ISOLATES: Final = re.compile("[\u2066-\u2069]")
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2065\u3164\ufeff\uffa0\\s]+"
)
_LINE_BREAKS: Final = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


class BadText(ValueError):
    """The text cannot be kept; the message says why, to the person who typed it."""


def fold(text: str) -> str:
    """Return `text` as it is compared: no case, no accents, one space between words.

    Decomposes (NFKD), drops accents, folds case, unifies Arabic letter forms and turns
    punctuation into spaces; `&` and `+` stay, for they tell acronyms apart (D&LG, REDD+).
    """
    if not text.isascii():
        bare = unicodedata.normalize("NFKD", text).translate(_BARE)
        text = unicodedata.normalize("NFC", bare)
    plain = _APOSTROPHES.sub("", text.casefold().translate(_PLAIN))
    return _SEPARATORS.sub(" ", plain).strip()


class _Bare(dict[int, int | None]):
    """Letters without the marks that people leave out, for `str.translate`; it learns them."""

    def __missing__(self, letter: int) -> int | None:
        place = unicodedata.combining(chr(letter))
        bare = None if place and place not in _KEPT_MARKS else letter
        if len(self) < _REMEMBERED:
            self[letter] = bare
        return bare


# Marks that make another letter: nukta, kana voicing and virama; vowels and tones of Telugu, Thai,
# Lao and Tibetan. Source: Unicode, Canonical_Combining_Class.
_KEPT_MARKS: Final = frozenset((*range(7, 10), *range(84, 133)))
_BARE: Final = _Bare()
_REMEMBERED: Final = 20_000  # letters, of a million that a text may be made of


def as_number(text: str) -> int | None:
    """Return the whole number that `text` writes in plain digits, None where it writes none.

    Nine digits at most: no database takes every longer one as an integer. Bad-input catalogue, B25.
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


def as_iso(text: str, example: str, how: Callable[[str], _Iso]) -> _Iso | None:
    """Return what `text` writes like the example, None for what is written in another way.

    Python alone would take what means more, such as 20261203 and 2026-W49-4.
    """
    with suppress(ValueError):
        value = how(text)
        if value.isoformat()[: len(example)] == text:
            return value
    return None


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of `text`, folded; unspaced scripts as overlapping pairs of letters."""
    return _short_tokens(text) if len(text) <= _SHORT else _long_tokens(text)


def _tokens(text: str) -> tuple[str, ...]:
    words: list[str] = []
    for word in fold(text).split():
        if _UNSPACED.search(word):
            words.extend(_pairs(word))
        else:
            words.append(without_article(word))
    return tuple(words)


# Labels and names come again and again, a biography some times while its owner is described.
_short_tokens = lru_cache(maxsize=65_536)(_tokens)
_long_tokens = lru_cache(maxsize=1_024)(_tokens)


def without_article(word: str) -> str:
    """Return a folded Arabic word without its "the" or "and the", any other word as it is."""
    return _ARTICLE.sub("", word) if _ARTICLE.match(word) else word


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(len(word) - 1)] or [word]


def slugify(text: str, fallback: str = "member") -> str:
    """Return `text` as part of an address: lower-case ASCII letters, digits and hyphens."""
    ascii_words = fold(text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_words).strip("-")[:60].strip("-") or fallback


def clean_line(text: str, limit: int = LINE_LIMIT) -> str:
    """Return `text` as one line that is safe to keep, or "" when nothing visible is in it.

    Normalises to NFC, turns line breaks into spaces and removes bidirectional overrides.

    Raises:
        BadText: it is too long, or holds characters that no one can have meant to write.
    """
    line = _BIDI_OVERRIDES.sub("", _ISOLATES.sub("", _LINE_BREAKS.sub(" ", text)))
    line = " ".join(unicodedata.normalize("NFC", line).split())
    if not _INVISIBLE.sub("", line):
        return ""
    _check_characters(line, allowed="")
    _check_marks(line, most=5)
    _check_length(line, limit)
    return line


def clean_text(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return `text` of several lines, safe to keep.

    Keeps tabs and line feeds, drops other control characters and unbalanced isolates, and puts
    U+FFFD for private-use characters.

    Raises:
        BadText: it is too long, holds NUL or a lone surrogate, or piles up combining marks.
    """
    lines = _BIDI_OVERRIDES.sub("", _LINE_BREAKS.sub("\n", text))
    if "\0" in lines or any(unicodedata.category(char) == "Cs" for char in lines):
        _check_characters(lines, allowed="\n\t")
    kept = "".join(map(_as_kept, lines))
    if not _balanced(kept):
        kept = _ISOLATES.sub("", kept)
    kept = unicodedata.normalize("NFC", kept).strip()
    if not _INVISIBLE.sub("", kept):
        return ""
    _check_marks(kept, most=10)
    _check_length(kept, limit)
    return kept


def _as_kept(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc":
        return char if char in "\n\t" else ""
    return "\ufffd" if category in {"Co", "Cn"} else char


def _check_characters(text: str, allowed: str) -> None:
    for char in text:
        category = unicodedata.category(char)
        if category in {"Cc", "Cs", "Co", "Cn"} and char not in allowed:
            code = f"U+{ord(char):04X}"
            raise BadText(
                _("It holds a character that cannot be shown ({code}).").format(code=code)
            )


def _check_marks(text: str, most: int) -> None:
    run = 0
    for char in unicodedata.normalize("NFD", text):
        category = unicodedata.category(char)
        if category != "Cf":  # a joiner between marks does not make them fewer
            run = run + 1 if category in {"Mn", "Me"} else 0
        if run > most:
            raise BadText(_("It piles too many accents on one letter."))


def _check_length(text: str, limit: int) -> None:
    if len(text) > limit:
        raise BadText(_("It is longer than {limit} characters.").format(limit=limit))


def _balanced(text: str) -> bool:
    depth = 0
    for char in _ISOLATES.findall(text):
        depth += -1 if char == "\u2069" else 1
        if depth < 0:
            return False
    return depth == 0
