"""The network of a topic, a chapter or a person, what ties its people, and the same as files."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from cop.accounts.models import Block
from matching.actions import rematch
from profiles.fields import Level, Visibility
from profiles.models import Profile
from tests.chapters.forming import form
from tests.matching.crowd import SIZE, THEMES, add, gather_crowd
from tests.matching.test_views import page, panel
from tests.people import change, refresh, sign_in, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

TAX = THEMES[0]


def people_in(text: str) -> set[str]:
    """The slugs of the crowd that a page or a file names."""
    return {*re.findall(r"person-\dx\d\d", text)}


async def read_ties(client: httpx2.AsyncClient, **params: str) -> list[dict[str, str]]:
    text = await page(client, "/network.csv", **params)
    return [*csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]


async def read_graph(client: httpx2.AsyncClient, **params: str) -> nx.Graph[str]:
    return nx.parse_graphml(await page(client, "/network.graphml", **params))


@pytest.mark.parametrize("asked", ["property-tax", "Property tax", "property TAX", "Impôt foncier"])
async def test_a_topic_is_asked_for_by_its_key_or_its_name(
    service: Service, client: httpx2.AsyncClient, asked: str
) -> None:
    await gather_crowd(service)

    text = await page(client, "/network", topic=asked)

    assert "The network: Property tax</h1>" in text
    assert people_in(text) == {f"person-0x{at:02}" for at in range(SIZE)}


async def test_a_topic_and_a_region_are_asked_for_together(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather_crowd(service)

    text = await page(client, "/network", topic="property-tax", region="ssa")

    assert "The network: Property tax · Sub-Saharan Africa</h1>" in text
    assert "person-0x00" in people_in(text)
    assert "person-0x03" not in people_in(text)  # lives in Brazil
    assert 'value="Property tax"' in text


async def test_what_may_mean_several_topics_is_asked_back(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather_crowd(service)

    several = panel(await page(client, "/network", topic="tax", region="ssa"), "meant")
    none = panel(await page(client, "/network", topic="<i>moon dust"), "meant")

    assert 'href="?region=ssa&amp;topic=property-tax"' in several
    assert "We know no topic called “&lt;i&gt;moon dust”" in none
    assert "<li>" not in none


async def test_a_chapter_shows_who_has_joined_it(
    service: Service, client: httpx2.AsyncClient
) -> None:
    crowd = await gather_crowd(service)
    profiles = await Profile.filter(id__in=crowd[: SIZE - 2]).order_by("id")
    await form(service, "country", "KE", profiles)
    await form(service, "country", "NG", await Profile.filter(id__in=crowd), join=False)
    await refresh(service)

    text = await page(client, "/network", chapter="kenya")

    assert "The network: Kenya</h1>" in text
    assert people_in(text) == {f"person-0x{at:02}" for at in range(SIZE - 2)}
    assert '<option value="kenya" selected>Kenya</option>' in text
    assert "Nigeria</option>" not in text  # nobody has joined it
    assert "No groups yet" in await page(client, "/network", chapter="nigeria")
    unknown = await page(client, "/network", chapter="moon")
    assert "The network: Sub-Saharan Africa</h1>" in unknown


async def test_who_hides_is_in_no_chapter_that_others_see(
    service: Service, client: httpx2.AsyncClient
) -> None:
    crowd = await gather_crowd(service)
    await form(service, "country", "KE", await Profile.filter(id__in=crowd[:SIZE]).order_by("id"))
    await form(service, "country", "BR", [await Profile.get(id=crowd[1])])
    await change(service, await Profile.get(id=crowd[1]), visibility=Visibility.HIDDEN.value)

    for params in ({"chapter": "kenya"}, {"chapter": "brazil"}, {"topic": "property-tax"}):
        assert "0x01" not in await page(client, "/network", **params)
    assert 'value="brazil"' not in await page(client, "/network")
    assert "0x01" not in await page(client, "/network.csv", chapter="kenya")
    hidden = await client.get("/network?person=person-0x01")
    absent = await client.get("/network?person=person-0x99")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace("0x01", "0x99") == absent.text


async def test_who_stops_showing_a_topic_is_off_its_page_before_anything_is_read_anew(
    service: Service, client: httpx2.AsyncClient
) -> None:
    crowd = await gather_crowd(service)
    assert "person-0x00" in await page(client, "/network", topic="property-tax")

    levels = {"expertise": Level.MEMBERS.value}
    await Profile.filter(id=crowd[0]).update(levels=levels)

    assert "0x00" not in await page(client, "/network", topic="property-tax")
    assert "0x00" not in await page(client, "/network.graphml", topic="property-tax")


@pytest.fixture
async def chain(service: Service) -> list[Profile]:
    """Ann, Ben, Cem and Dov, each closest to the next over a topic that only the two share."""
    links = ("wash", "property-tax", "local-elections")
    chain = [
        await add(service, name, *links[max(at - 1, 0) : at + 1], email=f"{name}@example.org")
        for at, name in enumerate(("Ann", "Ben", "Cem", "Dov"))
    ]
    await add(service, "Eve", "climate-finance")  # or no topic is rare
    await rematch(service.matcher.snapshots)
    return chain


@pytest.mark.usefixtures("chain")
async def test_a_person_is_shown_with_their_peers_and_theirs_and_the_way_to_each(
    client: httpx2.AsyncClient,
) -> None:
    text = await page(client, "/network", person="ann")

    assert "The network around <bdi>Ann</bdi></h1>" in text
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", text)
    found = {re.sub(r"<[^>]+>", " ", row).split()[0]: row for row in rows[:3]}
    assert found.keys() == {"Ann", "Ben", "Cem"}  # Dov is three steps away
    assert "Through" not in found["Ben"]
    assert "Water, sanitation and hygiene" in found["Ben"]
    assert 'Through <a href="/members/ben"><bdi>Ben</bdi></a>' in found["Cem"]
    assert "Property tax" in found["Cem"]
    assert "2 members at most two steps away." in text


@pytest.mark.usefixtures("chain")
async def test_a_pair_that_shares_nothing_is_connected_step_by_step(
    client: httpx2.AsyncClient,
) -> None:
    way = panel(await page(client, "/members/ann/with/dov"), "way")
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", way))

    assert "With Ann: Water, sanitation and hygiene." in told
    assert "With Ben: Property tax." in told
    assert "With Cem: Local elections and electoral systems." in told
    assert panel(await page(client, "/members/ann/with/ben"), "way") == ""  # they are peers
    assert panel(await page(client, "/members/ann/with/eve"), "way") == ""


async def test_a_way_ends_where_somebody_hides_or_hides_what_they_share(
    service: Service, client: httpx2.AsyncClient, chain: list[Profile]
) -> None:
    await change(service, chain[1], levels={"expertise": Level.MEMBERS.value})
    assert panel(await page(client, "/members/ann/with/dov"), "way") == ""
    assert "No ties yet" in await page(client, "/network", person="ann")

    await sign_in(client)
    assert "Ben" in panel(await page(client, "/members/ann/with/dov"), "way")
    await change(service, chain[1], visibility=Visibility.HIDDEN.value)
    assert panel(await page(client, "/members/ann/with/dov"), "way") == ""


async def test_whom_a_block_hides_is_on_no_way_and_in_no_network(
    client: httpx2.AsyncClient, chain: list[Profile]
) -> None:
    ben = await sign_in_as(client, chain[1])
    ann = await sign_in_as(client, chain[0])
    assert "Ben" in panel(await page(client, "/members/ann/with/dov"), "way")
    await Block.create(account_id=ben, blocked_id=ann)

    assert panel(await page(client, "/members/ann/with/dov"), "way") == ""
    assert "No ties yet" in await page(client, "/network", person="ann")
    assert await read_ties(client, person="ann") == []


async def test_ties_say_what_else_two_have_in_common(
    service: Service, client: httpx2.AsyncClient
) -> None:
    crowd = await gather_crowd(service)
    first, second, third = await Profile.filter(id__in=crowd[:3]).order_by("id")
    await form(service, "country", "KE", [first, second])
    await refresh(service)

    ties = await read_ties(client, topic="property-tax")
    kinds = {(tie["slug"], tie["other_slug"]): tie["kinds"] for tie in ties}

    assert kinds[first.slug, second.slug] == "overlap; chapter"
    assert kinds.get((second.slug, third.slug), "overlap") == "overlap"
    assert set(kinds.values()) == {"overlap", "overlap; chapter"}
    text = await page(client, "/network", topic="property-tax")
    assert "Dashed: same chapter." in text
    assert text.count('stroke-dasharray="6 4"') == 1
    assert "Dotted" not in text
    assert "Dashed" not in await page(client, "/network", chapter="kenya")  # where all are in it


async def test_the_files_hold_the_picture_and_read_back_as_the_same_graph(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather_crowd(service)
    text = await page(client, "/network", region="ssa")

    graph = await read_graph(client, region="ssa")
    ties = await read_ties(client, region="ssa")

    assert {*graph} == people_in(text)
    assert graph.nodes["person-0x00"] == {
        "name": "Person 0x00",
        "country": "KE",
        "group": graph.nodes["person-0x01"]["group"],
    }
    assert len({data["group"] for _, data in graph.nodes(data=True)}) == len(THEMES)
    assert {frozenset((tie["slug"], tie["other_slug"])) for tie in ties} == {
        frozenset(edge) for edge in graph.edges
    }
    for tie in ties:
        edge = graph.edges[tie["slug"], tie["other_slug"]]
        assert edge["weight"] == float(tie["weight"])
        assert edge["topics"].split() == tie["topics"].split("; ")
        assert 0 < edge["weight"] <= 1
    assert 'href="/network.csv?region=ssa"' in text
    assert 'href="/network.graphml?region=ssa"' in text


async def test_files_are_kept_from_formulas_caches_and_search_engines(
    service: Service, client: httpx2.AsyncClient
) -> None:
    crowd = await gather_crowd(service)
    await change(service, await Profile.get(id=crowd[0]), name="=1+2")

    answer = await client.get("/network.csv", params={"topic": "property-tax"})

    assert ",'=1+2," in answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="network.csv"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"


async def test_few_who_connect_two_fields_are_told_by_name(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather_crowd(service)
    both = await add(service, "Zoe", "property-tax", "local-councils")
    await rematch(service.matcher.snapshots)

    text = re.sub(r"<[^>]+>", "", await page(client, "/network", region="ssa"))

    assert "1 person connects Local democracy and inclusive governance and " in text
    assert " in Sub-Saharan Africa: Zoe." in text
    await change(service, both, visibility=Visibility.MEMBERS.value)
    assert "Zoe" not in await page(client, "/network", region="ssa")


async def test_around_somebody_whom_only_coordinators_find_there_is_nobody(
    service: Service, client: httpx2.AsyncClient, chain: list[Profile]
) -> None:
    chapter = await form(service, "country", "KE", chain[:1])
    await change(service, chain[0], visibility=Visibility.HIDDEN.value)
    await sign_in(client, "Cora", [("coordinator", chapter.slug)])

    assert "No ties yet" in await page(client, "/network", person="ann")
