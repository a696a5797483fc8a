"""Every page in a real browser: readable for everyone, light, sound without script and style."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Response

pytestmark = pytest.mark.xdist_group("browser")

PAGES = {
    "home": "/",
    "directory": "/members",
    "search": "/members?q=water&region=ssa",
    "nobody": "/members?q=qqqq+water",
    "member": "/members/halima-auma",
    "countries": "/countries",
    "country": "/countries/KE",
    "empty country": "/countries/TV",
    "briefing": "/countries/KE/briefing",
    "network": "/network",
    "matches": "/matches",
    "introduction": "/matches/with/betty-fondo/introduction",
    "nearby": "/nearby?member=halima-auma",
    "chapters": "/chapters",
    "chapter": "/chapters/sub-saharan-africa",
    "meetings": "/chapters/sub-saharan-africa/meetings",
    "own meetings": "/meetings",
    "time zone": "/time-zone",
    "about": "/about",
    "sign in": "/sign-in",
    "digits": "/sign-in/code",
    "account": "/account",
    "not found": "/nothing-here",
}
MOST_KILOBYTES = 60  # compressed HTML, CSS and JavaScript of a first view
IS_WIDE = "document.documentElement.scrollWidth > innerWidth"


async def visit(
    browser: Browser, site: str, *, who: str = "Halima", **options: object
) -> tuple[BrowserContext, Page]:
    """Return a browser window, signed in as one of the sample accounts."""
    context = await browser.new_context(base_url=site, **options)
    page = await context.new_page()
    page.set_default_timeout(30_000)
    if who:
        await page.goto("/sign-in")
        async with page.expect_navigation():  # else what it loads is taken for the next page's
            await page.get_by_role("button", name=who).click()
    return context, page


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "ar")])
async def test_axe_finds_nothing_serious_on_any_page_and_none_scrolls_sideways(
    browser: Browser, site: str, scheme: str, language: str
) -> None:
    context, page = await visit(browser, site, color_scheme=scheme, locale=language)
    findings: dict[str, list[str]] = {}
    for name, path in PAGES.items():
        await page.goto(path)
        wide = ["it scrolls sideways"] if await page.evaluate(IS_WIDE) else []
        found = await Axe().run(page)
        serious = wide + [
            f"{one['id']}: {one['nodes'][0]['html'][:120]}"
            for one in found.response["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        if serious:
            findings[name] = serious
    await context.close()

    assert findings == {}


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_no_page_scrolls_sideways_on_the_narrowest_phone(
    browser: Browser, site: str, language: str
) -> None:
    context, page = await visit(
        browser, site, viewport={"width": 320, "height": 800}, locale=language
    )
    wide: list[str] = []
    for name, path in PAGES.items():
        await page.goto(path)
        if await page.evaluate(IS_WIDE):
            wide.append(name)
    await context.close()

    assert wide == []


async def test_every_page_is_light_asks_no_other_host_and_breaks_none_of_its_rules(
    browser: Browser, site: str
) -> None:
    context, page = await visit(browser, site)
    answers: list[Response] = []
    asked: list[str] = []
    complaints: list[tuple[str, str]] = []
    heavy: dict[str, float] = {}

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append((said.location["url"], said.text)))
    page.on("pageerror", lambda error: complaints.append((page.url, str(error))))
    for name, path in PAGES.items():
        answers.clear()
        await page.goto(path, wait_until="load")
        size = sum(
            [
                len(gzip.compress(await answer.body(), 6))
                for answer in tuple(answers)
                if answer.request.resource_type in {"document", "stylesheet", "script"}
            ]
        )
        if size > MOST_KILOBYTES * 1000:
            heavy[name] = size / 1000
    await context.close()

    assert heavy == {}
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    not_found = site + PAGES["not found"]  # which the console reports
    assert [one for one in complaints if one[0] != not_found] == []


async def test_everything_works_without_script(browser: Browser, site: str) -> None:
    context, page = await visit(
        browser, site, java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    await page.goto("/")
    await page.get_by_role("searchbox").fill("water")
    await page.get_by_role("search").get_by_role("button", name="Search").click()
    everyone = int((await page.locator("#found").inner_text()).split()[0].replace(",", ""))
    await page.locator("aside.facets summary").first.click()
    await page.locator("aside.facets input[type=checkbox]").first.check()
    await page.get_by_role("button", name="Apply filters").click()
    fewer = int((await page.locator("#found").inner_text()).split()[0].replace(",", ""))
    await context.close()

    assert 0 < fewer < everyone


async def test_a_filter_answers_as_soon_as_it_is_ticked(browser: Browser, site: str) -> None:
    context, page = await visit(browser, site, viewport={"width": 1280, "height": 900})
    await page.goto("/members?q=water")
    async with page.expect_navigation():
        await page.locator("aside.facets input[type=checkbox]").first.check()
    address = page.url
    chips = await page.locator(".chip.on").count()
    await context.close()

    assert "q=water" in address
    assert "country=" in address
    assert chips == 2  # the word, and the filter


async def test_the_menu_of_a_phone_opens_with_a_tap_and_closes_with_escape(
    browser: Browser, site: str
) -> None:
    context, page = await visit(browser, site, viewport={"width": 390, "height": 800})
    await page.goto("/")
    await page.locator("details.menu.main summary").click()
    opened = await page.get_by_role("link", name="Chapters").first.is_visible()
    await page.keyboard.press("Escape")
    closed = not await page.locator("details.menu.main").evaluate("menu => menu.open")
    await context.close()

    assert opened
    assert closed


async def test_every_stop_of_the_keyboard_shows_where_it_is(browser: Browser, site: str) -> None:
    context, page = await visit(browser, site, viewport={"width": 1280, "height": 900})
    unseen: list[str] = []
    for path in ("/", "/members?q=water", "/members/halima-auma"):
        await page.goto(path)
        for _ in range(25):
            await page.keyboard.press("Tab")
            seen = await page.evaluate(
                """() => {
                  const at = document.activeElement, style = getComputedStyle(at);
                  const box = at.getBoundingClientRect();
                  return style.outlineStyle !== "none" && box.bottom > 0 && box.top < innerHeight
                    ? "" : at.outerHTML.slice(0, 80);
                }"""
            )
            unseen += [seen] if seen else []
    await context.close()

    assert unseen == []


async def test_a_briefing_is_two_or_three_pages_of_paper_and_nothing_else(
    browser: Browser, site: str
) -> None:
    context, page = await visit(browser, site, color_scheme="dark")
    await page.goto("/countries/KE/briefing")
    await page.emulate_media(media="print")
    shown = [
        await page.locator(one).first.is_visible()
        for one in ("header.top", "footer.foot", "nav.crumbs", "[data-print]", ".skip", "h1")
    ]
    background = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    pages = (await page.pdf(format="A4")).count(b"/Type /Page\n")
    await context.close()

    assert shown == [False, False, False, False, False, True]
    assert background == "rgb(255, 255, 255)"
    assert 2 <= pages <= 3


async def test_an_administrator_forms_a_chapter(browser: Browser, site: str) -> None:
    context, page = await visit(browser, site, who="Ada Admin")
    await page.goto("/chapters")
    await page.get_by_role("link", name="See proposals").click()
    name = await page.locator("main h2").first.inner_text()
    await page.get_by_role("button", name="Form this chapter").first.click()
    title = await page.locator("h1").inner_text()
    await context.close()

    assert title == name
