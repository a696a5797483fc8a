"""The steps of a browser that signs in with a provider."""

from __future__ import annotations

import dataclasses
import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx2

from cop.accounts.oidc.discovery import trust
from cop.accounts.queries import find_viewer
from tests.serving import serve, visit

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from cop.accounts.viewer import Viewer
    from cop.kit.settings import Provider
    from cop.running import Service

BACK = "/sign-in/with/{name}/back"


def with_providers(service: Service, *providers: Provider, base_url: str = "") -> ASGIApp:
    """Return the application with these providers in its settings."""
    settings = dataclasses.replace(
        service.settings, oidc=providers, base_url=base_url or service.settings.base_url
    )
    return serve(dataclasses.replace(service, settings=settings))


def browser(app: ASGIApp) -> httpx2.AsyncClient:
    return visit(app)


async def leave(client: httpx2.AsyncClient, name: str = "house", path: str = "") -> str:
    """Press the button and return the address at the provider that the page goes on to."""
    response = await client.post(path or f"/sign-in/with/{name}")
    assert response.status_code == 200, response.text
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', response.text)
    assert found
    return html.unescape(found[1])


async def at_provider(address: str) -> str:
    """Visit a provider that asks nothing, and return the way back, as a path of ours."""
    async with httpx2.AsyncClient(verify=trust()) as outside:
        response = await outside.get(address)
    assert response.status_code == 302, response.text
    return path_of(response.headers["location"])


def path_of(address: str) -> str:
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}" == "http://127.0.0.1:8000"
    return f"{parts.path}?{parts.query}"


async def walk(client: httpx2.AsyncClient, name: str = "house", path: str = "") -> httpx2.Response:
    """Go the whole way and return what we answer at its end."""
    return await client.get(await at_provider(await leave(client, name, path)))


async def who(client: httpx2.AsyncClient) -> Viewer:
    """Return as whom the browser is signed in."""
    return await find_viewer(client.cookies.get("session"))
