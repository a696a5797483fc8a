"""Whom the API says that a member should meet, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from profiles.fields import Level
from profiles.models import Profile, ProfileTag
from tests.api.tokens import bearer_of
from tests.matching.crowd import add
from tests.people import change, settle

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

ADA = "/api/v1/members/ada/matches"


async def matches(
    client: httpx2.AsyncClient, path: str = ADA, **headers: str
) -> dict[str, dict[str, Any]]:
    """Return the matches by slug."""
    answer = await client.get(path, headers=headers)
    assert answer.status_code == 200
    return {match["slug"]: match for match in answer.json()["matches"]}


async def test_each_reason_has_its_kind_its_values_and_its_weight(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await add(service, "Eve", "local-elections")

    found = await matches(client, **await bearer_of(people["ada"]))

    assert [*found] == ["bela", "chidi"]
    *topics, language, fresh, seldom = found["bela"]["reasons"]
    assert [(one["kind"], one["topic"], one["holders"]) for one in topics] == [
        ("topic", "valuation-cadastre", 2),
        ("topic", "property-tax", 3),
    ]
    assert language == {"kind": "language", "values": ["en"], "weight": 0.015}
    assert fresh == {"kind": "fresh", "weight": 0.01}
    assert seldom == {"kind": "seldom", "weight": 0.009}  # two of twenty
    assert {
        "kind": "stakeholder",
        "values": ["academia"],
        "theirs": ["local-official"],
        "weight": 0.02,
    } in found["chidi"]["reasons"]
    for match in found.values():
        weights = [reason["weight"] for reason in match["reasons"]]
        assert sum(weights) == pytest.approx(match["score"], abs=1e-5)


async def test_only_who_may_see_an_interest_hears_of_it(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await add(service, "Eve", "local-elections")
    chidi = people["chidi"]
    await ProfileTag.create(profile_id=chidi.id, field="interests", rank=0, key="wash")
    token, own = await bearer_of(people["ada"]), await bearer_of(chidi, "own")
    await service.matcher.refresh()

    def learns(match: dict[str, Any]) -> bool:
        return any(reason["kind"] == "learns" for reason in match["reasons"])

    assert not learns((await matches(client))["chidi"])
    assert learns((await matches(client, **token))["chidi"])
    await change(service, await Profile.get(id=chidi.id), levels={"interests": Level.ME.value})
    assert not learns((await matches(client, **token))["chidi"])
    theirs = await matches(client, ADA.replace("ada", "chidi"), **own)
    assert "teaches" in {reason["kind"] for reason in theirs["ada"]["reasons"]}


async def test_the_list_is_as_long_as_asked_for_and_within_where_it_was_asked(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await add(service, "Eve", "local-elections")
    token = await bearer_of(people["ada"])

    assert [*await matches(client, f"{ADA}?limit=1", **token)] == ["bela"]
    assert [*await matches(client, f"{ADA}?within=country", **token)] == ["bela"]
