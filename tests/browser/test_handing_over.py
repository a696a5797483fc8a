"""A coordinator approves from the mail and hands over, in a real browser; then all is as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")

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


async def read(page: Page) -> str:
    return await page.locator("main").inner_text()


async def ask(page: Page, name: str) -> None:
    """Come to where the chapter is handed over, find somebody by name and ask them."""
    await page.goto(CHAPTER)
    async with page.expect_navigation():
        await page.get_by_role("link", name="Hand over").click()
    await page.get_by_label("Find a member of the chapter by name").fill(name)
    await press(page, "Find")
    await press(page, "Ask to coordinate")
    assert "asked, without an answer yet" in await read(page)
    assert await page.locator("main").get_by_role("button", name="Step down").count() == 0


async def step_down(page: Page) -> None:
    await page.goto(f"{CHAPTER}/hand-over")
    assert "looks after the chapter" in await read(page)
    await press(page, "Step down")
    assert await page.get_by_role("link", name="Desk").count() == 0


async def read_mail(admin: Page, subject: str) -> str:
    """Return the newest mail that the community has written with such a subject."""
    await admin.goto("/administration/mail")
    async with admin.expect_navigation():
        await admin.get_by_role("link", name=subject).first.click()
    return await read(admin)


async def accept(page: Page) -> None:
    await page.goto(CHAPTER)
    assert "You are asked to coordinate this chapter." in await read(page)
    await press(page, "Accept")
    assert "You coordinate this chapter." in await read(page)


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
    link = f"{CHAPTER}/members/halima-auma"
    assert link in await read_mail(admin, "Halima Auma asks to join")

    from_mail = await enter(browser, site, "Betty", link)
    assert "I keep the rolls of a town." in await read(from_mail)
    await press(from_mail, "Approve")
    assert "You approved it on" in await read(from_mail)
    await ask(from_mail, "Halima")
    assert CHAPTER in await read_mail(admin, "Would you coordinate")
    await accept(halima)
    await step_down(from_mail)

    await set_joining(halima, "Every member may join")
    await ask(halima, "Betty")
    await betty.goto(CHAPTER)
    await press(betty, "Decline")
    await ask(halima, "Betty")
    await accept(betty)
    await step_down(halima)
    await press(halima, "Leave")
    for page in (betty, halima, admin, from_mail):
        await page.context.close()
