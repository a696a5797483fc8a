"""Signing in, out, and how pages look, through HTTP."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING

from cop.accounts.actions.sessions import begin_session, create_sample_account
from cop.accounts.models import Account, LoginSession
from cop.accounts.queries import ABSOLUTE, IDLE, find_viewer, hash_token
from cop.kit.clock import now
from tests.people import sign_in
from tests.serving import serve, visit

if TYPE_CHECKING:
    import httpx2

    from cop.kit.settings import Settings
    from cop.running import Service


async def test_a_sample_account_signs_in_and_out(client: httpx2.AsyncClient) -> None:
    account = await create_sample_account("Ada Admin", "ada@example.org", [("administrator", "")])

    signed_in = await client.post("/sign-in/sample", data={"account": account.id})
    token = client.cookies["session"]
    home = await client.get("/about")
    signed_out = await client.post("/sign-out")
    client.cookies.set("session", token)
    after = await client.get("/about")

    assert signed_in.status_code == signed_out.status_code == 303
    assert "Sign out" in home.text
    assert "Sign out" not in after.text
    assert signed_out.headers["Clear-Site-Data"] == '"cache", "storage"'


async def test_the_session_is_stored_as_a_hash_only(client: httpx2.AsyncClient) -> None:
    account = await create_sample_account("Ada", "ada@example.org", [])
    await client.post("/sign-in/sample", data={"account": account.id})

    rows = await LoginSession.all().values()

    assert client.cookies["session"] not in str(rows)
    assert rows[0]["token_hash"] == hash_token(client.cookies["session"])


async def test_the_session_cookie_is_closed_to_scripts_and_other_sites(
    client: httpx2.AsyncClient,
) -> None:
    account = await create_sample_account("Ada", "ada@example.org", [])

    response = await client.post("/sign-in/sample", data={"account": account.id})

    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


async def test_nobody_signs_in_without_proof_on_a_public_deployment(
    service: Service, https_settings: Settings
) -> None:
    account = await create_sample_account("Ada", "ada@example.org", [])
    app = serve(dataclasses.replace(service, settings=https_settings))
    async with visit(app, "https://network.example.org") as visitor:
        page = await visitor.get("/sign-in")
        response = await visitor.post("/sign-in/sample", data={"account": account.id})

    assert "Ada" not in page.text
    assert response.status_code == 404
    assert "set-cookie" not in response.headers


async def test_only_sample_accounts_can_be_chosen(client: httpx2.AsyncClient) -> None:
    account = await Account.create(name="Real Person", email_key="real@example.org")

    for choice in (str(account.id), "0", "-1", "²", "1e5", "9" * 5_000, "", "x"):
        response = await client.post("/sign-in/sample", data={"account": choice})
        assert response.status_code == 404


async def test_a_session_ends_when_unused_or_old(service: Service) -> None:
    del service
    account = await create_sample_account("Ada", "ada@example.org", [])
    unused, old, young = [await begin_session(account) for _ in range(3)]
    moment = now()
    idle = moment - IDLE - timedelta(minutes=1)
    ancient = moment - ABSOLUTE - timedelta(minutes=1)
    await LoginSession.filter(token_hash=hash_token(unused)).update(seen_at=idle)
    await LoginSession.filter(token_hash=hash_token(old)).update(created_at=ancient)

    assert not (await find_viewer(unused)).is_member
    assert not (await find_viewer(old)).is_member
    assert (await find_viewer(young)).is_member


async def test_a_role_taken_away_is_gone_at_the_next_request(service: Service) -> None:
    del service
    account = await create_sample_account("Ada", "ada@example.org", [("administrator", "")])
    token = await begin_session(account)
    before = await find_viewer(token)

    await account.roles.all().delete()
    after = await find_viewer(token)

    assert before.is_administrator
    assert not after.is_administrator


async def test_the_appearance_is_kept_in_a_cookie(client: httpx2.AsyncClient) -> None:
    await client.post("/preferences", data={"theme": "dark", "next": "/about"})

    assert 'data-theme="dark"' in (await client.get("/about")).text


async def test_an_appearance_that_does_not_exist_is_not_kept(client: httpx2.AsyncClient) -> None:
    response = await client.post("/preferences", data={"theme": '"><script>', "next": "/about"})

    assert "set-cookie" not in response.headers


async def test_a_sample_account_goes_where_it_wanted_to_on_a_device_with_a_name(
    service: Service,
) -> None:
    account = await create_sample_account("Ada", "ada@example.org", [])
    async with visit(serve(service)) as client:
        client.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"
        for wanted, place in (("/me/privacy", "/me/privacy"), ("//evil.example", "/")):
            sent = {"account": account.id, "next": wanted}
            answer = await client.post("/sign-in/sample", data=sent)
            assert answer.headers["location"] == place
        assert "Firefox, Linux" in (await client.get("/account")).text


async def test_a_page_that_is_not_there_offers_visitors_to_sign_in(
    client: httpx2.AsyncClient,
) -> None:
    offer = 'href="/sign-in?next=/members/nobody"'

    assert offer in (await client.get("/members/nobody")).text
    await sign_in(client)
    assert offer not in (await client.get("/members/nobody")).text
