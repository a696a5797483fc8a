"""A real server with the demo community, and a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, async_playwright

from tests.serving import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running service, made and started as a user would."""
    port = free_port()
    folder = tmp_path_factory.mktemp("site")
    environment = os.environ | {"COP_DATA": str(folder), "BACKUP_DRILL": "off"}
    cop = [sys.executable, "-m", "cop"]
    subprocess.run([*cop, "demo"], env=environment, check=True)
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*cop, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/network", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return once `address` answers 200; the matcher is ready a little after the pages."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture(scope="session")
async def browser() -> AsyncGenerator[Browser]:
    """Chromium, where it is installed."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        yield started
        await started.close()
