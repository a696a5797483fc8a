"""Chapters of a region and of its countries, and who is in the reach of any, through HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cop.chapters.actions.making import Wanted, make_chapter
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.chapters import Kind
from profiles.fields import Visibility
from tests.chapters.forming import form
from tests.chapters.test_views import figures
from tests.people import change, settle, sign_in

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service


async def read(client: httpx2.AsyncClient, slug: str) -> dict[str, Any]:
    return dict((await client.get(f"/api/v1/chapters/{slug}")).json())


# Of the four all but Bela, for members, and Dina, hidden, are public: Ada in Kenya, Chidi in
# Nigeria. Both know about property tax, and Ada about water, too.
@pytest.mark.parametrize(
    ("kind", "scope", "reach"),
    [
        (Kind.REGIONAL, "ssa", ["ada", "chidi"]),
        (Kind.REGIONAL, "wb-region:ssf", ["ada", "chidi"]),
        (Kind.REGIONAL, "wb-region:mea", []),
        (Kind.REGIONAL, "subregion:east-africa", ["ada"]),
        (Kind.REGIONAL, "subregion:west-africa", ["chidi"]),
        (Kind.REGIONAL, "subregion:nowhere", []),
        (Kind.COUNTRY, "NG", ["chidi"]),
        (Kind.THEMATIC, "wash", ["ada"]),
        (Kind.THEMATIC, "topic-group:local-revenue", ["ada", "chidi"]),
        (Kind.THEMATIC, "topic-group:local-revenue@subregion:west-africa", ["chidi"]),
        (Kind.THEMATIC, "sector:public-finance", ["ada"]),
        (Kind.THEMATIC, "sector:public-finance@subregion:west-africa", []),
    ],
)
async def test_in_reach_is_whom_the_scope_holds_by_what_they_show(
    service: Service, client: httpx2.AsyncClient, kind: Kind, scope: str, reach: list[str]
) -> None:
    await settle(service)
    made = await make_chapter(None, Wanted(kind, scope), service.vocabulary)

    told = await read(client, made.slug)
    page = (await client.get(f"/chapters/{made.slug}")).text

    assert sorted(one["slug"] for one in told["members"]) == reach
    assert (told["reach"], figures(page)["In reach"]) == (len(reach), len(reach))
    assert sum(one["count"] for one in told["countries"]) == len(reach)


async def test_the_directory_lists_as_many_as_the_page_counts(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    wanted = Wanted(Kind.THEMATIC, "topic-group:local-revenue@subregion:east-africa")
    made = await make_chapter(None, wanted, service.vocabulary)
    await sign_in(client)

    page = (await client.get(f"/chapters/{made.slug}")).text
    asked = page.split("/members?topic=")[1].split('"')[0].replace("&amp;", "&")
    found = (await client.get(f"/api/v1/members?topic={asked}&ladder=0")).json()

    assert figures(page)["In reach"] == 2  # with Bela, who is for members
    assert [one["slug"] for one in found["hits"]] == ["ada"]


async def test_a_country_chapter_stands_in_each_region_that_holds_it_and_counts_there_once(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    ada, bela, chidi = people["ada"], people["bela"], people["chidi"]
    await form(service, "country", "KE", [ada, bela])
    await form(service, "country", "NG", [chidi])
    await form(service, "regional", "ssa", [ada, chidi])
    east = await make_chapter(
        None, Wanted(Kind.REGIONAL, "subregion:east-africa"), service.vocabulary
    )
    await sign_in(client)

    page = (await client.get("/chapters/sub-saharan-africa")).text
    africa, here, kenya = [
        await read(client, one) for one in ("sub-saharan-africa", east.slug, "kenya")
    ]

    assert figures(page)["Together"] == 3  # Ada is in two of them
    assert [(one["slug"], one["joined"]) for one in africa["chapters"]] == [
        ("kenya", 1),
        ("nigeria", 1),
    ]
    assert africa["together"] == 2  # without Bela, whom everyone may not find
    assert ([one["slug"] for one in here["chapters"]], here["together"]) == (["kenya"], 1)
    assert [one["slug"] for one in kenya["within"]] == [east.slug, "sub-saharan-africa"]
    assert "East Africa" in (await client.get("/chapters/kenya")).text


@pytest.mark.parametrize("who", ["visitor", "member"])
async def test_who_hides_changes_no_figure_of_a_chapter_or_of_those_around_it(
    service: Service, client: httpx2.AsyncClient, who: str
) -> None:
    people = await settle(service)
    kenya = await form(service, "country", "KE", [people["ada"]])
    await form(service, "regional", "ssa", [people["ada"]])
    await change(service, people["dina"], country="KE")
    if who == "member":
        await sign_in(client)
    addresses = ["/chapters", "/chapters/kenya", "/chapters/sub-saharan-africa"]
    addresses += [f"/api/v1{one}" for one in addresses]

    without = [(await client.get(one)).text for one in addresses]
    await join_chapters([(people["dina"].id, kenya)])
    await change(service, people["dina"], visibility=Visibility.HIDDEN.value)
    with_her = [(await client.get(one)).text for one in addresses]

    assert with_her == without
