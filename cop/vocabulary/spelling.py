"""Words as the vocabulary compares them."""

from __future__ import annotations

from functools import lru_cache

from cop.kit.text import fold, without_article


def numberless(canonical: str) -> str:
    """Return what "taxes" and "tax", "cities" and "city", "finances" and "finance" share."""
    return " ".join(map(_stem, canonical.split()))


@lru_cache(maxsize=32_768)
def _stem(word: str) -> str:
    stem = word.removesuffix("s").removesuffix("e")
    return stem[:-1] + "i" if stem.endswith("y") else stem


@lru_cache(maxsize=32_768)  # all words of a vocabulary, twice each
def plain(text: str) -> str:
    """Return `text` folded, its words without the Arabic article."""
    return " ".join(map(without_article, fold(text).split()))
