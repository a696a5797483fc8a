"""While the search engine is down, hangs or talks nonsense, the directory answers all the same."""

from __future__ import annotations

import dataclasses
import math
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from starlette.responses import PlainTextResponse
from tortoise.transactions import in_transaction

from cop.domains import make_sources
from cop.kit.changes import follow
from cop.kit.errors import Unavailable
from profiles.actions.members import Draft, update_profile
from profiles.fields import Level
from profiles.models import Profile
from search.fuse import MOST_FAILURES, Fuse
from search.meilisearch import MeilisearchEngine
from search.sync import SearchSync
from tests.people import PEOPLE, settle, sign_in, tags
from tests.search.meilisearch_server import MeilisearchServer
from tests.search.running import free_port, running
from tests.search.shelves import BOOKS, book
from tests.serving import serve, visit

if TYPE_CHECKING:
    from collections.abc import Generator

    import httpx2

    from cop.app import Service

LIMITED = "Search is limited right now"


def with_engine(service: Service, url: str, fuse: Fuse) -> Service:
    engine = MeilisearchEngine(url, "key", service.settings.base_url, fuse)
    sync = SearchSync(engine, make_sources())
    return dataclasses.replace(service, engine=engine, search_sync=sync)


@contextmanager
def hanging() -> Generator[str]:
    """Take connections and never answer."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
async def nobody(service: Service) -> Service:
    """The service with four people and a search engine that is not there."""
    await settle(service)
    return with_engine(service, f"http://127.0.0.1:{free_port()}", Fuse())


async def names(client: httpx2.AsyncClient, query: str = "") -> set[str]:
    page = (await client.get(f"/members?{query}")).text
    _before, _, people = page.partition('<ol class="people">')
    return {values["name"] for values, _lists in PEOPLE.values() if values["name"] in people}


async def test_the_directory_answers_from_the_database_and_says_so(nobody: Service) -> None:
    async with visit(serve(nobody)) as client:
        answer = await client.get("/members?q=obi")

        assert answer.status_code == 200
        assert LIMITED in answer.text
        assert "Ada Obi" in answer.text
        assert (await client.get("/api/v1/members?q=obi")).json()["limited"] is True
        for path in (
            "/",
            "/members/ada",
            "/countries",
            "/countries/KE",
            "/chapters",
            "/members?q=zz",
        ):
            assert (await client.get(path)).status_code == 200, path


@pytest.mark.parametrize(
    ("query", "who"),
    [
        ("q=obi", {"Ada Obi"}),
        ("q=eze+chi", {"Chidi Eze"}),
        ("q=Niger", {"Chidi Eze"}),
        ("q=cadastres+kenya", {"Ada Obi", "Bela Ruto"}),
        ("q=catastro", {"Ada Obi", "Bela Ruto"}),
        ("q=cadastres+ada", {"Ada Obi"}),
        ("q=haddad", set()),
        ("q=zebra", set()),
        ("country=KE", {"Ada Obi", "Bela Ruto"}),
        ("topic=wash&topic=facility-financing", {"Ada Obi"}),
        ("sector=public-finance", {"Ada Obi"}),
        ("q=cadastres&country=NG", set()),
    ],
)
async def test_names_countries_and_topics_are_found_without_an_engine(
    nobody: Service, query: str, who: set[str]
) -> None:
    async with visit(serve(nobody)) as client:
        public = {name for name in who if name != "Bela Ruto"}
        assert await names(client, query) == public
        await sign_in(client)
        assert await names(client, query) == who


async def test_what_is_counted_without_an_engine_is_what_was_found(nobody: Service) -> None:
    async with visit(serve(nobody)) as client:
        answer = (await client.get("/api/v1/members?q=cadastres")).json()

    assert answer["total"] == 1
    assert [(one["id"], one["count"]) for one in answer["facets"]["country"]] == [("KE", 1)]


async def test_a_hidden_value_moves_nothing_without_an_engine(nobody: Service) -> None:
    levels = {"expertise": Level.ME.value, "country": Level.ME.value, "bio": Level.ME.value}
    asked = ("", "q=cadastres", "q=wash", "q=egypt", "topic=wash", "country=EG", "q=kenya")

    async def answers(values: dict[str, object], *topics: str) -> list[object]:
        async with in_transaction():
            draft = Draft(values | {"levels": levels}, {"expertise": tags(*topics)})
            await update_profile(await Profile.get(slug="chidi"), draft)
        async with visit(serve(nobody)) as client:
            found = [(await client.get(f"/api/v1/members?{one}")).json() for one in asked]
        return [{**one, "seconds": 0} for one in found]

    assert await answers({"country": "NG"}, "property-tax") == await answers(
        {"country": "EG", "bio": "cadastres"}, "wash", "valuation-cadastre"
    )


async def test_an_engine_that_hangs_is_not_waited_for(service: Service) -> None:
    await settle(service)
    with hanging() as url:
        stuck = with_engine(service, url, Fuse(seconds=0.1, pause=math.inf))
        async with visit(serve(stuck)) as client:
            for _again in range(MOST_FAILURES):
                answer = await client.get("/members?q=obi")
                assert "Ada Obi" in answer.text
                assert LIMITED in answer.text


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("garbage", 200),
        ("{}", 200),
        ('{"results": [{}]}', 200),
        ("[]", 200),
        ("oh", 500),
        ("", 204),
    ],
)
async def test_an_engine_that_talks_nonsense_is_not_believed(
    service: Service, said: str, status: int
) -> None:
    await settle(service)
    with running(PlainTextResponse(said, status), free_port()) as url:
        odd = with_engine(service, url, Fuse())
        async with visit(serve(odd)) as client:
            assert "Ada Obi" in (await client.get("/members?q=obi")).text
        with pytest.raises(Unavailable):
            odd.engine.keys(BOOKS)
        with pytest.raises(Unavailable):
            odd.engine.replace(BOOKS, [book("1")])


async def test_a_server_that_was_killed_is_asked_again_when_it_is_back(service: Service) -> None:
    people = await settle(service)
    server, port = MeilisearchServer("key"), free_port()
    away = with_engine(service, f"http://127.0.0.1:{port}", Fuse(pause=0))
    async with visit(serve(away)) as client:
        with running(server.app(), port):
            await away.search_sync.rebuild()
            assert (await client.get("/api/v1/members?q=obi")).json()["limited"] is False

        for _again in range(MOST_FAILURES + 1):
            assert (await client.get("/api/v1/members?q=obi")).json()["limited"] is True
        async with in_transaction():
            await update_profile(people["ada"], Draft({"position": "Beekeeper"}))
        with pytest.raises(Unavailable):
            await follow(away.search_sync)

        with running(server.app(), port):
            assert LIMITED not in (await client.get("/members?q=obi")).text
            await follow(away.search_sync)
            assert await names(client, "q=beekeeper") == {"Ada Obi"}
