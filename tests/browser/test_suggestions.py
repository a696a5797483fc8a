"""The search field as a combobox: by keyboard, read aloud, from right to left, and without."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Error

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Locator, Page, Route

pytestmark = pytest.mark.xdist_group("browser")

STATE = """field => {
  const list = document.getElementById(field.getAttribute("aria-controls"));
  const options = [...list.querySelectorAll("[role=option]")];
  const active = field.getAttribute("aria-activedescendant");
  return {
    open: field.getAttribute("aria-expanded") === "true" && !list.hidden,
    active: options.findIndex((one) => active && one.id === active),
    selected: options.findIndex((one) => one.getAttribute("aria-selected") === "true"),
    many: options.length,
    value: field.value,
    focused: document.activeElement === field,
  };
}"""


async def visit(
    browser: Browser, site: str, path: str = "/", **options: object
) -> tuple[BrowserContext, Page, Locator]:
    """Return a browser window, its page and the search field on it."""
    context = await browser.new_context(base_url=site, **options)
    page = await context.new_page()
    page.set_default_timeout(30_000)
    await page.goto(path)
    return context, page, page.locator("#q")


async def type_and_wait(page: Page, typed: str) -> None:
    """Type, and wait for what is suggested for it."""
    async with page.expect_response(lambda answer: "/suggest?" in answer.url):
        await page.locator("#q").fill(typed)  # one input, one answer
    await page.locator("#q-options [role=option]").first.wait_for()


async def test_the_keyboard_walks_the_options_and_the_text(browser: Browser, site: str) -> None:
    context, page, field = await visit(browser, site)
    await type_and_wait(page, "wa")
    opened = await field.evaluate(STATE)
    walked: list[int] = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown",
                "Home", "ArrowDown", "End", "ArrowDown", "ArrowLeft"):  # fmt: skip
        await page.keyboard.press(key)
        state = await field.evaluate(STATE)
        assert state["active"] == state["selected"]
        walked.append(state["active"])
    await page.keyboard.press("Escape")
    closed = await field.evaluate(STATE)
    await page.keyboard.press("ArrowDown")
    again = await field.evaluate(STATE)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    cleared = await field.evaluate(STATE)
    await context.close()

    last = opened["many"] - 1
    assert (opened["open"], opened["active"]) == (True, -1)
    assert walked == [0, 1, 0, -1, last, -1, 0, -1, 0, -1, 0, -1]
    assert (closed["open"], closed["value"]) == (False, "wa")
    assert (again["open"], again["active"]) == (True, 0)
    assert (cleared["open"], cleared["value"], cleared["focused"]) == (False, "", True)


async def test_enter_goes_to_the_option_or_asks_the_plain_question(
    browser: Browser, site: str
) -> None:
    context, page, _field = await visit(browser, site)
    await type_and_wait(page, "kenya")
    await page.keyboard.press("ArrowDown")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    to_option = page.url
    await page.goto("/members")
    await type_and_wait(page, "kenya")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    to_search = page.url
    await type_and_wait(page, "kenya ")
    async with page.expect_navigation():
        await page.locator("#q-options").get_by_text("Kenya", exact=True).first.click()
    by_click = page.url
    await context.close()

    assert to_option == by_click == f"{site}/members?country=KE"
    assert to_search.startswith(f"{site}/members?q=kenya&")


@pytest.mark.parametrize(("language", "typed"), [("en", "wa"), ("ar", "مياه")])
async def test_what_is_suggested_is_read_aloud_and_stands_under_the_field(
    browser: Browser, site: str, language: str, typed: str
) -> None:
    context, page, field = await visit(
        browser, site, locale=language, viewport={"width": 390, "height": 800}
    )
    await type_and_wait(page, typed)
    await page.keyboard.press("ArrowDown")
    role = await field.get_attribute("role")
    groups = (
        await page.get_by_role("listbox")
        .get_by_role("group")
        .evaluate_all("groups => groups.map((one) => one.getAttribute('aria-label'))")
    )
    said = await page.locator("form[role=search] [role=status]").inner_text()
    many = await page.locator("#q-options [role=option]").count()
    found = await Axe().run(page)
    side = "right" if language == "ar" else "left"
    starts = [
        await one.evaluate(f"one => one.getBoundingClientRect().{side}")
        for one in (field, page.get_by_role("listbox"))
    ]
    wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    await context.close()

    assert role == "combobox"
    assert len(groups) > 0
    assert all(groups)
    assert str(many) in said or language == "ar"  # which has words of its own for few
    assert said
    assert [one["id"] for one in found.response["violations"]] == []
    assert starts[0] == starts[1]
    assert not wide


async def test_a_late_answer_to_what_is_no_longer_asked_is_dropped(
    browser: Browser, site: str
) -> None:
    context, page, field = await visit(browser, site)
    first, second = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        answer = await route.fetch()
        first.set()
        await second.wait()
        with suppress(Error):  # the page has not waited
            await route.fulfill(response=answer)

    await page.route("**/suggest?q=uga", hold)
    await field.press_sequentially("uga")
    await first.wait()
    await field.fill("")
    await type_and_wait(page, "kenya")
    second.set()
    await page.unroute_all(behavior="wait")
    texts = await page.locator("#q-options [role=option]").all_inner_texts()
    await context.close()

    assert "Kenya" in texts
    assert not any("Uganda" in one for one in texts)


async def test_who_is_offline_types_on_and_who_saves_data_has_a_plain_form(
    browser: Browser, site: str
) -> None:
    context, page, field = await visit(browser, site)
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    await context.set_offline(offline=True)
    async with page.expect_event("requestfailed"):
        await field.press_sequentially("water")
    await field.press_sequentially(" kenya")
    offline = await field.evaluate(STATE)
    await context.close()
    context = await browser.new_context(base_url=site)
    await context.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    page = await context.new_page()
    await page.goto("/")
    plain = await page.get_by_role("searchbox").count()
    await context.close()

    assert failed == []
    assert (offline["open"], offline["value"]) == (False, "water kenya")
    assert plain == 1
