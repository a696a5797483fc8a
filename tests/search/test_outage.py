"""While the search engine is down, hangs or talks nonsense, the directory answers all the same."""

from __future__ import annotations

import math
import socket
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from starlette.responses import PlainTextResponse
from tortoise.transactions import in_transaction

from cop.kit.changes import follow
from cop.kit.errors import Unavailable
from profiles.actions.members import Draft, update_profile
from profiles.fields import Level
from profiles.models import Profile
from search.fuse import MOST_FAILURES
from tests.people import PEOPLE, settle, sign_in, tags
from tests.search.meilisearch_server import MeilisearchServer
from tests.search.shelves import BOOKS, book
from tests.serving import PATIENT, free_port, running, serve, visit, with_engine

if TYPE_CHECKING:
    from collections.abc import Generator

    import httpx2

    from cop.running import Service

LIMITED = "Search is limited right now"


@contextmanager
def hanging() -> Generator[str]:
    """Take connections and never answer."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
async def nobody(service: Service) -> Service:
    """The service with four people and a search engine that is not there."""
    await settle(service)
    return with_engine(service)


async def names(client: httpx2.AsyncClient, query: str = "") -> set[str]:
    page = (await client.get(f"/members?{query}&ladder=0")).text
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


FOUND = {
    "q=obi": {"Ada Obi"},
    "q=eze+chi": {"Chidi Eze"},
    "q=cadastres+kenya": {"Ada Obi", "Bela Ruto"},
    "q=catastro": {"Ada Obi", "Bela Ruto"},
    "q=cadastres+ada": {"Ada Obi"},
    "q=haddad": set(),
    "q=zebra": set(),
    "country=KE": {"Ada Obi", "Bela Ruto"},
    "topic=wash&topic=facility-financing": {"Ada Obi"},
    "sector=public-finance": {"Ada Obi"},
    "kind=university": {"Ada Obi", "Bela Ruto"},
    "kind=ministry": set(),
    "topic=local-revenue&confirmed=6": {"Ada Obi", "Bela Ruto", "Chidi Eze"},
    "chapter=kenya": set(),
    "q=cadastres&country=NG": set(),
}


async def test_names_countries_and_topics_are_found_without_an_engine(nobody: Service) -> None:
    async with visit(serve(nobody)) as client:
        for query, who in FOUND.items():
            assert await names(client, query) == who - {"Bela Ruto"}, query
        await sign_in(client)
        for query, who in FOUND.items():
            assert await names(client, query) == who, query


async def test_what_is_counted_without_an_engine_is_what_was_found(nobody: Service) -> None:
    async with visit(serve(nobody)) as client:
        answer = (await client.get("/api/v1/members?q=cadastres")).json()

    assert answer["total"] == 1
    assert [(one["id"], one["count"]) for one in answer["facets"]["country"]] == [("KE", 1)]


LEVELS = dict.fromkeys(("expertise", "country", "bio"), Level.CHAPTERS.value)
ASKED = ("", "q=cadastres", "q=wash", "q=egypt", "topic=wash", "country=EG", "q=kenya")


async def hiding(
    service: Service, values: dict[str, object], *topics: str
) -> list[dict[str, object]]:
    """Return what visitors hear after Chidi has written these values and keeps them."""
    async with in_transaction():
        draft = Draft(values | {"levels": LEVELS}, {"expertise": tags(*topics)})
        await update_profile(await Profile.get(slug="chidi"), draft)
    with suppress(Unavailable):
        await follow(service.search_sync)
    async with visit(serve(service)) as client:
        found = [(await client.get(f"/api/v1/members?{one}")).json() for one in ASKED]
    return [{**one, "seconds": 0} for one in found]


async def test_a_hidden_value_moves_nothing_without_an_engine(nobody: Service) -> None:
    assert await hiding(nobody, {"country": "NG"}, "property-tax") == await hiding(
        nobody, {"country": "EG", "bio": "cadastres"}, "wash", "valuation-cadastre"
    )


async def test_a_hidden_value_moves_nothing_in_meilisearch(
    service: Service, meilisearch: tuple[str, str]
) -> None:
    await settle(service)
    there = with_engine(service, *meilisearch, budget=PATIENT)
    await there.search_sync.rebuild()

    heard = await hiding(there, {"country": "NG"}, "property-tax")

    assert [one["limited"] for one in heard] == [False] * len(ASKED)
    assert heard == await hiding(
        there, {"country": "EG", "bio": "cadastres"}, "wash", "valuation-cadastre"
    )


async def test_an_engine_that_hangs_is_not_waited_for(service: Service) -> None:
    await settle(service)
    with hanging() as url:
        stuck = with_engine(service, url, budget=0.1, pause=math.inf)
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
        odd = with_engine(service, url)
        async with visit(serve(odd)) as client:
            assert "Ada Obi" in (await client.get("/members?q=obi")).text
        with pytest.raises(Unavailable):
            odd.engine.keys(BOOKS)
        with pytest.raises(Unavailable):
            odd.engine.replace(BOOKS, [book("1")])


async def test_a_server_that_was_killed_is_asked_again_when_it_is_back(service: Service) -> None:
    people = await settle(service)
    server, port = MeilisearchServer("key"), free_port()
    away = with_engine(service, f"http://127.0.0.1:{port}", budget=PATIENT, pause=0)
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
