"""Signing in with a provider and with a passkey, in a real browser with a virtual authenticator."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe

from tests.browser.conftest import wait_for
from tests.oidc.hostile import CLIENT, Hostile
from tests.serving import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator
    from pathlib import Path

    from playwright.async_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ways-in")


@pytest.fixture(scope="module")
def named_site(folder: Path) -> Iterator[str]:
    """A running service under a name, with a provider on loopback."""
    with Hostile().running() as house:
        port = free_port()
        address = f"http://localhost:{port}"
        environment = os.environ | {
            "COP_DATA": str(folder), "BASE_URL": address, "OIDC": "house", "BACKUP_DRILL": "off",
            "OIDC_HOUSE_ISSUER": house.issuer, "OIDC_HOUSE_CLIENT_ID": CLIENT,
            "OIDC_HOUSE_CLIENT_SECRET": "s3", "OIDC_HOUSE_LABEL": "The House",
        }  # fmt: skip
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [sys.executable, "-m", "cop", "serve", "--port", str(port)],
                env=environment, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            wait_for(f"{address}/healthz", server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture
async def window(browser: Browser, named_site: str) -> AsyncGenerator[Page]:
    """A window of somebody whose device makes passkeys."""
    context = await browser.new_context(base_url=named_site)
    page = await context.new_page()
    page.set_default_timeout(30_000)
    cdp = await context.new_cdp_session(page)
    await cdp.send("WebAuthn.enable")
    await cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    await context.close()


async def enter_from_the_house(page: Page) -> None:
    await page.goto("/sign-in")
    await page.get_by_role("button", name="Sign in with The House").click()
    await page.locator(".acct summary", has_text="Eve").wait_for()


async def serious(page: Page) -> list[str]:
    found = await Axe().run(page)
    return [
        one["id"]
        for one in found.response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


async def test_a_provider_a_passkey_and_an_administrators_proof(window: Page, folder: Path) -> None:
    page, refused = window, []
    page.on("console", lambda line: refused.append(line.text) if "Policy" in line.text else None)
    await enter_from_the_house(page)
    await page.goto("/account/passkeys")
    await page.get_by_label("Name of the new passkey").fill("My laptop")
    await page.get_by_role("button", name="Add a passkey").click()
    await page.get_by_text("My laptop").first.wait_for()
    flaws = await serious(page)

    await page.get_by_role("button", name="Sign out").first.click()
    await page.goto("/sign-in")
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await page.locator(".acct summary", has_text="Eve").wait_for()
    flaws += await serious(page)
    await page.get_by_role("button", name="Sign out").first.click()

    with sqlite3.connect(folder / "cop.db", timeout=10) as database:
        database.execute(
            "INSERT INTO role (account_id, role, scope) SELECT id, 'administrator', '' FROM account"
        )
    await enter_from_the_house(page)
    await page.get_by_role("link", name="Prove it with a passkey").click()
    flaws += await serious(page)
    await page.get_by_role("button", name="Show a passkey").click()
    await page.wait_for_url("**/")
    answer = await page.goto("/chapters/proposals")

    assert answer
    assert answer.status == 200
    assert await page.get_by_text("nothing has proved yet").count() == 0
    assert flaws == []
    assert refused == []


async def test_without_script_passkeys_say_so_and_providers_still_work(
    browser: Browser, named_site: str
) -> None:
    context = await browser.new_context(base_url=named_site, java_script_enabled=False)
    page = await context.new_page()
    page.set_default_timeout(30_000)
    await page.goto("/sign-in")
    told = await page.locator("noscript p").first.is_visible()
    shown = await page.get_by_role("button", name="Sign in with a passkey").count()
    await enter_from_the_house(page)
    await context.close()

    assert told
    assert shown == 0


async def test_whoever_cancels_is_told_what_to_do(browser: Browser, named_site: str) -> None:
    context = await browser.new_context(base_url=named_site)
    page = await context.new_page()
    page.set_default_timeout(30_000)
    await page.add_init_script(
        "navigator.credentials.get = () => Promise.reject(new Error('cancelled'))"
    )
    await page.goto("/sign-in")
    await page.get_by_role("button", name="Sign in with a passkey").click()
    trouble = page.get_by_text("That did not work, or was cancelled")
    await trouble.wait_for()
    again = await page.get_by_role("button", name="Sign in with a passkey").is_enabled()
    await context.close()

    assert again
