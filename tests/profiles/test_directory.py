"""What the directory makes of a question: chips, the ladder, and ways back to the plain words."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from profiles.actions.members import create_profiles
from profiles.fields import Level
from profiles.models import ProfileTag
from profiles.question import PAGE_SIZE
from tests.people import change, like, refresh, settle

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service


async def ask(client: httpx2.AsyncClient, text: str, **more: str) -> dict[str, Any]:
    """Ask the API as everyone."""
    response = await client.get("/api/v1/members", params={"q": text, **more})
    assert response.status_code == 200
    return response.json()


async def look(client: httpx2.AsyncClient, text: str, **more: str) -> str:
    """Look at the page, without its marks."""
    response = await client.get("/members", params={"q": text, **more})
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.text)).split())


def rungs(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(hit["rung"], hit["slug"]) for hit in answer["hits"]]


def links(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="(\?[^"]*)"', page)]


async def test_a_topic_is_found_by_whatever_it_is_called(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    page = await look(client, "impôt foncier")
    exact = await look(client, "impôt foncier", exact="1")

    assert "Showing people who list “Property tax”, our shared term for “impôt foncier”." in page
    assert "Search the exact words instead" in page
    assert "Ada Obi" in page
    assert "Showing people who answer the exact words." in exact
    assert "our shared term" not in exact


async def test_each_part_of_a_question_can_be_left_out(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    page = (await client.get("/members?q=property+tax+in+Kenya&sector=public-finance&page=1")).text

    assert "?q=in+Kenya&sector=public-finance" in links(page)
    assert "?q=property+tax+in&sector=public-finance" in links(page)


async def test_where_a_country_has_few_others_follow_rung_by_rung(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)

    answer = await ask(client, "property tax Kenya")
    page = await look(client, "property tax Kenya")

    assert answer["understood"]["countries"] == ["KE"]
    assert answer["understood"]["topics"] == ["property-tax"]
    assert answer["total"] == 1
    assert rungs(answer) == [("country", "ada"), ("region", "chidi")]
    assert answer["rungs"] == [{"rung": "country", "count": 1}, {"rung": "region", "count": 1}]
    assert answer["facets"]["country"] == [{"id": "KE", "label": "Kenya", "count": 1}]
    assert re.search(r"In Kenya 1 member .*Ada Obi.* Elsewhere in the region 1 member", page)
    assert rungs(await ask(client, "property tax Kenya", ladder="0")) == [("country", "ada")]
    assert rungs(await ask(client, "property tax", country="KE")) == rungs(answer)

    await ProfileTag.create(
        profile_id=people["chidi"].id, field="countries_known", key="KE", rank=0
    )
    await change(service, people["chidi"], country="UG")

    knowing = await ask(client, "property tax Kenya")
    assert rungs(knowing) == [("country", "ada"), ("knows-country", "chidi")]
    assert knowing["hits"][1]["why"][-1] == {
        "field": "countries_known", "id": "KE", "text": "Kenya",
    }  # fmt: skip


async def test_a_rung_that_does_not_fit_on_the_page_leads_to_all_of_it(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service, "ada")
    uganda = {"country": "UG", "city": "", "city_id": None}
    drafts = [like("chidi", f"chidi-{one}", name=f"Chidi Eze {one}", **uganda) for one in range(25)]
    await create_profiles(drafts, published=True)
    await refresh(service)

    page = (await client.get("/members?q=Chidi+Kenya&stakeholder=local-official")).text

    assert "In neighbouring countries" in page
    assert page.count("<article") == PAGE_SIZE
    (all_of_them,) = (one for one in links(page) if "country=UG" in one and "country=TZ" in one)
    assert all_of_them.startswith("?q=Chidi&stakeholder=local-official&country=")
    assert "25 members" in (await client.get(f"/members{all_of_them}")).text


async def test_who_is_called_like_a_place_is_found_by_name(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await change(service, people["chidi"], name="Solomon Eze")

    answer = await ask(client, "Solomon Eze")
    page = await look(client, "Solomon Eze")

    assert answer["understood"]["countries"] == ["SB"]
    assert answer["understood"]["exact"] is True
    assert rungs(answer) == [("world", "chidi")]
    assert "Nobody answers this as we understand it." in page


async def test_who_answers_the_exact_words_instead_is_paged(
    service: Service, client: httpx2.AsyncClient
) -> None:
    namesakes = [like("ada", slug, name="Jordan Smith") for slug in ("one", "two", "three")]
    await create_profiles(namesakes, published=True)
    await refresh(service)

    pages = [await ask(client, "Jordan Smith", size="1", page=page) for page in "1234"]

    shown = [slug for page in pages for _rung, slug in rungs(page)]
    assert sorted(shown[:3]) == ["one", "three", "two"]
    assert shown[3] == shown[2]


async def test_what_is_ambiguous_is_asked(service: Service, client: httpx2.AsyncClient) -> None:
    await settle(service)

    page = (await client.get("/members", params={"q": "water Guinea"})).text
    georgia = (await client.get("/members", params={"q": "Georgia"})).text
    answer = await ask(client, "water Guinea")

    assert {f"?q=water&country={code}" for code in ("GN", "GQ", "GW", "PG")} <= {*links(page)}
    assert "?q=%22Georgia%22&country=US" in links(georgia)
    (water, guinea) = answer["understood"]["ambiguous"]
    assert [one["id"] for one in guinea["readings"]] == ["GN", "GQ", "GW", "PG"]
    assert water["readings"][0]["kind"] == "topic"


async def test_a_group_of_topics_stands_for_the_topics_in_it(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    by_words = await ask(client, "fiscalité locale Nigeria")
    within = {"topic": "local-revenue", "country": "NG", "ladder": "0"}
    by_filter = await ask(client, "", **within)
    exactly = await ask(client, "Chidi", exact="1", **within)

    assert rungs(by_words)[0] == ("country", "chidi")
    assert rungs(by_filter) == rungs(exactly) == [("country", "chidi")]
    assert by_words["hits"][0]["why"][0]["id"] == "property-tax"


async def test_an_institution_is_understood_by_those_who_may_find_somebody_there(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    told = await ask(client, "Univ. of Nairobi")
    await change(service, people["ada"], levels={"institution": Level.MEMBERS.value})

    hidden = await ask(client, "Univ. of Nairobi")

    assert told["understood"]["institutions"] == [told["understood"]["parts"][0]["ids"][0]]
    assert rungs(told) == [("world", "ada")]
    assert told["hits"][0]["why"][0]["text"] == "University of Nairobi"
    assert hidden["understood"]["institutions"] == []


async def test_a_town_is_found_by_its_name_in_any_language(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await change(service, people["ada"], levels={"city": Level.PUBLIC.value})

    assert rungs(await ask(client, "نيروبي")) == [("world", "ada")]


async def test_names_are_found_with_a_typo_in_each_part_and_without_their_marks(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    for name, typed in (
        ("Solange Ouédraogo", "Solnage Ouedrago"),
        ("Łukasz Wójcik", "lukasz wojcik"),
        ("محمّد الأمين", "محمد الامين"),
        ("Олена Шевченко", "Олена Шевчнко"),
    ):
        await change(service, people["chidi"], name=name)
        assert rungs(await ask(client, typed)) == [("world", "chidi")], typed


async def test_where_nobody_has_the_words_who_has_nearly_them_is_shown(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await change(service, people["chidi"], name="Liban Jama")

    answer = await ask(client, "Lbian Jaa")  # of three letters none may be wrong
    page = await look(client, "Lbian Jaa")

    assert rungs(answer) == [("world", "chidi")]
    assert answer["understood"]["nearly"] is True
    assert [why["text"] for why in answer["hits"][0]["why"]] == ["Liban Jama"]
    assert "These people have words like them." in page
    assert (await ask(client, "Lbian Jaa", exact="1"))["total"] == 0
