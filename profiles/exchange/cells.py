"""Cells that a spreadsheet would run: made harmless on the way out, as they were on the way in."""

from __future__ import annotations

from typing import Final

_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")  # noqa: RUF001


def make_harmless(text: str) -> str:
    """Return `text` with an apostrophe before it when a spreadsheet would run it.

    Source: OWASP, CSV Injection; ASVS 5.0.0, 1.2.10.
    """
    return f"'{text}" if _is_risky(text) else text


def make_bare(text: str) -> str:
    """Return `text` without the apostrophe that `make_harmless` put there."""
    return text[1:] if text.startswith("'") and _is_risky(text[1:]) else text


def _is_risky(text: str) -> bool:
    return text.startswith("'") or text.lstrip(" ").startswith(_RUN)
