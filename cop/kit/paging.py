"""Lists that are read page by page."""

from __future__ import annotations


def count_pages(total: int, size: int) -> int:
    """Return how many pages hold `total` things, `size` on each; an empty list has one page."""
    return max(1, -(-total // size))
