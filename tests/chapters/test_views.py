"""The pages of chapters, through HTTP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cop.chapters.actions.making import ChapterExists
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, State
from tests.chapters.forming import form
from tests.people import settle, sign_in, sign_in_as
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service


def figures(html: str) -> dict[str, int]:
    """Return the figures at the head of a page, by their label."""
    found = re.findall(r"<dt>([^<]+)</dt>\s*<dd>\s*([\d,]+)", html)
    return {label.strip(): int(number.replace(",", "")) for label, number in found}


async def test_a_country_chapter_counts_its_own_country_only(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await form(service, "country", "KE", [people["ada"]])
    await sign_in(client)

    page = (await client.get("/chapters/kenya")).text

    assert figures(page)["Countries"] == 1
    assert figures(page)["Members"] == 1
    assert "Ada Obi" in page
    assert "Nigeria" not in page


async def test_who_is_hidden_is_no_member_of_a_chapter_that_others_see(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    chapter = await form(service, "thematic", "wash", [people["ada"], people["dina"]])
    await sign_in(client, "Coord", [("coordinator", chapter.slug)])
    await sign_in(client, "Other")

    page = (await client.get(f"/chapters/{chapter.slug}")).text

    assert "Ada Obi" in page
    assert "Dina Haddad" not in page
    assert figures(page)["Members"] == 1


async def test_a_bridge_is_called_by_its_sectors_and_reaches_who_shows_one_of_them(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await form(service, "bridge", "health+public-finance", [*people.values()], join=False)

    listed = (await client.get("/chapters")).text
    page = (await client.get("/chapters/health-public-finance")).text

    assert "Bridges between sectors" in listed
    assert "Health · Public finance</h1>" in page
    assert "A bridge between two sectors." in page
    assert figures(page)["In reach"] == 1
    assert "Ada Obi" in page
    assert "Chidi" not in page  # tells no sector


async def test_being_proposed_opens_nothing_to_a_coordinator(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    chapter = await form(service, "country", "NG", [people["chidi"]], join=False)
    await sign_in(client, "Coord", [("coordinator", chapter.slug)])

    before = (await client.get("/members/chidi")).text
    await join_chapters([(people["chidi"].id, chapter)])
    after = (await client.get("/members/chidi")).text

    assert "zebra" not in before
    assert "zebra" in after


async def test_a_chapter_is_formed_once(service: Service) -> None:
    people = await settle(service)
    await form(service, "country", "KE", [people["ada"]], join=False)

    with pytest.raises(ChapterExists):
        await form(service, "country", "KE", [people["bela"]], join=False)

    assert await Chapter.all().count() == 1
    assert await Membership.filter(state=State.SUGGESTED).count() == 1


@pytest.mark.parametrize("roles", [[], [("coordinator", "kenya")]])
async def test_only_administrators_see_and_accept_proposals(
    service: Service, client: httpx2.AsyncClient, roles: list[tuple[str, str]]
) -> None:
    await settle(service)
    await sign_in(client, roles=roles)
    data = {"kind": "country", "scope": "KE"}

    seen = await client.get("/chapters/proposals")
    accepted = await client.post(
        "/chapters/proposals", data=data, headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert (seen.status_code, accepted.status_code) == (404, 404)


async def test_a_member_joins_and_leaves_and_coordinators_see_as_much(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    people = await settle(service)
    await form(service, "country", "KE", [people["ada"]], join=False)
    await sign_in_as(client, people["bela"])

    async with visit(app) as coordinator:
        await sign_in(coordinator, "Cora", [("coordinator", "kenya")])
        for deed, undo in (("join", "leave"), ("leave", "join")):
            page = (await client.get("/chapters/kenya")).text
            assert f"/chapters/kenya/{deed}" in page
            assert f"/chapters/kenya/{undo}" not in page
            for _twice in range(2):
                assert (await client.post(f"/chapters/kenya/{deed}")).status_code == 303
            seen = "bela@example.org" in (await coordinator.get("/members/bela")).text
            assert seen is (deed == "join")


async def test_who_has_no_profile_is_not_asked_to_join(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await form(service, "country", "KE", [people["ada"]])

    assert "Sign in to join" in (await client.get("/chapters/kenya")).text
    await sign_in(client)
    page = (await client.get("/chapters/kenya")).text

    assert "Sign in to join" not in page
    assert "/chapters/kenya/join" not in page
