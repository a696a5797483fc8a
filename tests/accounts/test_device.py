"""Browser and system, and nothing else that a browser says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.accounts.device import BROWSERS, SYSTEMS, describe_device

MOZILLA = "Mozilla/5.0"
KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (f"{MOZILLA} (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
         "Firefox, Linux"),
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {KIT} Chrome/131.0 Safari/537.36",
         "Chrome, Windows"),
        (f"{MOZILLA} (Windows NT 10.0) {KIT} Chrome/131.0 Safari/537.36 Edg/131.0",
         "Edge, Windows"),
        (f"{MOZILLA} (Linux; Android 14; SM-S911B) {KIT} SamsungBrowser/27.0 Chrome/125.0 Mobile",
         "Samsung Internet, Android"),
        (f"{MOZILLA} (Linux; Android 10; K) {KIT} Chrome/131.0 Mobile Safari/537.36 OPR/85.0",
         "Opera, Android"),
        ("Opera/9.80 (Android; Opera Mini/36.2/119.132; U; id) Presto/2.12.423", "Opera, Android"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1",
         "Safari, iPhone"),
        (f"{MOZILLA} (iPad; CPU OS 18_1 like Mac OS X) CriOS/131.0 Mobile Safari/604.1",
         "Chrome, iPad"),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15",
         "Safari, macOS"),
        (f"{MOZILLA} (X11; CrOS x86_64 14541.0.0) {KIT} Chrome/131.0 Safari/537.36",
         "Chrome, ChromeOS"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_is_called_what_people_call_it(user_agent: str, device: str) -> None:
    assert describe_device(user_agent) == device


@given(st.text())
def test_nothing_that_a_browser_makes_up_is_kept(user_agent: str) -> None:
    known = {name for _sign, name in (*BROWSERS, *SYSTEMS)}

    assert set(filter(None, describe_device(user_agent).split(", "))) <= known
