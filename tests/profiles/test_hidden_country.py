"""B61: where somebody is, when that is dangerous to tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cop.accounts.actions.sessions import begin_session, create_sample_account
from profiles.actions.members import ensure_institutions
from profiles.fields import Level
from tests.chapters.forming import form
from tests.databases import ONE_DATABASE
from tests.people import change, settle

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

ASKED = (
    "/countries", "/countries/NG", "/network", "/chapters/nigeria", "/members?sort=newest",
    "/members?q=Nigeria", "/members?region=ssa", "/members/chidi", "/members/chidi.vcf",
    "/api/v1/members", "/api/v1/members?country=NG", "/api/v1/members/chidi",
    "/api/v1/members/ada/matches", "/api/v1/countries/EG",
)  # fmt: skip
_MOVING = re.compile(r'"seconds":[\d.e-]+')


@ONE_DATABASE
async def test_a_country_that_is_not_told_is_in_no_answer_count_or_order(
    service: Service, client: httpx2.AsyncClient
) -> None:
    """Nigeria and Egypt cannot be told apart, nor by the chapter of a country."""
    people = await settle(service)
    await form(service, "country", "NG", [people["chidi"]], join=False)
    member = await begin_session(await create_sample_account("Member", "m@example.net", []))

    async def answers(country: str, level: Level) -> dict[str, tuple[int, str]]:
        where = {"country": country, "city": "", "city_id": None}
        await change(service, people["chidi"], **where, levels={"country": level.value})
        got: dict[str, tuple[int, str]] = {}
        for session in ("", member):
            client.cookies.set("session", session)
            for place in ASKED:
                said = await client.get(place)
                got[f"{place} {bool(session)}"] = (
                    said.status_code,
                    _MOVING.sub("", said.text),
                )
        return got

    nigeria, egypt = await answers("NG", Level.ME), await answers("EG", Level.ME)
    told = await answers("EG", Level.MEMBERS)

    assert [place for place, said in nigeria.items() if said != egypt[place]] == []
    assert len([place for place, said in told.items() if said != egypt[place]]) >= 5


@ONE_DATABASE
async def test_who_may_not_see_the_country_sees_no_town_and_no_house_that_tells_it(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    (house,) = (await ensure_institutions([("Lagos Institute", "NG")])).values()
    await change(service, people["chidi"], institution_id=house.id, levels={"city": 0})
    asked = ("/members/chidi", "/api/v1/members/chidi", "/api/v1/suggest?q=lagos+inst", "/members")

    told = [(await client.get(place)).text for place in asked]
    await change(service, people["chidi"], levels={"city": 0, "country": Level.ME.value})
    kept = [(await client.get(place)).text for place in asked]

    assert all("Lagos" in text for text in told)
    assert not any("Lagos" in text.replace("lagos inst", "") for text in kept)
