"""What two members have in common, and who is close to both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.viewer import ANY_MEMBER, ANYONE
from matching.pairs import see_pair
from profiles.fields import Level, Visibility
from tests.matching.crowd import add
from tests.matching.test_views import page, panel
from tests.people import change, settle, sign_in, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

TAX, LAND = "property-tax", "valuation-cadastre"


async def test_a_pair_says_what_both_know_and_how_much_each_counts(service: Service) -> None:
    await add(service, "One", TAX, LAND, "wash")
    await add(service, "Two", TAX, LAND, "climate-finance")
    await add(service, "Three", TAX)

    pair = await see_pair(service.matcher, "one", "two", ANYONE)
    mirrored = await see_pair(service.matcher, "two", "one", ANYONE)

    assert [(shared.topic, shared.holders) for shared in pair.topics] == [(LAND, 2), (TAX, 3)]
    assert sum(shared.share for shared in pair.topics) == 1
    assert pair.holders == 2
    assert mirrored.topics == pair.topics
    assert [(alike.field, [tag.key for tag in alike.tags]) for alike in pair.alike] == [
        ("country", ["KE"])
    ]


async def test_who_is_between_shares_something_with_both(service: Service) -> None:
    await add(service, "One", TAX, "wash")
    await add(service, "Two", LAND, "climate-finance")
    await add(service, "Weak", "wash", "climate-finance", "local-elections", "party-politics")
    await add(service, "Strong", TAX, LAND)
    await add(service, "Neither", "local-councils")

    pair = await see_pair(service.matcher, "one", "two", ANYONE)

    assert pair.topics == []
    assert [third.member.slug for third in pair.between] == ["strong", "weak"]
    strong = pair.between[0]
    assert [shared.topic for shared in strong.with_one] == [TAX]
    assert [shared.topic for shared in strong.with_other] == [LAND]


async def test_what_one_hides_is_not_in_common_and_nobody_is_between_by_it(
    service: Service,
) -> None:
    await add(service, "One", TAX)
    await add(service, "Two", TAX, LAND)
    await add(service, "Other", "wash")
    third = await add(service, "Third", TAX, LAND)
    await change(service, third, levels={"expertise": Level.MEMBERS.value})

    seen = await see_pair(service.matcher, "one", "third", ANYONE)
    by_members = await see_pair(service.matcher, "one", "third", ANY_MEMBER)

    assert (seen.topics, seen.between) == ([], [])
    assert [shared.topic for shared in by_members.topics] == [TAX]
    assert [one.member.slug for one in by_members.between] == ["two"]


async def test_the_page_of_a_pair_tells_it_in_words(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    await sign_in(client)

    shown = await page(client, "/members/ada/with/bela")

    assert "Property valuation and cadastre" in panel(shown, "topics")
    assert "University of Nairobi" in panel(shown, "alike")
    assert 'href="/members/bela"' in shown
    peers = panel(await page(client, "/members/ada"), "peers-title")
    assert 'href="/members/ada/with/bela"' in peers


async def test_hidden_and_absent_members_and_oneself_make_no_pair(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await change(service, people["bela"], visibility=Visibility.HIDDEN.value)

    hidden, absent = await ask(client, "bela"), await ask(client, "nobody")

    assert hidden.replace("bela", "nobody") == absent
    assert (await client.get("/members/bela/with/ada")).status_code == 404
    assert (await client.get("/members/ada/with/ada")).status_code == 404
    await sign_in_as(client, people["bela"])
    assert (await client.get("/members/bela/with/ada")).status_code == 200


async def ask(client: httpx2.AsyncClient, other: str) -> str:
    answer = await client.get(f"/members/ada/with/{other}")
    assert answer.status_code == 404
    return answer.text
