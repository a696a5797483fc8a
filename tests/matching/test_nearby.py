"""Who is near a place or a member: in which band, in which order, and only what may be seen."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from html import unescape
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cop.accounts.viewer import ANY_MEMBER, ANYONE
from cop.kit.clock import now
from cop.vocabulary.geography import distance_km, get_city, list_cities
from cop.vocabulary.places import (
    A_DAYS_TRAVEL,
    Place,
    cities_around,
    find_places,
    nearest_city,
)
from matching.nearby import Band, Centre, see_bands
from profiles.actions.members import Draft, create_profiles, ensure_institutions
from profiles.fields import Level, Visibility
from profiles.member import Workplace
from profiles.models import Profile
from tests.databases import ONE_DATABASE
from tests.people import NAIROBI, change, refresh, settle, sign_in_as, tags

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from cop.vocabulary.concepts import Vocabulary
    from profiles.models import Institution

NAKURU, MALINDI, KAMPALA = 184622, 187968, 232422
OPEN = {"city": Level.PUBLIC.value}


async def look(client: httpx2.AsyncClient, **query: str) -> dict[str, tuple[str, list[str]]]:
    """What the page says: of each band how many there are, and who."""
    page = await client.get("/nearby", params=query)
    assert page.status_code == 200
    sections = re.findall(r'<section aria-labelledby="(\w+)">(.*?)</section>', page.text, re.DOTALL)
    return {
        band: (
            re.findall(r'<span class="muted t2">(.*?)</span>', section)[0],
            re.findall(r'<li id="near-(\S+)">', section),
        )
        for band, section in sections
    }


async def spread(service: Service) -> dict[str, Profile]:
    """Ada and Bela at work in Nairobi, Chidi in Nakuru, Eve in Kampala, and Dina out of reach."""
    people = await settle(service)
    everyone = {"visibility": Visibility.PUBLIC.value, "levels": OPEN}
    await Profile.filter(id__in=[people["ada"].id, people["bela"].id]).update(**everyone)
    await Profile.filter(id=people["chidi"].id).update(
        **everyone, country="KE", city="Nakuru", city_id=NAKURU
    )
    (people["eve"],) = await create_profiles(
        [
            Draft(
                everyone
                | {"slug": "eve", "name": "Eve Akello", "country": "UG", "city": "Kampala"}
                | {"city_id": KAMPALA, "email": "eve@example.org"},
                {"expertise": tags("wash")},
            )
        ],
        published=True,
    )
    await refresh(service)
    return people


async def test_bands_go_from_the_institution_to_the_neighbours(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await spread(service)
    await Profile.filter(id=people["eve"].id).update(levels={})  # the town is for members
    await change(service, people["chidi"], levels={})

    near_ada = await look(client, member="ada")
    in_town = await look(client, place="Nairobi")
    await sign_in_as(client, people["bela"])

    assert near_ada == {
        "institution": ("1 member", ["bela"]),
        "country": ("1 member", ["chidi"]),
        "neighbour": ("1 member", ["eve"]),
    }
    assert in_town["city"] == ("2 members", ["ada", "bela"])
    assert await look(client, place="Nairobi, Kenya") == {
        "city": ("1 member", ["ada"]),  # nobody is near themselves
        "day": ("1 member", ["chidi"]),
        "neighbour": ("1 member", ["eve"]),
    }
    assert await look(client, place="Kenya") == {
        "country": ("2 members", ["ada", "chidi"]),
        "neighbour": ("1 member", ["eve"]),
    }


async def test_shared_topics_come_first_then_who_confirmed_last(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await spread(service)
    await Profile.filter(id=people["ada"].id).update(confirmed_at=now() - timedelta(days=9))
    await Profile.filter(id=people["bela"].id).update(confirmed_at=now() - timedelta(days=3))
    await Profile.filter(id=people["eve"].id).update(city_id=NAIROBI, country="KE", city="Nairobi")
    await change(service, people["eve"], confirmed_at=now() - timedelta(days=6))

    visitor = await look(client, place=str(NAIROBI))
    await sign_in_as(client, people["chidi"])  # knows property tax, as Ada and Bela do
    member = await look(client, place=str(NAIROBI))

    assert visitor["city"][1] == ["bela", "eve", "ada"]
    assert member["city"][1][-1] == "eve"


async def test_a_name_of_several_places_is_asked_about(client: httpx2.AsyncClient) -> None:
    which = unescape((await client.get("/nearby", params={"place": "London"})).text)
    none = (await client.get("/nearby", params={"place": "Xyzzy<b>"})).text
    empty = await client.get("/nearby")

    assert "Which “London”?" in which
    assert ">London, United Kingdom</a>" in which
    assert ">London, Canada</a>" in which
    assert "We know no place called “Xyzzy&lt;b&gt;”" in none
    assert empty.status_code == 200
    assert (await client.get("/nearby", params={"member": "nobody"})).status_code == 404


async def test_a_hidden_member_is_no_centre(service: Service, client: httpx2.AsyncClient) -> None:
    await settle(service)

    hidden = await client.get("/nearby", params={"member": "dina"})
    absent = await client.get("/nearby", params={"member": "absent-one"})

    assert (hidden.status_code, hidden.text) == (404, absent.text.replace("absent-one", "dina"))


async def test_who_tells_where_they_are_is_led_to_a_town_and_told_nowhere(
    service: Service, client: httpx2.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    await settle(service)
    position = {"lat": "-1.2923411", "lon": "36.8219462"}

    with caplog.at_level(logging.DEBUG):
        answer = await client.post("/nearby", data=position)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/nearby?place={NAIROBI}"
    assert not any(number[:5] in caplog.text for number in position.values())
    for wrong in ({}, {"lat": "nan", "lon": "1"}, {"lat": "91", "lon": "1"}, {"lat": "1"}):
        refused = await client.post("/nearby", data=wrong)
        assert refused.status_code == 422
        assert "Your browser did not say where you are." in refused.text


async def test_the_map_leads_to_the_list(service: Service, client: httpx2.AsyncClient) -> None:
    await spread(service)

    page = unescape((await client.get("/nearby", params={"place": "Nairobi"})).text)

    dots = dict(re.findall(r'<a href="#near-(\S+)" tabindex="-1"><title>(.*?)</title>', page))
    assert dots == {
        "ada": "Nairobi, Kenya: 2",
        "chidi": "Nakuru, Kenya: 1",
        "eve": "Kampala, Uganda: 1",
    }
    assert all(f'<li id="near-{slug}">' in page for slug in dots)


async def test_machines_are_told_the_bands_too(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await spread(service)

    bands = (await client.get("/api/v1/members/ada/nearby")).json()["bands"]
    near = (await client.get("/api/v1/members", params={"near": "Nakuru", "q": "tax"})).json()
    unclear = await client.get("/api/v1/members", params={"near": "London"})

    assert [(one["band"], one["count"]) for one in bands] == [
        ("institution", 1),
        ("day", 1),
        ("neighbour", 1),
    ]
    assert bands[1]["members"][0]["kilometres"] == 137
    assert sorted((hit["rung"], hit["slug"]) for hit in near["hits"]) == [
        ("city", "chidi"),
        ("day", "ada"),
        ("day", "bela"),
    ]
    assert unclear.status_code == 422
    assert "London, Canada (6058560)" in unclear.json()["detail"]


LEVELS = (Level.PUBLIC, Level.MEMBERS, Level.ME)
HOMES = (("KE", NAIROBI), ("KE", NAKURU), ("KE", MALINDI), ("UG", KAMPALA))
FIELDS = ("country", "city", "institution")
ROWS = [*product(HOMES, LEVELS, LEVELS, LEVELS)]
FARTHER = {"KE": "country", "UG": "neighbour"}


def band_of(row: int, closeness: Level) -> str:
    """In which band of Nairobi somebody stands, "" for none."""
    (country, city), tells_country, tells_city, tells_house = ROWS[row]
    if tells_country > closeness:
        return ""
    if tells_house <= closeness:
        return "institution"
    by_city = {NAIROBI: "city", NAKURU: "day"} if tells_city <= closeness else {}
    return by_city.get(city, FARTHER[country])


def nearer(one: str, other: str) -> bool:
    order = [*Band]
    return order.index(Band(one)) < order.index(Band(other))


async def create_everybody(house: Institution) -> None:
    """All who can be in each town; at first everybody tells it, and every other where they work."""
    drafts = [
        Draft(
            {"slug": f"m-{at}", "name": f"Member {at}", "country": country, "city": "Somewhere"}
            | {"city_id": city, "institution_id": house.id, "visibility": Visibility.PUBLIC.value}
            | {"levels": OPEN | {"institution": (Level.PUBLIC, Level.ME)[at % 2].value}}
        )
        for at, ((country, city), *_told) in enumerate(ROWS)
    ]
    await create_profiles(drafts, published=True)


async def hide() -> None:
    for at, (_home, *told) in enumerate(ROWS):
        await Profile.filter(slug=f"m-{at}").update(levels=dict(zip(FIELDS, told, strict=True)))


@ONE_DATABASE
@pytest.mark.parametrize("heard", [True, False])
async def test_nobody_stands_in_a_band_by_what_they_hide(service: Service, *, heard: bool) -> None:
    """And nobody who hid it a moment ago, when the matcher has not heard of it yet."""
    named = ("County of Nairobi", "KE")
    house = (await ensure_institutions([named]))[named]
    await create_everybody(house)
    if heard:
        await hide()
    await refresh(service)
    await hide()
    centre = Centre(Place("KE", get_city(NAIROBI)), Workplace(house.id, house.slug, *named))

    for viewer, closeness in ((ANYONE, Level.PUBLIC), (ANY_MEMBER, Level.MEMBERS)):
        bands = await see_bands(service.matcher, service.vocabulary, centre, viewer, most=len(ROWS))
        got = {near.member.slug: band.band for band in bands for near in band.people}
        may = {f"m-{at}": band_of(at, closeness) for at in range(len(ROWS))}
        if heard:
            assert got == {slug: band for slug, band in may.items() if band}
        assert [
            slug for slug, band in got.items() if not may[slug] or nearer(band, may[slug])
        ] == []
        assert sum(band.count for band in bands) == len(got) > 0


def test_a_place_is_known_by_key_name_and_country(vocabulary: Vocabulary) -> None:
    def keys(text: str) -> list[str]:
        return [one.key for one in find_places(text, vocabulary)]

    assert keys("Nakuru") == keys("nakuru, kenya") == keys("184622") == ["184622"]
    assert keys("نيروبي") == keys("Nairobi") == [str(NAIROBI)]
    assert keys("Kenya") == keys("KE") == ["KE"]
    assert keys("London, Canada") == ["6058560"]
    assert len(keys("London")) > 1
    assert keys("") == keys("Nowhere at all") == keys("9" * 30) == []


@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180))
@settings(max_examples=20)
def test_the_nearest_town_is_nearer_than_others(lat: float, lon: float) -> None:
    nearest = nearest_city(lat, lon)

    away = distance_km(lat, lon, nearest.lat, nearest.lon)
    assert all(away <= distance_km(lat, lon, one.lat, one.lon) for one in list_cities()[::97])
    assert cities_around(nearest)[nearest.id] == 0
    assert max(cities_around(nearest).values()) <= A_DAYS_TRAVEL
