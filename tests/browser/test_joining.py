"""A member joins a chapter, pauses, comes back and leaves, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_handing_over import enter, press

if TYPE_CHECKING:
    from playwright.async_api import Browser

pytestmark = pytest.mark.xdist_group("browser")


async def test_a_member_joins_pauses_comes_back_and_leaves(browser: Browser, site: str) -> None:
    page = await enter(browser, site, "Halima")
    await page.goto("/chapters")
    async with page.expect_navigation():
        await page.get_by_role("link", name="Latin America").first.click()
    main = page.locator("main")

    await press(page, "Join")
    assert "You have been in this chapter since" in await main.inner_text()
    await press(page, "Pause")
    assert "You pause in this chapter" in await main.inner_text()
    await press(page, "Be active again")
    assert "You have been in this chapter since" in await main.inner_text()
    await press(page, "Leave")

    assert await main.get_by_role("button", name="Join").count() == 1
    assert "in this chapter since" not in await main.inner_text()
    await page.context.close()
