"""The living matcher: who is close to whom, as each audience may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.viewer import Audience
from cop.kit.errors import Unavailable
from cop.vocabulary.geography import distance_km, find_city, get_city
from cop.vocabulary.places import A_DAYS_TRAVEL
from profiles.fields import Level, Visibility
from tests.matching.crowd import COUNTRIES, SIZE, add, gather_crowd
from tests.people import NAIROBI, change, settle

if TYPE_CHECKING:
    from cop.running import Service
    from matching.matcher import Match
    from profiles.models import Profile

TAX = ("property-tax", "valuation-cadastre")
ELSEWHERE = ("local-elections", "local-councils")  # so that property tax is not everybody's


def members(matches: list[Match]) -> list[int]:
    return [match.member for match in matches]


async def test_before_the_first_reading_the_matcher_asks_for_patience(service: Service) -> None:
    assert service.matcher.snapshots == {}
    with pytest.raises(Unavailable):
        service.matcher.snapshot(Audience.PUBLIC)
    with pytest.raises(Unavailable):
        await service.matcher.matches(1, Audience.MEMBERS)
    with pytest.raises(Unavailable):
        service.matcher.hall_of(1, Audience.MEMBERS)


async def test_a_match_says_how_close_and_over_what(service: Service) -> None:
    people = await settle(service)
    ada, bela = people["ada"].id, people["bela"].id

    (match,) = await service.matcher.matches(ada, Audience.MEMBERS)

    assert match.member == bela
    assert match.score == service.matcher.snapshot(Audience.MEMBERS).overlap.score(ada, bela)
    assert [(one.topic, one.holders) for one in match.shared] == [
        ("valuation-cadastre", 2),
        ("property-tax", 3),  # all three members hold it: it counts nothing
    ]
    assert [one.share for one in match.shared] == [1.0, 0.0]


async def test_who_may_not_be_found_is_no_match_and_has_none(service: Service) -> None:
    people = await settle(service)
    await add(service, "Eve", *ELSEWHERE)
    ada, bela, chidi, dina = (people[one].id for one in ("ada", "bela", "chidi", "dina"))

    assert members(await service.matcher.matches(ada, Audience.PUBLIC)) == [chidi]
    assert members(await service.matcher.matches(ada, Audience.MEMBERS)) == [bela, chidi]
    for audience in Audience:
        assert await service.matcher.matches(dina, audience) == []
        assert dina not in service.matcher.snapshot(audience).people
    assert await service.matcher.matches(bela, Audience.PUBLIC) == []
    assert await service.matcher.matches(10**9, Audience.MEMBERS) == []


async def test_scopes_are_the_country_the_region_and_the_world(service: Service) -> None:
    crowd = await gather_crowd(service)
    one, theme = crowd[0], set(crowd[:SIZE])

    def those(*countries: str) -> set[int]:
        return {
            member for at, member in enumerate(crowd[:SIZE]) if COUNTRIES[at % 4] in countries
        } - {one}

    found = {
        scope: await service.matcher.matches(one, Audience.PUBLIC, within=scope, most=99)
        for scope in ("country", "region", "world")
    }

    assert set(members(found["country"])) == those("KE")
    assert set(members(found["region"])) == those("KE", "NG", "SN")
    assert set(members(found["world"])) == theme - {one}
    assert found["world"][:3] == await service.matcher.matches(one, Audience.PUBLIC, most=3)


async def test_who_does_not_show_a_country_is_in_no_countrys_list(service: Service) -> None:
    people = await settle(service)
    await add(service, "Eve", *ELSEWHERE)
    await change(service, people["bela"], levels={"country": Level.CHAPTERS.value})
    ada, bela = people["ada"].id, people["bela"].id

    for scope in ("country", "region"):
        at_home = members(await service.matcher.matches(ada, Audience.MEMBERS, within=scope))
        assert bela not in at_home
        assert await service.matcher.matches(bela, Audience.MEMBERS, within=scope) == []
    assert bela in members(await service.matcher.matches(ada, Audience.MEMBERS))


async def test_neighbours_down_the_hall_are_found(service: Service) -> None:
    people = await settle(service)
    ada, bela, chidi = (people[one].id for one in ("ada", "bela", "chidi"))

    (pair,) = service.matcher.down_the_hall(Audience.MEMBERS)

    assert (pair.one, pair.other) == (ada, bela)
    assert set(pair.topics) == set(TAX)
    assert service.matcher.down_the_hall(Audience.MEMBERS, country="KE") == [pair]
    assert service.matcher.down_the_hall(Audience.MEMBERS, country="NG") == []
    assert members(service.matcher.hall_of(ada, Audience.MEMBERS)) == [bela]
    assert members(service.matcher.hall_of(bela, Audience.MEMBERS)) == [ada]
    assert service.matcher.hall_of(chidi, Audience.MEMBERS) == []
    assert service.matcher.down_the_hall(Audience.PUBLIC) == []
    assert service.matcher.hall_of(ada, Audience.PUBLIC) == []


async def test_who_hides_the_institution_is_down_no_hall(service: Service) -> None:
    people = await settle(service)
    await change(service, people["bela"], levels={"institution": Level.CHAPTERS.value})

    assert service.matcher.down_the_hall(Audience.MEMBERS) == []
    assert service.matcher.hall_of(people["ada"].id, Audience.MEMBERS) == []
    assert service.matcher.hall_of(people["bela"].id, Audience.MEMBERS) == []


async def add_in(service: Service, name: str, town: str, country: str, **rest: object) -> Profile:
    city = find_city(town, country)
    assert city is not None
    return await add(service, name, *TAX, country=country, city=town, city_id=city.id, **rest)


async def test_nearby_is_within_a_days_travel_and_elsewhere_than_ones_desk(
    service: Service,
) -> None:
    people = await settle(service)
    await add(service, "Eve", *ELSEWHERE, city="Nairobi", city_id=NAIROBI)
    arusha = await add_in(service, "Farah", "Arusha", "TZ")  # over a border
    nakuru = await add_in(service, "Gitau", "Nakuru", "KE")
    await add_in(service, "Hana", "Kampala", "UG")  # too far
    across = await add_in(service, "Ife", "Nairobi", "KE")

    near = await service.matcher.nearby(people["ada"].id, Audience.MEMBERS)

    assert [one.match.member for one in near] == [across.id, nakuru.id, arusha.id]
    home, town = get_city(NAIROBI), find_city("Nakuru", "KE")
    assert home is not None
    assert town is not None
    assert [one.kilometres for one in near][:2] == [
        0,
        distance_km(home.lat, home.lon, town.lat, town.lon),
    ]
    assert all(one.kilometres <= A_DAYS_TRAVEL for one in near)
    assert len(await service.matcher.nearby(people["ada"].id, Audience.MEMBERS, most=1)) == 1


async def test_a_town_that_is_not_shown_is_near_nothing(service: Service) -> None:
    people = await settle(service)
    await add(service, "Eve", *ELSEWHERE)
    nakuru = await add_in(service, "Gitau", "Nakuru", "KE")  # the city is for members
    ada = people["ada"].id

    inside = await service.matcher.nearby(ada, Audience.MEMBERS)
    assert [one.match.member for one in inside] == [nakuru.id]
    assert await service.matcher.nearby(ada, Audience.PUBLIC) == []
    await change(service, nakuru, levels={"city": Level.ME.value})
    assert await service.matcher.nearby(ada, Audience.MEMBERS) == []
    assert await service.matcher.nearby(nakuru.id, Audience.MEMBERS) == []
    assert await service.matcher.nearby(10**9, Audience.MEMBERS) == []


async def test_what_is_hidden_after_the_last_reading_is_gone_after_the_next(
    service: Service,
) -> None:
    people = await settle(service, "ada", "bela")
    await add(service, "Eve", *ELSEWHERE)
    ada, bela = people["ada"].id, people["bela"].id
    assert members(await service.matcher.matches(ada, Audience.MEMBERS)) == [bela]

    await change(service, people["bela"], levels={"expertise": Level.ME.value})
    assert await service.matcher.matches(ada, Audience.MEMBERS) == []
    await change(service, people["bela"], levels={}, visibility=Visibility.HIDDEN.value)
    assert await service.matcher.matches(ada, Audience.MEMBERS) == []


async def test_every_reading_is_told_apart_from_all_before(service: Service) -> None:
    numbers: list[int] = []
    for _again in range(4):
        await service.matcher.refresh()
        numbers += [snapshot.number for snapshot in service.matcher.snapshots.values()]

    assert len(set(numbers)) == len(numbers) == 8
