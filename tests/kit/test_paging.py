"""Lists that are read page by page."""

from __future__ import annotations

import pytest

from cop.kit.paging import count_pages


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_a_page_more_is_counted_only_for_what_does_not_fit(total: int, pages: int) -> None:
    assert count_pages(total, 50) == pages
