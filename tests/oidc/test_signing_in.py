"""Signing in with a provider: by issuer and subject, once, in the browser that began it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import Account, AuditRow, Challenge, Identity, LoginSession
from cop.kit.clock import now
from tests.oidc.walking import at_provider, browser, leave, walk, who, with_providers

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from tests.oidc.hostile import Hostile

VICTIM = "victim@example.org"


async def victim() -> Account:
    return await create_sample_account("Victim", VICTIM, [("administrator", "")])


async def test_the_way_out_has_state_nonce_and_a_hashed_verifier(
    visitor: httpx2.AsyncClient, house: Hostile
) -> None:
    first = parse_qs(urlsplit(await leave(visitor)).query)
    second = parse_qs(urlsplit(await leave(visitor)).query)

    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == ["http://127.0.0.1:8000/sign-in/with/house/back"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 43
        assert first[name] != second[name]
    cookie = visitor.cookies.get("challenge-oidc-house")
    assert cookie
    assert cookie not in str(first)
    assert not await Challenge.exists(key_hash=cookie)
    assert house.hits == {"metadata": 1}


async def test_the_cookie_is_for_this_browser_alone_and_comes_back_by_a_link(
    visitor: httpx2.AsyncClient,
) -> None:
    response = await visitor.post("/sign-in/with/house")

    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=900" in cookie
    assert response.headers["cache-control"] == "no-store"


async def test_a_new_person_gets_an_account_and_comes_back_to_it(
    service: Service, visitor: httpx2.AsyncClient, house: Hostile
) -> None:
    response = await walk(visitor)
    first = await who(visitor)
    house.claims = {"name": "Eve Changed", "email": "changed@example.org", "email_verified": True}
    async with browser(with_providers(service, house.provider())) as elsewhere:
        await walk(elsewhere)
        again = await who(elsewhere)

    assert response.headers["location"] == "/me"
    assert first.name == "Eve Else"
    assert again.account_id == first.account_id
    account = await Account.get()
    assert (account.email, account.verified_at, account.joined_at) == (None, None, None)
    deed = await AuditRow.get(action="account.created")
    assert (deed.subject, deed.detail) == (f"account:{account.id}", {"by": "oidc:house"})
    assert not await Challenge.exists()


async def test_one_comes_back_to_the_page_one_wanted_and_to_no_other_site(
    service: Service, house: Hostile
) -> None:
    arrived: list[str] = []
    for wanted in ("/chapters", "//evil.example", "https://evil.example", "/\\evil.example"):
        async with browser(with_providers(service, house.provider())) as client:
            page = await client.post("/sign-in/with/house", data={"next": wanted})
            address = page.text.partition("0; url=")[2].partition('"')[0].replace("&amp;", "&")
            arrived.append((await client.get(await at_provider(address))).headers["location"])

    assert arrived == ["/chapters", "/", "/", "/"]


async def test_a_verified_address_that_nobody_has_becomes_the_accounts_own(
    visitor: httpx2.AsyncClient, house: Hostile
) -> None:
    house.claims = {"email": "Eve@Example.org", "email_verified": True}

    await walk(visitor)

    account = await Account.get()
    assert account.email == "Eve@example.org"
    assert account.email_key == "eve@example.org"
    assert account.verified_at


@pytest.mark.parametrize("verified", [True, False, None, "true", 1])
@pytest.mark.parametrize("where", ["token", "userinfo"])
async def test_nobody_is_signed_in_as_whoever_has_the_same_address(
    visitor: httpx2.AsyncClient, house: Hostile, where: str, *, verified: object
) -> None:
    account = await victim()
    told = {"email": VICTIM, "email_verified": verified}
    if where == "token":
        house.claims = told
    else:
        house.userinfo = {"sub": "person-1"} | told

    response = await walk(visitor)

    viewer = await who(visitor)
    assert viewer.account_id not in {None, account.id}
    assert not viewer.is_administrator
    assert not viewer.is_member
    assert await Account.filter(email_key=VICTIM).count() == 1
    assert not await Identity.exists(account_id=account.id)
    assert (await Account.get(id=viewer.account_id)).email is None
    # Only who has proved the address is told that somebody has it.
    assert ("taken" in response.headers["location"]) == (verified is True)


async def test_whoever_has_an_account_already_is_told_how_to_link(
    visitor: httpx2.AsyncClient, house: Hostile
) -> None:
    await victim()
    house.claims = {"email": "VICTIM@example.org", "email_verified": True}

    response = await walk(visitor)
    page = await visitor.get(response.headers["location"])

    assert "You have an account already" in page.text


async def test_an_address_and_its_proof_come_from_one_document(
    visitor: httpx2.AsyncClient, house: Hostile
) -> None:
    house.claims = {"name": None, "email": VICTIM}
    house.userinfo = {"sub": "person-1", "name": "Eve Told", "email_verified": True}

    await walk(visitor)

    account = await Account.get()
    assert (account.name, account.email) == ("Eve Told", None)


async def test_what_is_told_of_another_subject_is_not_believed(
    visitor: httpx2.AsyncClient, house: Hostile
) -> None:
    house.userinfo = {"sub": "person-2", "email": "two@example.org", "email_verified": True}

    await walk(visitor)

    assert (await Account.get()).email is None


@pytest.mark.parametrize("name", [None, "", " \u200b ", "n" * 300, 7, "a\x00b", ["Eve"]])
async def test_whoever_has_no_name_to_keep_still_sees_pages(
    visitor: httpx2.AsyncClient, house: Hostile, name: object
) -> None:
    house.claims = {"name": name}

    await walk(visitor)
    page = await visitor.get("/about")

    assert page.status_code == 200
    assert "New" in page.text
    assert (await Account.get()).name == "New member"


async def test_a_way_back_leads_in_once(visitor: httpx2.AsyncClient) -> None:
    back = await at_provider(await leave(visitor))
    first = await visitor.get(back)
    sessions = await LoginSession.all().count()
    again = await visitor.get(back)

    assert (first.status_code, again.status_code) == (303, 422)
    assert await LoginSession.all().count() == sessions == 1


async def test_a_way_back_leads_nowhere_in_another_browser(
    service: Service, visitor: httpx2.AsyncClient, house: Hostile
) -> None:
    back = await at_provider(await leave(visitor))
    async with browser(with_providers(service, house.provider())) as victims:
        unbegun = await victims.get(back)
        await leave(victims)
        begun = await victims.get(back)
        assert "session" not in victims.cookies
        own = await walk(victims)

    assert (unbegun.status_code, begun.status_code, own.status_code) == (422, 422, 303)
    assert house.hits["token"] == 1


async def test_a_wrong_state_does_not_use_up_what_was_begun(visitor: httpx2.AsyncClient) -> None:
    address = await leave(visitor)
    wrong = [
        (await visitor.get(f"/sign-in/with/house/back?{query}")).status_code
        for query in ("code=x&state=guessed", "code=x", "code=x&state=", "error=x&state=\u20ac")
    ]
    right = await visitor.get(await at_provider(address))

    assert wrong == [422] * 4
    assert right.status_code == 303


async def test_what_was_begun_too_long_ago_is_over(visitor: httpx2.AsyncClient) -> None:
    back = await at_provider(await leave(visitor))
    await Challenge.all().update(expires_at=now() - timedelta(seconds=1))

    assert (await visitor.get(back)).status_code == 422


@pytest.mark.parametrize("state", ["", "wrong", "right"])
async def test_the_providers_words_about_an_error_are_never_shown(
    visitor: httpx2.AsyncClient, state: str
) -> None:
    kept = parse_qs(urlsplit(await leave(visitor)).query)["state"][0]
    sent = kept if state == "right" else state
    query = f"error=Zebra1&error_description=Zebra2&error_uri=Zebra3&state={sent}"

    response = await visitor.get(f"/sign-in/with/house/back?{query}")

    assert response.status_code == 422
    assert "Zebra" not in response.text
    assert ("The House" in response.text) == (state == "right")


async def test_a_person_who_is_banned_is_not_signed_in(visitor: httpx2.AsyncClient) -> None:
    await walk(visitor)
    visitor.cookies.delete("session")
    await Account.all().update(banned_at=now())

    response = await walk(visitor)

    assert response.status_code == 403
    assert "session" not in visitor.cookies


async def test_a_provider_that_is_not_set_up_is_not_there(visitor: httpx2.AsyncClient) -> None:
    answers = [
        await visitor.post("/sign-in/with/nobody"),
        await visitor.get("/sign-in/with/nobody/back?code=x&state=y"),
        await visitor.post("/account/identities/with/house"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


async def test_beginning_is_a_post_from_our_own_pages(visitor: httpx2.AsyncClient) -> None:
    foreign = await visitor.post("/sign-in/with/house", headers={"Origin": "https://evil.example"})

    assert (await visitor.get("/sign-in/with/house")).status_code == 405
    assert foreign.status_code == 403


async def test_every_provider_has_its_button(visitor: httpx2.AsyncClient) -> None:
    page = await visitor.get("/sign-in")

    assert "Sign in with The House" in page.text
    assert 'action="/sign-in/with/house"' in page.text
