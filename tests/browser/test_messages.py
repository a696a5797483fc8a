"""Writing, answering, reporting and blocking in a real browser, without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")


async def enter(browser: Browser, site: str, who: str) -> Page:
    context = await browser.new_context(
        base_url=site, java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    page = await context.new_page()
    page.set_default_timeout(30_000)
    await page.goto("/sign-in")
    await page.get_by_role("button", name=who).click()
    return page


async def test_two_members_write_to_each_other_and_part(browser: Browser, site: str) -> None:
    halima, betty = [await enter(browser, site, who) for who in ("Halima", "Betty")]
    await halima.goto("/members/betty-fondo")
    await halima.get_by_role("link", name="Write a message").click()
    await halima.get_by_label("Message").fill("Shall we compare numbers?")
    await halima.get_by_role("button", name="Send").click()

    await halima.goto("/administration/mail")
    await halima.get_by_role("link", name="Halima Auma wrote to you").first.click()
    answer = await halima.locator("a[href*='/messages/']", has_text="http").get_attribute("href")
    assert answer
    await betty.goto(answer)
    await betty.get_by_label("Message").fill("Gladly.")
    await betty.get_by_role("button", name="Send").click()
    await betty.get_by_role("link", name="Report").first.click()
    await betty.get_by_label("Something else").check()
    await betty.get_by_label("Block them as well").check()
    await betty.get_by_role("button", name="Report").click()
    assert "Thank you" in await betty.content()
    await betty.goto("/members/halima-auma")
    assert "We know no member by that name" in await betty.content()
    await betty.goto("/account/blocks")
    await betty.get_by_role("button", name="Unblock").click()
    await betty.goto("/members/halima-auma")
    assert "Halima Auma" in await betty.title()
    for page in (halima, betty):
        await page.context.close()


async def test_axe_finds_nothing_serious_where_members_write(browser: Browser, site: str) -> None:
    context = await browser.new_context(base_url=site)
    page = await context.new_page()
    page.set_default_timeout(30_000)
    await page.goto("/sign-in")
    await page.get_by_role("button", name="Ada Admin").click()
    serious: dict[str, list[str]] = {}
    await page.goto("/administration/reports")
    for path in (
        "/administration/reports", "/administration/mail", "/messages", "/account/blocks",
        "/members/betty-fondo/report", "/reported",
    ):  # fmt: skip
        await page.goto(path)
        found = await Axe().run(page)
        bad = [
            one for one in found.response["violations"] if one["impact"] in {"serious", "critical"}
        ]
        if bad:
            serious[path] = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in bad]
    await context.close()
    assert serious == {}
