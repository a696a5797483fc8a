"""A browser at a provider that asks: follows redirects there, sends its forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpx2

from cop.accounts.oidc.discovery import trust
from tests.oidc.walking import path_of

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_PAGES = 10


async def through_forms(address: str, answers: Mapping[str, str]) -> str:
    """Answer every form with `answers` until the provider sends one back; return that path."""
    async with httpx2.AsyncClient(verify=trust()) as outside:
        response = await outside.get(address)
        for _page in range(MOST_PAGES):
            if response.is_redirect:
                address = urljoin(str(response.url), response.headers["location"])
                if address.startswith("http://127.0.0.1:8000/"):
                    return path_of(address)
                response = await outside.get(address)
                continue
            form = re.search(r"<form[^>]*>", response.text)
            assert form, response.text
            action = re.search(r'action="([^"]*)"', form[0])
            hidden = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', response.text)
            asked = {n: v for n, v in answers.items() if f'name="{n}"' in response.text}
            response = await outside.post(
                urljoin(str(response.url), action[1] if action else ""), data=dict(hidden) | asked
            )
    raise AssertionError("the provider never sends one back")
