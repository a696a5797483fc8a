"""What the API answers, to whom, and what may keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import Block
from cop.api.suggestions import LOOKED_THROUGH
from cop.kit.api import MOST_A_MINUTE
from profiles.actions.members import create_profiles
from profiles.member import Tag
from tests.api.tokens import bearer, bearer_of
from tests.people import like, refresh, settle, sign_in, sign_in_as
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service

MEMBERS = "/api/v1/members"


def slugs(response: httpx2.Response) -> set[str]:
    return {hit["slug"] for hit in response.json()["hits"]}


async def test_a_stranger_sees_what_is_public_and_a_token_what_its_owner_may_see(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    token = await bearer(await create_sample_account("Mo", "mo@example.net", []))

    assert slugs(await client.get(MEMBERS)) == {"ada", "chidi"}
    assert slugs(await client.get(MEMBERS, headers=token)) == {"ada", "bela", "chidi"}


@pytest.mark.parametrize(("reach", "bio"), [("own", True), ("members", False), ("public", False)])
async def test_a_token_reaches_no_further_than_it_was_made_for(
    service: Service, client: httpx2.AsyncClient, reach: str, *, bio: bool
) -> None:
    people = await settle(service)
    token = await bearer_of(people["chidi"], reach)

    own = await client.get(f"{MEMBERS}/chidi", headers=token)
    bela = await client.get(f"{MEMBERS}/bela", headers=token)

    assert ("bio" in own.json()) == bio
    assert bela.status_code == (404 if reach == "public" else 200)


async def test_a_cookie_counts_for_nothing(service: Service, client: httpx2.AsyncClient) -> None:
    people = await settle(service)
    await sign_in_as(client, people["bela"])

    assert (await client.get(f"{MEMBERS}/bela")).status_code == 404


@pytest.mark.parametrize("path", [MEMBERS, f"{MEMBERS}/ada", "/api/v1/openapi.json"])
@pytest.mark.parametrize("token", ["x", "", "é"])
async def test_a_token_that_is_none_of_ours_is_told_so(
    client: httpx2.AsyncClient, path: str, token: str
) -> None:
    response = await client.get(path, headers={"Authorization": f"Bearer {token}".encode()})

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert response.json()["title"] == "Unauthorized"


async def test_a_hidden_member_and_none_get_the_same_answer(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    for after in ("", "/matches", "/nearby"):
        hidden = await client.get(f"{MEMBERS}/dina{after}")
        absent = await client.get(f"{MEMBERS}/dino{after}")
        assert hidden.status_code == absent.status_code == 404
        assert hidden.content == absent.content
        assert hidden.headers == absent.headers


async def test_an_answer_for_everyone_may_be_kept_and_asked_for_again(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    first = await client.get(MEMBERS)
    tag = first.headers["ETag"]

    again = await client.get(MEMBERS, headers={"If-None-Match": f'"other", {tag}'})
    other = await client.get(MEMBERS, headers={"If-None-Match": '"other"'})

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert other.status_code == 200


async def test_an_answer_to_a_token_may_not_be_kept(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    token = await bearer_of(people["ada"])

    response = await client.get(MEMBERS, headers={**token, "If-None-Match": "*"})

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers


async def test_labels_come_in_the_language_asked_for_and_no_cookie_with_them(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    response = await client.get(f"{MEMBERS}/ada?lang=fr")
    accepted = await client.get(f"{MEMBERS}/chidi", headers={"Accept-Language": "fr"})

    assert response.json()["languages"][0]["label"] == "Anglais"
    assert accepted.json()["country"] == {"id": "NG", "label": "Nigeria"}
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/x", 404),
        ("POST", MEMBERS, 405),
        ("TRACE", MEMBERS, 405),
        ("GET", f"{MEMBERS}?q=a&q=b", 422),
        ("GET", f"{MEMBERS}?size=51", 422),
        ("GET", f"{MEMBERS}?size=0", 422),
        ("GET", f"{MEMBERS}?page=-1", 422),
        ("GET", f"{MEMBERS}?page=٣", 422),
        ("GET", f"{MEMBERS}?q=%00", 400),
        ("GET", f"{MEMBERS}?q=%ff", 400),
        ("GET", f"{MEMBERS}/ada/matches?within=moon", 422),
        ("GET", f"{MEMBERS}?lang=xx", 422),
        ("GET", "/api/v1/vocabulary/passwords", 404),
        ("GET", "/api/v1/countries/ZZ", 404),
    ],
)
async def test_what_cannot_be_answered_is_a_problem(
    client: httpx2.AsyncClient, method: str, path: str, status: int
) -> None:
    response = await client.request(method, path, headers={"Origin": "https://evil.example"})

    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["detail"]
    assert ("Allow" in response.headers) == (status == 405)


async def test_a_refused_parameter_is_named(client: httpx2.AsyncClient) -> None:
    response = await client.get(f"{MEMBERS}?size=1e9")

    assert list(response.json()["errors"]) == ["size"]


async def test_another_host_gets_a_problem_too(client: httpx2.AsyncClient) -> None:
    response = await client.get(MEMBERS, headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"


async def test_unknown_parameters_are_ignored(client: httpx2.AsyncClient) -> None:
    assert (await client.get(f"{MEMBERS}?utm=1&a[]=2;b")).status_code == 200


async def test_the_size_of_a_page_is_the_callers_choice(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    first = (await client.get(f"{MEMBERS}?size=1&sort=name")).json()
    second = (await client.get(f"{MEMBERS}?size=1&sort=name&page=2")).json()

    assert [hit["slug"] for hit in first["hits"]] == ["ada"]
    assert [hit["slug"] for hit in second["hits"]] == ["chidi"]
    assert first["total"] == second["total"] == 2


async def test_who_asks_too_often_is_asked_to_wait(app: ASGIApp) -> None:
    path = "/api/v1/vocabulary/levels"

    async with visit(app) as visitor:
        answers = [await visitor.get(path) for _ in range(MOST_A_MINUTE + 1)]
        page = await visitor.get("/about")

    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert answers[-1].headers["Content-Type"] == "application/problem+json"
    assert page.status_code == 200


async def test_a_token_is_counted_however_its_header_is_spelt(app: ASGIApp) -> None:
    path = "/api/v1/vocabulary/levels"
    token = await bearer(await create_sample_account("Mo", "mo@example.net", []))
    secret = token["Authorization"].removeprefix("Bearer ")

    async with visit(app) as visitor:
        for _each in range(MOST_A_MINUTE):
            await visitor.get(path, headers=token)
        for spelt in (f"bearer {secret}", f"BEARER   {secret} "):
            refused = await visitor.get(path, headers={"Authorization": spelt})
            assert refused.status_code == 429


async def test_suggestions_begin_as_typed_and_tell_strangers_nothing_of_members(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    token = await bearer(await create_sample_account("Mo", "mo@example.net", []))

    stranger = (await client.get("/api/v1/suggest?q=be")).json()
    member = (await client.get("/api/v1/suggest?q=be", headers=token)).json()
    place = (await client.get("/api/v1/suggest?q=univ nair")).json()

    assert stranger["people"] == []
    assert [one["slug"] for one in member["people"]] == ["bela"]
    assert stranger["countries"] == member["countries"] != []
    assert [one["name"] for one in place["institutions"]] == ["University of Nairobi"]


async def test_a_name_is_suggested_however_many_write_of_it(
    service: Service, client: httpx2.AsyncClient
) -> None:
    tagged = {"expertise": (Tag("property-tax"), Tag("", "Lawal"))}
    drafts = [
        like("ada", f"s{at}", tagged, name=f"Somebody {at}") for at in range(LOOKED_THROUGH + 5)
    ]
    drafts.append(like("ada", "lawalson", name="Lawalson Musa"))
    await create_profiles(drafts, published=True)
    await refresh(service)

    found = (await client.get("/api/v1/suggest?q=lawal")).json()["people"]

    assert [one["name"] for one in found] == ["Lawalson Musa"]


@pytest.mark.parametrize("typed", ["", "  ", "(((", "*", "a" * 10_000, '"', "AND OR NOT", "٪"])
async def test_anything_may_be_typed(client: httpx2.AsyncClient, typed: str) -> None:
    response = await client.get("/api/v1/suggest", params={"q": typed})

    assert response.status_code == 200


async def test_a_blocked_person_is_not_suggested_or_found(
    service: Service, client: httpx2.AsyncClient
) -> None:

    people = await settle(service)
    await bearer_of(people["ada"])
    caller = await create_sample_account("Mo", "mo@example.net", [])
    await people["ada"].refresh_from_db()
    await Block.create(account_id=caller.id, blocked_id=people["ada"].account_id)
    token = await bearer(caller)

    assert slugs(await client.get(MEMBERS, headers=token)) == {"bela", "chidi"}
    assert (await client.get("/api/v1/suggest?q=ada", headers=token)).json()["people"] == []
    assert (await client.get(f"{MEMBERS}/ada", headers=token)).status_code == 404


async def test_signing_in_changes_nothing_for_the_page_of_the_api(
    client: httpx2.AsyncClient,
) -> None:
    await sign_in(client)

    assert (await client.get("/api")).status_code == 200
