"""Every page that the addresses name, on a phone: it fits, one can hit what is on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from starlette.routing import Route

from cop.routes.all import routes

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")

ADDRESSES: Final = {
    one.name: one.path
    for one in routes
    if isinstance(one, Route) and "GET" in (one.methods or ()) and not one.path.startswith("/api/")
}
NO_PAGES: Final = {  # files, answers to scripts, and what only a fresh secret opens
    "vcard", "photo", "profile-options", "suggest", "download", "unsubscribe", "mail-html",
    "sign-in-link", "end-notices",
    "back-from", "email-link", "alive", "ready", "feed", "end-alert", "end-digest",
    "announcement-size", "announcements-feed", "end-announcements",
    "shortlist-csv", "shortlist-vcards", "shared-list-csv", "shared-list-vcards",
    "network-csv", "network-graphml", "roster-csv", "roster-xlsx",
    "calendar", "own-calendar", "meeting-calendar", "export-meetings",
    "shared-list",  # the page of "shortlist" without its forms
    "report-message",  # the page of "report" with a message on it
}  # fmt: skip
ARCHIVE: Final = "/chapters/sub-saharan-africa/announcements"
FILLED: Final = {
    "country": "/countries/KE",
    "briefing": "/countries/KE/briefing",
    "member": "/members/betty-fondo",
    "edit-member": "/members/halima-auma/edit",
    "preview": "/me/preview/member",
    "write": "/members/betty-fondo/message",
    "report": "/members/betty-fondo/report",
    "nearby": "/nearby?place=Nairobi",
    "introduction": "/matches/with/betty-fondo/introduction",
    "pair": "/members/betty-fondo/with/halima-auma",
    "compare-members": "/compare?who=betty-fondo&who=halima-auma",
    "choose-shortlist": "/shortlists/keep?who=betty-fondo&who=halima-auma",
    "chapter": "/chapters/sub-saharan-africa",
    "requests": "/chapters/sub-saharan-africa/requests",
    "request": "/chapters/sub-saharan-africa/requests/halima-auma",
    "hand-over": "/chapters/sub-saharan-africa/hand-over",
    "staying": "/chapters/sub-saharan-africa/stay",
    "merge-chapter": "/chapters/localizing-the-sdgs/merge?into=sub-saharan-africa",
    "split-chapter": "/chapters/sub-saharan-africa/split?part=country%3AKE",
    "about-chapter": "/chapters/sub-saharan-africa/settings",
    "seats": "/chapters/sub-saharan-africa/seats",
    "meetings": "/chapters/sub-saharan-africa/meetings",
    "new-meeting": "/chapters/sub-saharan-africa/meetings/new",
    "import-meetings": "/chapters/sub-saharan-africa/meetings/import",
    "meeting": "/chapters/sub-saharan-africa/meetings/1",
    "edit-meeting": "/chapters/sub-saharan-africa/meetings/1/edit",
    "edit-agenda": "/chapters/sub-saharan-africa/meetings/1/agenda",
    "meeting-people": "/chapters/sub-saharan-africa/meetings/1/people",
    "write-announcement": "/announcements/new?for=sub-saharan-africa",
    "chapter-announcements": ARCHIVE,
    "announcement": "/announcements/1",
    "desk": "/chapters/sub-saharan-africa/desk",
    "roster": "/chapters/sub-saharan-africa/roster",
    "chapter-member": "/chapters/sub-saharan-africa/members/betty-fondo",
    "chapter-trail": "/chapters/sub-saharan-africa/trail",
    "proposal": "/chapters/proposals/one?proposal=country%3AKE",
    "one-account": "/administration/accounts/1",
    "word": "/administration/vocabulary/word?word=moon+dust",
    "topic": "/administration/vocabulary/topics/wash",
    "split-topic": "/administration/vocabulary/topics/wash/split?word=moon+dust",
    "preview-deed": "/administration/vocabulary/preview?kind=decline&word=moon+dust",
}
OF_COORDINATORS: Final = {
    *("requests", "request", "hand-over", "about-chapter", "seats"),
    *("new-chapter", "merge-chapter", "split-chapter", "new-meeting"),
    *("import-meetings", "edit-meeting", "edit-agenda", "meeting-people"),
    *("desk", "roster", "chapter-member", "chapter-trail", "bulk-deed"),
}
FOUND: Final = {  # behind the first such link of another page, or such links one after the other
    "conversation": ("/messages", "main h2 a"),
    "shortlist": ("/shortlists", "main h2 a"),
    "mail": ("/administration/mail", "main tbody a"),
    "compare": ("/administration/duplicates", "main tbody a.btn"),
    "bulk-deed": ("/chapters/sub-saharan-africa/trail", "main .counted a"),
    "announcement-desk": (ARCHIVE, "main .mini a"),
    "edit-announcement": (ARCHIVE, "main .mini a", "main .panel a.btn"),
}
LOOK: Final = """() => {
  const seen = [...document.querySelectorAll("a, button, select, summary, textarea, input")].filter(
    (one) => one.checkVisibility({ checkVisibilityCSS: true }) && !one.closest("svg, .vh, label")
      && getComputedStyle(one).display !== "inline"
  );
  return {
    wide: document.documentElement.scrollWidth > innerWidth,
    small: seen.filter((one) => {
      const { width, height } = one.getBoundingClientRect();
      return width && (width < 24 || height < 24);
    }).map((one) => one.outerHTML.slice(0, 90)),
    titles: document.querySelectorAll("h1").length,
  };
}"""


async def visit(browser: Browser, site: str, who: str) -> Page:
    """Return a phone's page in the language with the longest words, signed in as `who`."""
    context = await browser.new_context(
        base_url=site, viewport={"width": 390, "height": 844}, locale="fr"
    )
    page = await context.new_page()
    page.set_default_timeout(40_000)
    await page.goto("/sign-in")
    async with page.expect_navigation():
        await page.get_by_role("button", name=who).click()
    return page


async def write_something(page: Page) -> None:
    """Leave a message, a mail about it, a shortlist and an answer for their pages to show."""
    await page.goto("/members/betty-fondo/message")
    await page.locator("main textarea").fill("Shall we compare numbers?")
    async with page.expect_navigation():
        await page.locator("main form button").click()
    await page.goto("/matches")
    async with page.expect_navigation():
        await page.locator("main button[value=later]").first.click()
    await page.goto("/shortlists/keep?who=betty-fondo")
    await page.locator("#name").fill("A mission")
    async with page.expect_navigation():
        await page.locator("main form button").click()


async def plan_a_meeting(page: Page) -> None:
    """Plan a meeting as who runs the chapter, for its pages to show."""
    await page.goto("/chapters/sub-saharan-africa/meetings/new")
    for name, typed in (("title", "Land rates"), ("date", "2031-03-12"), ("time", "14:30")):
        await page.locator(f"#{name}").fill(typed)
    await page.locator("#zone").select_option("Africa/Nairobi")
    await page.locator("main input[value=public]").check()
    async with page.expect_navigation():
        await page.locator("main form button").click()
    async with page.expect_navigation():
        await page.locator("main button[value=announce]").click()


async def announce_something(page: Page) -> None:
    """Leave an announcement that was not sent, and one that was."""
    for _each in range(2):
        await page.goto("/announcements/new?for=sub-saharan-africa")
        await page.locator("#title-fr").fill("Rencontre")
        await page.locator("#text-fr").fill("Nous nous voyons **vendredi**.")
        async with page.expect_navigation():
            await page.locator("main button[value=look]").click()
    async with page.expect_navigation():
        await page.locator("main button[value=send]").click()


async def invite_somebody(page: Page) -> None:
    """Invite the first two who are suggested, from the desk, as one looks at them first."""
    await page.goto("/chapters/sub-saharan-africa/desk")
    for at in range(2):
        await page.locator("main input[type=checkbox][name=who]").nth(at).check()
    for button in ("main button[value=invite]", "main .primary"):
        async with page.expect_navigation():
            await page.locator(button).first.click()


def test_every_address_is_looked_at_or_is_no_page() -> None:
    assert {*FILLED, *FOUND, *NO_PAGES} <= ADDRESSES.keys()
    plain = {name for name, path in ADDRESSES.items() if "{" not in path}
    assert plain | FILLED.keys() | FOUND.keys() | NO_PAGES == ADDRESSES.keys()


async def test_every_page_fits_a_phone_and_a_thumb(browser: Browser, site: str) -> None:
    member, administrator = [await visit(browser, site, who) for who in ("Halima", "Ada Admin")]
    await write_something(member)
    await plan_a_meeting(administrator)
    await announce_something(administrator)
    await invite_somebody(administrator)
    wrong: dict[str, Any] = {}
    for name in ADDRESSES.keys() - NO_PAGES:
        is_ours = (
            ADDRESSES[name].startswith("/administration")
            or "proposal" in name
            or "announcement" in name
            or name in OF_COORDINATORS
        )
        page = administrator if is_ours else member
        start, *links = FOUND.get(name, (FILLED.get(name, ADDRESSES[name]),))
        answer = await page.goto(start)
        for link in links:
            async with page.expect_navigation():
                await page.locator(link).first.click()
        seen = await page.evaluate(LOOK)
        if answer is None or not answer.ok or seen != {"wide": False, "small": [], "titles": 1}:
            wrong[name] = (answer and answer.status, seen)
    for page in (member, administrator):
        await page.context.close()

    assert wrong == {}
