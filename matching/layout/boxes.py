"""The upright boxes that words fill, and how wide words are."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_USUAL_WIDTH: Final = 0.56
"""Width of a letter as a share of the font size: a sans serif in mixed case, a little generous."""


class Box(NamedTuple):
    """An upright rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, others: Iterable[Box]) -> bool:
        """Tell whether it shares any area with one of `others`."""
        return any(
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
            for other in others
        )


def measure_text(text: str, size: float) -> float:
    """Estimate the width of `text` in a sans serif of `size`; the server has no fonts."""
    return size * sum(map(_measure_letter, text))


def shorten(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, cut after a word where that keeps most of it."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    words, space, _ = kept.rpartition(" ")
    return (words if space and len(words) > limit / 2 else kept).rstrip(" ,.;:-") + "…"


def _measure_letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    return 1 if unicodedata.east_asian_width(letter) in "WF" else _USUAL_WIDTH
