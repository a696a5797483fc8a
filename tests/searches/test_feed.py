"""The Atom feed of a saved search: what everybody may see, at an address that can be ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from defusedxml.ElementTree import fromstring

from cop.accounts.models import Account, Block
from cop.kit.clock import now
from cop.searches.models import SavedSearch
from profiles.fields import Level
from profiles.models import Profile
from tests.databases import ONE_DATABASE
from tests.people import change, settle, sign_in_as
from tests.searches.keeping import keep
from tests.serving import serve, visit, with_engine

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service

ATOM = {"a": "http://www.w3.org/2005/Atom"}


async def feed_of(client: httpx2.AsyncClient, question: str = "q=property+tax") -> str:
    """Keep a question, give it a feed and return its address."""
    search = await keep(client, question, name="Private name & more")
    return await renew(client, search)


async def renew(client: httpx2.AsyncClient, search: SavedSearch, deed: str = "renew") -> str:
    response = await client.post(f"/searches/{search.id}/feed", data={"feed": deed})
    assert response.status_code == 303
    page = (await client.get("/searches")).text
    return next((one for one in page.split('"') if one.endswith(".atom")), "")


async def test_a_reader_finds_the_newest_people_as_everybody_sees_them(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    people = await settle(service)
    await change(
        service,
        people["chidi"],
        name="Chidi <Eze> & Söhne",
        levels={"country": Level.MEMBERS},
        joined_at=now() + timedelta(seconds=5),
    )
    await sign_in_as(client, people["bela"])
    address = await feed_of(client)

    async with visit(app) as reader:
        response = await reader.get(address)

    assert response.headers["Content-Type"] == "application/atom+xml"
    assert "set-cookie" not in response.headers
    feed = fromstring(response.content)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for one in (feed, *feed.findall("a:entry", ATOM)):  # RFC 4287, 4.1.1 and 4.1.2
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"a:{name}", ATOM)) == 1, name
    assert feed.findtext("a:author/a:name", "", ATOM)
    links = {one.get("rel"): one.get("href") for one in feed.findall("a:link", ATOM)}
    assert links["self"] == f"http://127.0.0.1:8000{address}"
    titles = [one.findtext("a:title", "", ATOM) for one in feed.findall("a:entry", ATOM)]
    assert titles == ["Chidi <Eze> & Söhne", "Ada Obi"]
    summaries = [one.findtext("a:summary", "", ATOM) for one in feed.findall("a:entry", ATOM)]
    assert summaries == ["Expertise: Property tax", "Kenya\nExpertise: Property tax"]
    assert (feed.findtext("a:title", "", ATOM)).endswith(": Property tax")
    assert b"Private name" not in response.content


async def test_an_unchanged_feed_is_not_sent_again(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["bela"])
    address = await feed_of(client)
    first = await client.get(address)
    known = {"If-None-Match": first.headers["ETag"]}

    again = await client.get(address, headers=known)
    assert (again.status_code, again.content) == (304, b"")

    await change(service, people["ada"], hidden_at=now())
    third = await client.get(address, headers=known)
    assert third.status_code == 200
    assert "Ada" not in third.text


async def test_an_address_that_was_renewed_or_ended_leads_nowhere(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["bela"])
    first = await feed_of(client)
    search = await SavedSearch.get()

    second = await renew(client, search)
    assert second != first
    assert (await client.get(first)).status_code == 404
    assert (await client.get(second)).status_code == 200

    assert not await renew(client, search, "end")
    assert (await client.get(second)).status_code == 404
    third = await renew(client, search)
    assert third not in {first, second}
    assert (await client.post(f"/searches/{search.id}/feed", data={"feed": "x"})).status_code == 422

    await Account.filter(id=search.account_id).update(banned_at=now())
    assert (await client.get(third)).status_code == 404
    for token in (f"{search.id}-{'0' * 40}", str(search.id), "é", "-"):
        assert (await client.get(f"/searches/{token}.atom")).status_code == 404


async def test_a_feed_tells_its_owner_only_who_is_blocked(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["bela"])
    address = await feed_of(client)
    async with visit(app) as reader:
        before = (await reader.get(address)).content
        async with visit(app) as other:
            await sign_in_as(other, people["ada"])
        bela, ada = [(await Profile.get(slug=slug)).account_id for slug in ("bela", "ada")]

        await Block.create(account_id=ada, blocked_id=bela)

        assert b"Ada Obi" in before
        assert (await reader.get(address)).content == before
    own = (await client.get(address)).content
    assert b"Ada Obi" not in own
    assert b"Bela Ruto" not in own  # whom members find, and no visitor


@ONE_DATABASE
async def test_while_the_engine_is_silent_a_reader_is_asked_to_come_again(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["bela"])
    address = await feed_of(client)

    async with visit(serve(with_engine(service))) as reader:
        response = await reader.get(address)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
