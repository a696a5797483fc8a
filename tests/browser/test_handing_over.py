"""A coordinator approves from the mail and hands over, in a real browser; then all is as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.timeout(180)]

CHAPTER = "/chapters/sub-saharan-africa"


async def enter(browser: Browser, site: str, who: str, path: str = "/sign-in") -> Page:
    """Come to `path` from outside, and sign in as `who` where one is asked to."""
    context = await browser.new_context(base_url=site, locale="en")
    page = await context.new_page()
    page.set_default_timeout(40_000)
    await page.goto(path)
    await press(page, who)
    return page


async def press(page: Page, button: str) -> None:
    async with page.expect_navigation():
        await page.locator("main").get_by_role("button", name=button).first.click()


async def set_joining(page: Page, rule: str) -> None:
    await page.goto(f"{CHAPTER}/requests")
    await page.get_by_label(rule).check()
    await press(page, "Save")


async def hand_over(page: Page, to: str) -> None:
    await page.goto(CHAPTER)
    async with page.expect_navigation():
        await page.get_by_role("link", name="Hand over").click()
    await press(page, to)  # "Name as coordinator", and who
    await press(page, "Step down")
    assert await page.get_by_role("link", name="Desk").count() == 0


async def test_a_request_is_approved_from_the_mail_and_the_chapter_handed_over(
    browser: Browser, site: str
) -> None:
    betty = await enter(browser, site, "Betty")
    await set_joining(betty, "Members ask, and you decide")
    halima = await enter(browser, site, "Halima")
    await halima.goto(CHAPTER)
    await halima.get_by_label("A few words about you").fill("I keep the rolls of a town.")
    await press(halima, "Ask to join")
    admin = await enter(browser, site, "Ada Admin")
    await admin.goto("/administration/mail")
    async with admin.expect_navigation():
        await admin.get_by_role("link", name="Halima Auma asks to join").first.click()
    link = f"{CHAPTER}/members/halima-auma"
    assert link in await admin.locator("main").inner_text()

    from_mail = await enter(browser, site, "Betty", link)
    assert "I keep the rolls of a town." in await from_mail.locator("main").inner_text()
    await press(from_mail, "Approve")
    assert "You approved it on" in await from_mail.locator("main").inner_text()
    await hand_over(from_mail, "Halima Auma")

    halima = await enter(browser, site, "Halima")
    await halima.goto(f"{CHAPTER}/hand-over")
    assert "You were named to look after this chapter" in await halima.locator("main").inner_text()
    await set_joining(halima, "Every member may join")
    await hand_over(halima, "Betty Fondo")
    await press(halima, "Leave")
    for page in (betty, halima, admin, from_mail):
        await page.context.close()
