"""A real browser runs nothing of what members write, and asks nobody else for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.databases import ONE_DATABASE
from tests.privacy.test_xss import addresses, bring_in

if TYPE_CHECKING:
    import httpx2
    from playwright.async_api import Browser, Page, Route

    from cop.running import Service
    from cop.vocabulary.concepts import Vocabulary

pytestmark = pytest.mark.xdist_group("browser")

HOST = "http://127.0.0.1:8000"
EVERY = 9  # page; the parser of `tests/privacy/test_xss.py` reads them all
WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__violations.push(event.violatedDirective + " " + event.blockedURI));
"""


@ONE_DATABASE
async def test_no_text_runs_in_a_browser(
    service: Service, client: httpx2.AsyncClient, vocabulary: Vocabulary, browser: Browser
) -> None:
    slugs = await bring_in(service, vocabulary)
    wanted = [path for path in addresses(slugs) if "/members" in path][::EVERY]
    answers = {path: await client.get(path) for path in wanted}
    context = await browser.new_context()
    strange: list[str] = []
    page = await context.new_page()
    await page.add_init_script(WATCH)
    page.on("dialog", lambda dialog: strange.append(dialog.message))

    async def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path in answers:
            known = answers[path]
            headers = {
                name: value
                for name, value in known.headers.items()
                if name not in {"content-encoding", "content-length"}
            }
            await route.fulfill(status=known.status_code, headers=headers, body=known.content)
        else:
            if not path.startswith(("/static/", "/favicon")):
                strange.append(route.request.url)
            await route.abort()

    await context.route("**/*", answer)
    for path in wanted:
        await page.goto(HOST + path)
        await poke(page)
        strange += await page.evaluate("window.__violations")
    await context.close()

    assert strange == []


async def poke(page: Page) -> None:
    """Do what a reader's hands do: point at everything, and put the focus everywhere."""
    await page.evaluate(
        """() => document.querySelectorAll("main *").forEach((one) => {
            one.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
            if (one.focus) one.focus();
        })"""
    )
