"""What the search field suggests, as options that a reader may go to."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from cop.chapters.models.chapters import Chapter
from profiles.fields import Level
from profiles.models import Institution
from tests.people import change, settle, sign_in, sign_in_as
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service

OPTION = re.compile(r'<a role="option"[^>]*href="([^"]+)">(.*?)</a>', re.DOTALL)


async def options(client: httpx2.AsyncClient, typed: str, language: str = "en") -> dict[str, str]:
    """Return what is suggested: where it leads, and what it says."""
    answer = await client.get("/suggest", params={"q": typed, "lang": language})
    assert answer.status_code == 200
    return {
        html.unescape(href): " ".join(html.unescape(re.sub("<[^>]+>", "", text)).split())
        for href, text in OPTION.findall(answer.text)
    }


async def test_each_kind_leads_to_its_page(service: Service, client: httpx2.AsyncClient) -> None:
    await settle(service)
    await Chapter.create(slug="kenya", kind="country", scope="KE", topics=[], quality={})

    found = await options(client, "ken") | await options(client, "ada") | await options(
        client, "univ"
    ) | await options(client, "property t")  # fmt: skip

    assert found["/members/ada"] == "Ada Obi Kenya"
    assert found["/members?country=KE"] == "Kenya"
    assert found["/members?topic=property-tax"] == "Property tax"
    assert found["/members?institution=university-of-nairobi-ke"] == "University of Nairobi Kenya"
    assert found["/chapters/kenya"] == "Kenya"


async def test_the_other_word_that_was_asked_stands_beside_the_label(
    client: httpx2.AsyncClient,
) -> None:
    found = await options(client, "obligations muni")

    label = "Municipal bonds and capital markets"
    asked = "asked as “Obligations municipales et marchés de capitaux”"
    assert found == {"/members?topic=municipal-bonds": f"{label} {asked}"}


async def test_labels_are_in_the_readers_language(client: httpx2.AsyncClient) -> None:
    found = await options(client, "south afr", "fr")

    assert found["/members?country=ZA"].startswith("Afrique du Sud ")
    assert "South Africa" in found["/members?country=ZA"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("univ", "1 suggestion"), ("qqqq", "No suggestions"), ("", "No suggestions")],
)
async def test_how_many_there_are_is_said_in_a_sentence(
    service: Service, client: httpx2.AsyncClient, typed: str, said: str
) -> None:
    await settle(service)

    assert f"<p hidden>{said}</p>" in (await client.get("/suggest", params={"q": typed})).text


async def test_who_hides_is_not_suggested_any_more(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])
    async with visit(app) as member:
        await sign_in(member)
        before = await options(member, "ada")
        await client.post("/me/hide")
        after = await options(member, "ada")

    assert "/members/ada" in before
    assert "/members/ada" not in after  # though the index still has her


async def test_an_institution_where_one_may_find_nobody_is_not_suggested(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    people = await settle(service, "bela")
    async with visit(app) as member:
        await sign_in(member)
        of_member = await options(member, "univ")
        await change(service, people["bela"], levels={"institution": Level.CHAPTERS})
        of_hidden = await options(member, "univ")

    assert [*of_member] == ["/members?institution=university-of-nairobi-ke"]
    assert await options(client, "univ") == of_hidden == {}


async def test_names_are_text_whatever_is_in_them(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service, "ada")
    await Institution.filter(slug="university-of-nairobi-ke").update(name="University <img src=x>")

    answer = await client.get("/suggest?q=univ")

    assert "University &lt;img src=x&gt;" in answer.text
