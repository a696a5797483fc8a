"""Chapters made by hand and from the file of working groups."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import AuditRow
from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions.making import ChapterExists, Wanted, make_chapter, seed_chapters
from cop.chapters.models.chapters import Chapter, Kind
from cop.chapters.models.memberships import Membership
from cop.kit.changes import Change
from tests.cli.shell import open_shell
from tests.people import settle, sign_in, sign_in_as
from tests.serving import visit

if TYPE_CHECKING:
    from pathlib import Path

    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service

ADMIN = [("administrator", "")]


@pytest.mark.parametrize(
    ("sent", "slug", "scope"),
    [
        ({"kind": "regional", "region": "wb-region:sas"}, "south-asia", "wb-region:sas"),
        ({"kind": "regional", "region": "region:ssa"}, "sub-saharan-africa", "ssa"),
        ({"kind": "country", "country": "KE"}, "kenya", "KE"),
        (
            {"kind": "thematic", "group": ["local-pfm", "local-revenue"], "name-en": "Money"},
            "money",
            "topic-group:local-pfm+local-revenue",
        ),
        (
            {"kind": "thematic", "sector": "health", "within": "subregion:sahel"},
            "health-sahel",
            "sector:health@subregion:sahel",
        ),
        ({"kind": "bridge", "sector": ["public-finance", "health"]}, "health-public-finance", ""),
        ({"kind": "free", "name-fr": "Les amis", "name-en": "New"}, "new-2", "new"),
    ],
)
async def test_an_administrator_makes_a_chapter_of_each_kind(
    client: httpx2.AsyncClient, sent: dict[str, str | list[str]], slug: str, scope: str
) -> None:
    await sign_in(client, roles=ADMIN)

    answer = await client.post("/chapters/new", data=sent)
    page = await client.get(answer.headers["location"])

    assert (answer.status_code, answer.headers["location"]) == (303, f"/chapters/{slug}")
    made = await Chapter.get(slug=slug)
    assert (made.kind, made.scope) == (sent["kind"], scope or "health+public-finance")
    assert page.status_code == 200
    assert await AuditRow.filter(action="chapter.made", subject=f"chapter:{slug}").count() == 1
    assert await Change.filter(kind="chapter", key=str(made.id)).count() == 1


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"kind": "regional", "region": "region:nowhere"}, "Choose a region."),
        ({"kind": "regional", "region": "topic:wash"}, "Choose a region."),
        ({"kind": "country"}, "Choose a country."),
        ({"kind": "thematic"}, "Choose a group of topics or a sector."),
        ({"kind": "thematic", "group": "local-pfm", "sector": "health"}, "not both"),
        ({"kind": "bridge", "sector": "health"}, "Choose two sectors."),
        ({"kind": "free", "name-en": " "}, "Give it a name"),
        ({"kind": "free", "name-en": "x" * 121}, "120"),
    ],
)
async def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: httpx2.AsyncClient, sent: dict[str, str], reason: str
) -> None:
    await sign_in(client, roles=ADMIN)

    answer = await client.post("/chapters/new", data={"name-fr": "", **sent})

    assert answer.status_code == 422
    assert reason in answer.text
    assert f'value="{sent["kind"]}"' in answer.text
    assert await Chapter.all().count() == 0


async def test_a_free_chapter_is_called_in_each_language_and_joined_like_others(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    people = await settle(service)
    names = {"en": "Young people", "fr": "Les jeunes"}
    await make_chapter(ADMINISTRATOR, Wanted.free(names), service.vocabulary)
    await sign_in_as(client, people["bela"])

    await client.post("/chapters/young-people/join")
    page = (await client.get("/chapters/young-people", params={"lang": "fr"})).text
    async with visit(app) as visitor:
        listed = (await visitor.get("/chapters", params={"lang": "pt"})).text
        told = (await visitor.get("/api/v1/chapters/young-people?lang=fr")).json()
        suggested = (await visitor.get("/api/v1/suggest?q=young")).text

    assert "Les jeunes</h1>" in page
    assert "Bela Ruto" in page
    assert "Young people" in listed
    assert (told["name"], told["kind"], told["reach"], told["joined"]) == (
        "Les jeunes",
        "free",
        0,
        0,
    )
    assert "young-people" in suggested


async def test_two_names_without_a_latin_letter_are_two_chapters(service: Service) -> None:
    made = [
        await make_chapter(ADMINISTRATOR, Wanted.free({"ar": name}), service.vocabulary)
        for name in ("شباب", "نساء")
    ]

    assert [one.slug for one in made] == ["chapter", "chapter-2"]
    with pytest.raises(ChapterExists):
        await make_chapter(ADMINISTRATOR, Wanted.free({"ar": "شباب"}), service.vocabulary)


@pytest.mark.parametrize("roles", [[], [("coordinator", "kenya")]])
async def test_nobody_else_makes_chapters(
    client: httpx2.AsyncClient, roles: list[tuple[str, str]]
) -> None:
    await sign_in(client, roles=roles)
    sent = {"kind": "country", "country": "KE"}

    answers = [await client.get("/chapters/new"), await client.post("/chapters/new", data=sent)]

    assert [one.status_code for one in answers] == [404, 404]


async def test_working_groups_are_made_once_with_all_their_names(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await make_chapter(ADMINISTRATOR, Wanted(Kind.REGIONAL, "ssa"), service.vocabulary)

    first, again = [await seed_chapters(service.vocabulary) for _twice in range(2)]
    listed = (await client.get("/api/v1/chapters?lang=es")).json()["chapters"]

    assert (len(first), again) == (11, [])
    kinds = [one["kind"] for one in listed]
    assert (kinds.count("regional"), kinds.count("thematic"), len(kinds)) == (5, 7, 12)
    assert {"Finanzas subnacionales", "África subsahariana"} <= {one["name"] for one in listed}
    assert await Membership.all().count() == 0


def test_the_command_says_what_it_made(tmp_path: Path) -> None:
    with open_shell(tmp_path) as run:
        run("migrate")

        made, nothing = [json.loads(run("chapters", "seed", "--json")[1]) for _twice in range(2)]

    assert (len(made["made"]), nothing) == (12, {"made": []})
    assert {"slug", "name", "kind", "scope", "joined"} <= {*made["made"][0]}
    assert Counter(one["state"] for one in made["made"]) == {"active": 7, "forming": 5}
