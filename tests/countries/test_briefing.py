"""The briefing of a country, through HTTP: whom it names to whom, and that its numbers add up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cop.chapters.models.chapters import Chapter
from profiles.actions.members import create_profiles
from profiles.fields import Level
from tests.chapters.forming import form
from tests.people import change, like, refresh, settle, sign_in, sign_in_as, tags
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service

KENYA = "/countries/KE/briefing"


def matrix(page: str) -> dict[str, list[int]]:
    """Return the rows of the first table: group -> members by level, and all."""
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    rows: dict[str, list[int]] = {}
    for row in body.split("<tr>")[1:]:
        name, *cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        plain = [re.sub("<[^>]+>", "", cell).strip() for cell in cells]
        rows[re.sub("<[^>]+>", "", name).strip()] = [
            int(one.replace("\N{EN DASH}", "0")) for one in plain
        ]
    return rows


async def test_a_briefing_names_whom_the_reader_may_find(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    await settle(service)
    async with visit(app) as member:
        await sign_in(member)
        of_member = (await member.get(KENYA)).text

    of_stranger = (await client.get(KENYA)).text

    assert "Ada Obi" in of_stranger
    assert "Bela Ruto" not in of_stranger
    assert "Ada Obi" in of_member
    assert "Bela Ruto" in of_member
    assert "Dina Haddad" not in (await client.get("/countries/EG/briefing")).text


async def test_the_matrix_adds_up_and_says_who_does_not_say(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await change(service, people["ada"], government_level="local")
    await change(service, people["bela"], levels={"stakeholder": Level.ME})
    await sign_in(client)

    rows = matrix((await client.get(KENYA)).text)

    assert sum(row[-1] for row in rows.values()) == 2
    assert all(sum(row[:-1]) == row[-1] for row in rows.values())
    assert rows["Knowledge and private actors"] == [0, 0, 0, 1, 0, 0, 1]
    assert rows["Not said"] == [0, 0, 0, 0, 0, 1, 1]


async def test_who_knows_the_country_from_elsewhere_is_named_with_where_they_are(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    knows = {"countries_known": tags("KE")}
    drafts = [
        like("chidi", "efe", knows, name="Efe Ike"),
        like("chidi", "fola", knows, name="Fola Ojo", country="KE"),  # but not from elsewhere
    ]
    await create_profiles(drafts, published=True)
    await refresh(service)

    page = (await client.get(KENYA)).text
    elsewhere = page[page.index('id="elsewhere"') :]

    assert "Efe Ike" in elsewhere
    assert "Nigeria" in elsewhere
    assert "Fola Ojo" not in elsewhere[: elsewhere.index("</table>")]


async def test_paper_holds_nothing_that_only_a_coordinator_or_its_owner_sees(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    people = await settle(service)
    await change(service, people["ada"], levels={"position": Level.CHAPTERS})
    kenya = await form(service, "country", "KE", [people["ada"]])
    await sign_in(client, "Co", [("coordinator", kenya.slug)])
    async with visit(app) as owner:
        await sign_in_as(owner, people["ada"])
        of_owner = (await owner.get(KENYA)).text

    of_coordinator = (await client.get(KENYA)).text

    assert "Professor" in (await client.get("/members/ada")).text
    for page in (of_owner, of_coordinator):
        assert "Ada Obi" in page
        assert "Professor" not in page


async def test_neighbours_and_chapters_are_named(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await change(service, people["chidi"], country="UG", city="", city_id=None)
    for slug, kind, scope in (
        ("africa", "regional", "ssa"),
        ("tax", "thematic", "property-tax+land-governance"),
        ("parks", "thematic", "public-space+urban-planning"),
    ):
        await Chapter.create(slug=slug, kind=kind, scope=scope, topics=[], quality={})

    page = (await client.get(KENYA)).text

    assert re.search(r'<a href="/countries/UG">Uganda</a></th><td class="num">1</td>', page)
    assert 'href="/chapters/africa"' in page
    assert 'href="/chapters/tax"' in page
    assert 'href="/chapters/parks"' not in page


async def test_a_country_without_anybody_has_a_briefing_and_no_country_has_none(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    empty = await client.get("/countries/tv/briefing")

    assert empty.status_code == 200
    assert "No member you may find lives here." in empty.text
    assert (await client.get("/countries/ZZ/briefing")).status_code == 404
