"""Saved searches: kept from the directory, looked after by their owner and nobody else."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

from cop.accounts.models import Account, Consent
from cop.privacy.actions.erasure import erase
from cop.searches.actions.saved import MOST_SEARCHES
from cop.searches.models import FoundBefore, SavedSearch
from tests.people import settle, sign_in, sign_in_as
from tests.searches.keeping import TAX, keep, tell
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service


async def test_a_question_is_kept_without_its_page_and_order(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    await sign_in(client)
    asked = "/members?q=impôt+foncier&country=KE&country=NG&sort=newest&page=2&exact=1&ladder=0"

    page = unescape((await client.get(asked)).text)
    kept = "q=imp%C3%B4t+foncier&country=KE&country=NG&exact=1"
    assert f'name="question" value="{kept}"' in page
    assert 'name="name" value="“impôt foncier”, Kenya, Nigeria"' in page
    await keep(client, kept)

    shown = unescape((await client.get("/searches")).text)
    assert f'href="/members?{kept}"' in shown
    for words in ("“impôt foncier”", "Kenya", "Nigeria"):
        assert f"<bdi>{words}</bdi>" in shown


async def test_a_question_is_proposed_by_what_it_means(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    await sign_in(client)

    page = unescape((await client.get("/members?q=impôt+foncier+zanzibari")).text)

    assert 'value="Property tax, “zanzibari”"' in page
    assert 'name="question"' not in (await client.get("/members")).text


async def test_a_visitor_signs_in_and_comes_back(client: httpx2.AsyncClient) -> None:
    page = (await client.get("/members?q=water&country=KE")).text

    assert 'href="/sign-in?next=/members%3Fq%3Dwater%26country%3DKE"' in page
    assert (
        await client.post("/searches", data={"question": TAX, "name": "Tax"})
    ).status_code == 404
    assert (await client.get("/searches")).headers["location"] == "/sign-in?next=%2Fsearches"


async def test_the_same_question_twice_is_kept_once_and_so_many_are_enough(
    service: Service, client: httpx2.AsyncClient
) -> None:
    assert service
    account = await sign_in(client)
    first = await keep(client)
    assert (await keep(client, f"{TAX}&page=3&sort=name", "Other")).id == first.id
    await SavedSearch.bulk_create(
        [
            SavedSearch(account_id=account, name="x", question=f"q={at}")
            for at in range(MOST_SEARCHES - 1)
        ]
    )

    refused = await client.post("/searches", data={"question": "q=new", "name": "New"})

    assert refused.status_code == 409
    assert "Delete one first" in refused.text
    assert await SavedSearch.all().count() == MOST_SEARCHES


async def test_what_cannot_be_kept_is_refused_with_a_reason(
    service: Service, client: httpx2.AsyncClient
) -> None:
    assert service
    await sign_in(client)
    many = "&".join(f"topic={at:060}" for at in range(40))
    for question, name, reason in (
        ("", "All", "Ask the directory something first"),
        ("page=2", "All", "Ask the directory something first"),
        (TAX, " ", "Write what the search shall be called"),
        (TAX, "x" * 81, "longer than 80"),
        ("q=%EE%80%80", "Odd", "cannot be shown"),
        ("topic=%01", "Odd", "cannot be shown"),
        (f"{many}&{many.replace('topic', 'sector')}", "Long", "too long to be kept"),
        ("q=a&q=b", "Twice", "given more than once"),
    ):
        refused = await client.post("/searches", data={"question": question, "name": name})
        assert (refused.status_code, reason in refused.text) == (422, True), reason
    assert not await SavedSearch.exists()


async def test_nobody_touches_the_search_of_another(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    assert service
    await sign_in(client, "Ada")
    search = await keep(client, often="weekly")
    before = await SavedSearch.filter(id=search.id).values()

    async with visit(app) as other:
        await sign_in(other, "Bela")
        assert "Tax" not in (await other.get("/searches")).text
        for number in (search.id, 999_999, "x"):
            for path, data in (
                ("", {"name": "Mine", "often": "off"}),
                ("/delete", {}),
                ("/feed", {"feed": "renew"}),
            ):
                response = await other.post(f"/searches/{number}{path}", data=data)
                assert response.status_code == 404, path

    assert await SavedSearch.filter(id=search.id).values() == before


async def test_to_ask_for_mails_is_to_agree_and_to_end_them_forgets_whom_they_found(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    await sign_in(client)
    search = await keep(client, often="weekly")
    await tell(service)
    assert await FoundBefore.filter(search_id=search.id).count() == 3
    assert "Last looked on" in (await client.get("/searches")).text

    for often in ("off", "off", "often"):
        await client.post(f"/searches/{search.id}", data={"name": "Rates", "often": often})

    kept = await SavedSearch.get(id=search.id)
    assert (kept.name, kept.often, kept.due_at, kept.looked_at) == ("Rates", "off", None, None)
    assert not await FoundBefore.exists()
    said = await Consent.filter(kind="alerts").order_by("id").values_list("given", "words")
    assert [given for given, _words in said] == [True, False]
    assert said[0][1] == "Once a week a mail tells me who is new in a search that I saved."


async def test_without_a_proved_address_nobody_can_be_told(
    service: Service, client: httpx2.AsyncClient
) -> None:
    assert service
    account = await sign_in(client)
    search = await keep(client)
    await Account.filter(id=account).update(verified_at=None)

    refused = await client.post(f"/searches/{search.id}", data={"name": "T", "often": "weekly"})

    assert refused.status_code == 409
    assert "give your account an e-mail address first" in refused.text


async def test_a_deleted_search_and_an_erased_owner_leave_nothing(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])
    for question in (TAX, "q=water"):
        await keep(client, question, often="monthly")
    await tell(service)
    first = await SavedSearch.all().order_by("id").first()
    assert first

    assert (await client.post(f"/searches/{first.id}/delete")).status_code == 303
    assert {one.question for one in await SavedSearch.all()} == {"q=water"}
    assert not await FoundBefore.filter(search_id=first.id).exists()

    await erase(await Account.get(id=first.account_id), None, service.settings)
    assert not await SavedSearch.exists()
    assert not await FoundBefore.exists()


async def test_the_archive_holds_ones_searches(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    await sign_in(client)
    await keep(client, name="Zanzibar taxes", often="weekly")
    await tell(service)

    archive = (await client.get("/me/privacy/download")).content

    assert b"saved_searches.json" in archive
    assert b"found_before.csv" in archive
