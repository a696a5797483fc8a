"""A real browser resolves every way back to a place of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.kit.web import go, local_path
from tests.accounts.ways_out import EVIL

if TYPE_CHECKING:
    from playwright.async_api import Browser

pytestmark = pytest.mark.xdist_group("browser")

BASE = "http://127.0.0.1:8000"


async def test_no_way_back_leaves_the_service(browser: Browser) -> None:
    page = await browser.new_page()
    places = [go(local_path(text)).headers["Location"] for text in EVIL]

    origins = await page.evaluate(
        "([places, base]) => places.map(place => new URL(place, base + '/sign-in').origin)",
        [places, BASE],
    )
    await page.close()

    assert len(origins) > 300
    assert set(origins) == {BASE}
