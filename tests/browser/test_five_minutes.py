"""The five-minute form on a phone without script: everything is a field, a button and a page."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe

if TYPE_CHECKING:
    from playwright.async_api import Browser

pytestmark = pytest.mark.xdist_group("browser")

PHONE = {"width": 390, "height": 844}


async def test_a_newcomer_answers_on_a_phone_without_script(browser: Browser, site: str) -> None:
    context = await browser.new_context(base_url=site, viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    page.set_default_timeout(40_000)
    await page.goto("/sign-in")
    await page.get_by_role("button", name="Ada Admin").click()  # who has no profile
    answer = await page.goto("/me")
    assert answer is not None
    assert len(gzip.compress(await answer.body(), 6)) < 12_000  # bytes of the form

    await page.get_by_label("Country").select_option(label="Uganda")
    await page.get_by_label("Position").fill("Senior lecturer")
    await page.get_by_label("Stakeholder role").select_option(index=2)
    await page.get_by_label("What do you know well?").fill("eau")
    await page.get_by_role("button", name="Expertise").click()
    await page.get_by_role("button", name="Water, sanitation and hygiene").click()
    await page.get_by_label("What do you know well?").fill("property tax")
    await page.get_by_role("button", name="Save and meet three people").click()

    assert page.url == f"{site}/me/welcome"
    people = page.get_by_role("region", name="People to meet").get_by_role("listitem")
    assert await people.count() == 3
    for text in await people.all_inner_texts():
        assert "Both work on" in text
    assert await page.get_by_role("button", name="Join").count() == 1
    await page.get_by_role("link", name="Add more to your profile").click()
    await page.locator("#website").fill("example.org")
    await page.locator("#website").press("Enter")
    assert page.url.endswith("/me/profile?saved=1")
    await context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_editor_is_readable_for_everyone_and_fits(
    browser: Browser, site: str, language: str
) -> None:
    context = await browser.new_context(
        base_url=site, viewport=PHONE, locale=language, color_scheme="dark"
    )
    page = await context.new_page()
    page.set_default_timeout(40_000)
    await page.goto("/sign-in")
    await page.get_by_role("button", name="Halima").click()
    await page.goto("/me/profile")

    found = await Axe().run(page)
    serious = [
        one["id"]
        for one in found.response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []
    assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    await page.locator("#expertise").fill("eau")
    await page.locator("#expertise-options button").first.click()
    chosen = page.locator('select[name=expertise] option[value="wash:3"]')
    await chosen.wait_for(state="attached")  # the page asks first how the topic is called
    await context.close()
