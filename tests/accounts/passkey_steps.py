"""The steps of a browser that adds or shows a passkey."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.accounts.authenticator import Device

if TYPE_CHECKING:
    import httpx2

SITE = "http://localhost:8000"


def device(origin: str = SITE, rp_id: str = "localhost") -> Device:
    return Device(origin, rp_id)


async def options(client: httpx2.AsyncClient, path: str) -> dict[str, Any]:
    response = await client.post(f"{path}/options")
    assert response.status_code == 200, response.text
    assert response.headers["cache-control"] == "no-store"
    return json.loads(response.text)


async def add(client: httpx2.AsyncClient, key: Device, name: str = "My phone") -> httpx2.Response:
    asked = await options(client, "/account/passkeys")
    made = {"credential": key.create(asked), "name": name}
    return await client.post("/account/passkeys", data=made)


async def show(client: httpx2.AsyncClient, key: Device, path: str) -> httpx2.Response:
    asked = await options(client, path)
    return await client.post(path, data={"credential": key.get(asked)})
