"""A coordinator's way in a real browser: some are invited, after a look, and it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from playwright.async_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")

CHAPTER = "/chapters/asia-and-the-pacific"


async def wrong_with(page: Page) -> list[str]:
    """Return what axe finds serious, and whether the page scrolls sideways."""
    wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    found = await Axe().run(page)
    serious = [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in found.response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    return [*serious, *(["it scrolls sideways"] if wide else [])]


async def press(page: Page, button: str) -> None:
    async with page.expect_navigation():
        await page.locator(button).first.click()


@pytest.fixture(params=[("light", "en"), ("dark", "ar")])
async def desk(browser: Browser, site: str, request: pytest.FixtureRequest) -> AsyncGenerator[Page]:
    """The desk of a chapter, as who may decide there sees it."""
    scheme, language = request.param
    context = await browser.new_context(base_url=site, color_scheme=scheme, locale=language)
    page = await context.new_page()
    page.set_default_timeout(30_000)
    await page.goto("/sign-in")
    async with page.expect_navigation():
        await page.get_by_role("button", name="Ada Admin").click()
    await page.goto(f"{CHAPTER}/desk")
    yield page
    await context.close()


async def test_three_are_invited_with_one_line_and_that_is_taken_back(desk: Page) -> None:
    wrong = {"desk": await wrong_with(desk)}
    boxes = desk.locator("main input[type=checkbox][name=who]")
    chosen = [str(await boxes.nth(at).get_attribute("value")) for at in range(3)]
    for at in range(3):
        await boxes.nth(at).check()
    await desk.locator("#words").fill("Do join us.")

    await press(desk, "main button[value=invite]")
    wrong["preview"] = await wrong_with(desk)
    listed = await desk.locator("input[name=listed]").get_attribute("value")
    assert str(listed).split() == chosen
    await press(desk, "main .primary")
    wrong["done"] = await wrong_with(desk)
    await desk.goto(f"{CHAPTER}/members/{chosen[0]}")
    wrong["one of them"] = await wrong_with(desk)
    assert "Do join us." in await desk.locator("main blockquote").inner_text()
    await desk.goto(f"{CHAPTER}/trail")
    await press(desk, "main .counted a")
    await press(desk, "main form button")

    assert await desk.locator("main form").count() == 0  # and is not taken back twice
    for name in ("roster", "trail", "roster?state=invited"):
        await desk.goto(f"{CHAPTER}/{name}")
        wrong[name] = await wrong_with(desk)
    assert await boxes.count() == 0
    assert {name: found for name, found in wrong.items() if found} == {}
