"""The directory and the pages of members, through HTTP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.people import settle, sign_in, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service


async def test_a_public_member_is_shown_to_everyone(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    response = await client.get("/members/ada")

    assert response.status_code == 200
    assert "Ada Obi" in response.text
    assert "University of Nairobi" in response.text


async def test_a_hidden_member_looks_like_no_member(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    client.headers["Accept-Encoding"] = "identity"  # its own address would compress differently

    hidden = await client.get("/members/dina")
    absent = await client.get("/members/dino")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace("/members/dina", "") == absent.text.replace("/members/dino", "")
    assert hidden.headers == absent.headers


async def test_visitors_find_only_who_is_public(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    response = await client.get("/members", params={"q": "property tax"})

    assert "Ada Obi" in response.text
    assert "Chidi Eze" in response.text
    assert "Bela Ruto" not in response.text


async def test_members_find_members(service: Service, client: httpx2.AsyncClient) -> None:
    await settle(service)
    await sign_in(client)

    response = await client.get("/members", params={"q": "property tax"})

    assert "Bela Ruto" in response.text


async def test_ones_own_page_shows_what_nobody_else_sees(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["chidi"])

    response = await client.get("/me", follow_redirects=True)

    assert "zebra" in response.text
    assert "Hausa" in response.text


async def test_a_page_past_the_last_is_the_last(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    first, beyond = [
        (await client.get("/members", params={"page": page})).text for page in ("1", "20")
    ]

    assert "Ada Obi" in beyond
    assert beyond.count("<article") == first.count("<article") == 2


async def test_the_reason_is_the_topic_that_answers_the_whole_question(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    page = (await client.get("/members", params={"q": "property tax"})).text

    reasons = re.findall(r'<p class="why">(.*?)</p>', page, re.DOTALL)
    assert [re.findall("<b><a [^>]*>(.*?)</a></b>", reason) for reason in reasons] == [
        ["Property tax"]
    ] * 2


async def test_a_change_of_appearance_keeps_the_search(client: httpx2.AsyncClient) -> None:
    page = (await client.get("/members", params={"q": "tax", "page": "2"})).text

    assert 'name="next" value="/members?q=tax&amp;page=2"' in page
