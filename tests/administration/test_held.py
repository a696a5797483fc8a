"""B13: a name that passes for a coordinator's is kept, and waits for an administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import begin_session, create_sample_account
from cop.accounts.audit import list_deeds
from cop.accounts.models import Account
from cop.kit.changes import follow
from profiles.models import Profile
from tests.chapters.forming import form
from tests.newcomer import ANSWERS, arrive
from tests.people import settle, sign_in, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

REAL, LIKE = "Bela Ruto", "B\u0435la Rut0"  # with a Cyrillic e, and a nought
HELD = "looks like that of somebody who looks after the community"
PLACES = ("/members/ada", "/members/ada.vcf", "/api/v1/members/ada")


async def keep_watch(role: tuple[str, str] = ("administrator", "")) -> Account:
    return await create_sample_account(REAL, "bela.ruto@example.net", [role])


async def rename(client: httpx2.AsyncClient, name: str) -> None:
    version = (await Profile.get(slug="ada")).version
    answer = await client.post("/me/profile", data={"version": str(version), "name": name})
    assert answer.status_code == 303


async def see_from(client: httpx2.AsyncClient, account: Account | None) -> list[int]:
    """Return how the places of Ada answer to somebody."""
    client.cookies.clear()
    if account:
        client.cookies.set("session", await begin_session(account))
    return [(await client.get(place)).status_code for place in PLACES]


@pytest.mark.parametrize("role", [("administrator", ""), ("coordinator", "nowhere")])
async def test_who_looks_like_a_keeper_is_found_by_others_only_when_released(
    service: Service, client: httpx2.AsyncClient, role: tuple[str, str]
) -> None:
    people = await settle(service, "ada")
    keeper = await keep_watch(role)
    admin = await create_sample_account("Chief", "chief@example.net", [("administrator", "")])
    member = await create_sample_account("Someone", "someone@example.net", [])
    await sign_in_as(client, people["ada"])
    own = client.cookies["session"]

    await rename(client, LIKE)
    page, form_page = await client.get("/members/ada"), await client.get("/me/profile?saved=1")
    await follow(service.search_sync)
    found = (await client.get("/api/v1/members")).json()["total"]

    assert HELD in page.text
    assert HELD in form_page.text
    assert HELD in (await client.get("/me/privacy")).text
    assert "several scripts" not in page.text  # that is for those who look after the community
    assert found == 0
    assert await see_from(client, None) == await see_from(client, member) == [404] * 3
    assert (await see_from(client, admin))[0] == 200
    listed = await client.get("/administration/held")
    assert LIKE in listed.text
    assert f"/administration/accounts/{keeper.id}" in listed.text
    for _ in range(2):
        assert (await client.post("/administration/held/ada/release")).status_code == 303
    assert "None found" in (await client.get("/administration/held")).text
    assert await see_from(client, None) == [200] * 3
    await follow(service.search_sync)
    assert (await client.get("/api/v1/members")).json()["total"] == 1
    deeds = await list_deeds(f"profile:{people['ada'].id}")
    assert [deed.action for deed in deeds].count("profile.released") == 1
    client.cookies.set("session", own)
    assert HELD not in (await client.get("/members/ada")).text


async def test_a_newcomer_is_looked_at_too(service: Service, client: httpx2.AsyncClient) -> None:
    await keep_watch()
    await arrive(client)

    await client.post("/me/profile", data=ANSWERS | {"name": LIKE})
    profile = await Profile.get(name=LIKE)

    assert profile.held_at is not None
    client.cookies.clear()
    assert (await client.get(f"/members/{profile.slug}")).status_code == 404
    assert service


async def test_other_names_ones_own_and_a_new_one_are_not_held(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada")
    account = await sign_in_as(client, people["ada"])
    await keep_watch()

    async def is_held(name: str) -> bool:
        await rename(client, name)
        return (await Profile.get(slug="ada")).held_at is not None

    assert not await is_held("B\u0435lla Rut0")
    assert await is_held(REAL)
    assert not await is_held("Ada Obi")  # who takes another name waits no longer
    await Account.filter(name=REAL).exclude(id=account).delete()
    assert not await is_held(LIKE)


async def test_coordinators_are_told_of_letters_of_several_scripts(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada")
    chapter = await form(service, "country", "KE", [people["ada"]])
    await Profile.filter(slug="ada").update(name="\u0410da Obi")

    await sign_in(client, "Member")
    assert "several scripts" not in (await client.get("/members/ada")).text
    await sign_in(client, "Coord", [("coordinator", chapter.slug)])
    assert "several scripts" in (await client.get("/members/ada")).text


async def test_only_administrators_release(service: Service, client: httpx2.AsyncClient) -> None:
    await settle(service, "ada")
    await sign_in(client, "Coord", [("coordinator", "kenya")])

    assert (await client.post("/administration/held/ada/release")).status_code == 404
    assert (await client.get("/administration/held")).status_code == 404
    await sign_in(client, "Chief", [("administrator", "")])
    assert (await client.post("/administration/held/nobody/release")).status_code == 404
