"""What matching shows on the page of a member, and the picture of the network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from matching.actions import rematch
from profiles.fields import Level, Visibility
from profiles.models import Profile
from tests.matching.crowd import SIZE, add, gather_crowd
from tests.people import LAGOS, change, settle, sign_in, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

TAX = ("property-tax", "valuation-cadastre")


def panel(page: str, name: str) -> str:
    """The part of a page under the heading with this id, "" when it is not there."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


async def page(client: httpx2.AsyncClient, path: str, **params: str) -> str:
    response = await client.get(path, params=params)
    assert response.status_code == 200
    return response.text


async def test_members_see_who_sits_down_the_hall(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    assert panel(await page(client, "/members/ada"), "hall-title") == ""

    await sign_in(client)
    hall = panel(await page(client, "/members/ada"), "hall-title")

    assert "Bela Ruto" in hall
    assert "University of Nairobi" in hall
    assert "Property valuation and cadastre" in hall
    assert "Chidi" not in hall


async def test_the_hall_of_somebody_who_hides_where_they_work_is_not_shown(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await change(service, people["bela"], levels={"institution": Level.CHAPTERS.value})
    await sign_in(client)

    for slug in ("ada", "bela"):
        assert panel(await page(client, f"/members/{slug}"), "hall-title") == ""
    await sign_in_as(client, people["bela"])
    assert panel(await page(client, "/members/bela"), "hall-title") == ""


async def test_closest_peers_stand_in_a_picture_and_in_a_list(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    await add(service, "Eve", "local-elections")

    peers = panel(await page(client, "/members/ada"), "peers-title")

    assert "<svg" in peers
    assert peers.count('href="/members/chidi"') == 2
    assert 'href="/network?person=ada"' in peers
    assert "Bela" not in peers
    assert "Dina" not in peers
    await sign_in(client)
    peers = panel(await page(client, "/members/ada"), "peers-title")
    assert peers.index("Bela Ruto</bdi></a></th>") < peers.index("Chidi Eze</bdi></a></th>")
    assert "Dina" not in peers


async def test_a_topic_hidden_from_visitors_is_no_reason_for_them(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await add(service, "Eve", "local-elections")
    await change(service, people["chidi"], levels={"expertise": Level.MEMBERS.value})

    assert panel(await page(client, "/members/chidi"), "peers-title") == ""
    assert "chidi" not in await page(client, "/members/ada")
    await sign_in(client)
    assert "Ada Obi" in panel(await page(client, "/members/chidi"), "peers-title")


async def test_nearby_is_shown_with_the_distance_to_those_who_may_know_the_town(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await add(service, "Eve", "local-elections")
    await add(service, "Farah", *TAX, country="NG", city="Lagos", city_id=LAGOS)
    assert "Lagos" not in await page(client, "/members/farah")
    assert panel(await page(client, "/members/farah"), "nearby-title") == ""

    await sign_in(client)
    nearby = panel(await page(client, "/members/farah"), "nearby-title")

    assert "Chidi Eze" in nearby
    assert nearby.count("Lagos") == 2  # from here, and there
    await change(service, people["chidi"], levels={"city": Level.CHAPTERS.value})
    assert panel(await page(client, "/members/farah"), "nearby-title") == ""


async def test_a_hidden_member_appears_in_no_panel_of_anybody(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await change(service, people["bela"], visibility=Visibility.HIDDEN.value)
    await sign_in(client)

    for slug in ("ada", "chidi"):
        text = await page(client, f"/members/{slug}")
        assert "Bela" not in text
        assert "Dina" not in text
    await sign_in_as(client, people["bela"])
    own = await page(client, "/members/bela")
    assert panel(own, "peers-title") == panel(own, "hall-title") == ""


async def test_the_network_shows_groups_by_topic_and_names_its_people(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather_crowd(service)

    text = await page(client, "/network")

    assert "The network: Sub-Saharan Africa" in text
    groups = panel(text, "groups-title")
    assert groups.count("<li>") == 3
    for label in ("Property tax", "Local councils", "Fiscal equalization"):
        assert label in text
    assert "Person 0x00" in text
    assert "Person 0x03" not in text  # lives in Brazil
    assert f"Of {3 * SIZE - 9} members the {3 * SIZE - 9} best tied are shown" in text


async def test_too_few_people_make_no_groups(service: Service, client: httpx2.AsyncClient) -> None:
    await gather_crowd(service)

    for params in ({"country": "KE"}, {"region": "lac"}, {"country": "FR"}):
        text = await page(client, "/network", **params)
        assert "No groups yet" in text
        assert '<svg class="net"' not in text


async def test_a_network_without_anybody_is_a_page(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await service.matcher.refresh()

    assert "No groups yet" in await page(client, "/network")


async def test_visitors_see_the_network_of_public_members_only(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather_crowd(service, visibility=Visibility.MEMBERS)

    assert "Person" not in await page(client, "/network")
    await sign_in(client)
    assert "Person 0x00" in await page(client, "/network")


async def test_the_picture_is_drawn_anew_when_somebody_leaves(
    service: Service, client: httpx2.AsyncClient
) -> None:
    crowd = await gather_crowd(service)
    assert "Person 0x00" in await page(client, "/network")

    await change(service, await Profile.get(id=crowd[0]), visibility=Visibility.HIDDEN.value)

    text = await page(client, "/network")
    assert "Person 0x00" not in text
    assert "Person 0x01" in text
    await rematch(service.matcher.snapshots)
    assert "Person 0x00" not in await page(client, "/network")


async def test_one_member_can_be_looked_at(service: Service, client: httpx2.AsyncClient) -> None:
    await gather_crowd(service)

    looked_at = await page(client, "/network", focus="person-0x00")
    nobody = await page(client, "/network", focus="dina")

    assert "Show everyone" in looked_at
    assert "Show everyone" not in nobody
    assert nobody.replace("=dina", "=") == (await page(client, "/network", focus="zzz")).replace(
        "=zzz", "="
    )


async def test_what_does_not_exist_is_not_asked_for(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather_crowd(service)

    assert "Sub-Saharan Africa" in await page(client, "/network", region="atlantis", country="XX")
    twice = await client.get("/network?region=ssa&region=mena")
    assert twice.status_code == 422


async def test_before_the_first_reading_the_page_asks_for_patience(
    service: Service,  # noqa: ARG001
    client: httpx2.AsyncClient,
) -> None:
    response = await client.get("/network")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
