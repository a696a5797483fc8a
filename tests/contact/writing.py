"""Two members who write to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.people import settle, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from profiles.models import Profile

KEY = "abcdefghijklmnop0123"


@dataclass(frozen=True, slots=True)
class Two:
    """Ada and Bela, each with a browser; the other people are there too."""

    ada: httpx2.AsyncClient
    bela: httpx2.AsyncClient
    people: dict[str, Profile]


async def settle_two(service: Service, ada: httpx2.AsyncClient, bela: httpx2.AsyncClient) -> Two:
    people = await settle(service)
    await sign_in_as(ada, people["ada"])
    await sign_in_as(bela, people["bela"])
    return Two(ada, bela, people)


async def send(
    client: httpx2.AsyncClient, slug: str, words: str, key: str = KEY
) -> httpx2.Response:
    return await client.post(f"/members/{slug}/message", data={"text": words, "key": key})
