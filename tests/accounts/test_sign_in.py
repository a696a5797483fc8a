"""Signing in and up by e-mail, through HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.roles import ban_account
from cop.accounts.actions.sessions import begin_session
from cop.accounts.models import (
    Account,
    ApiToken,
    Identity,
    LoginSession,
    Passkey,
    SignInCode,
)
from cop.accounts.queries import find_viewer
from cop.accounts.viewer import ADMINISTRATOR, ANYONE
from cop.kit.clock import now
from tests.accounts.mails import digits_of, last_mail, link_of, list_mails
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

ADA = "ada@example.org"


async def make_account(email: str = ADA, **values: object) -> Account:
    given = {"name": "Ada Obi", "verified_at": now(), "joined_at": now()} | values
    return await Account.create(email=email, email_key=email, **given)


async def ask(client: httpx2.AsyncClient, email: str = ADA, path: str = "") -> httpx2.Response:
    return await client.post("/sign-in", data={"email": email, "next": path})


async def test_a_link_signs_in_and_leads_where_one_wanted_to_go(client: httpx2.AsyncClient) -> None:
    account = await make_account()
    await ask(client, path="/chapters?kind=country")
    link = link_of(await last_mail(ADA))

    page = await client.get(link)
    entered = await client.post(
        link.partition("?")[0],
        data={"next": "/chapters?kind=country"},
        headers={"User-Agent": "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Firefox/130.0"},
    )

    assert page.status_code == 200
    assert ADA in page.text
    assert 'value="/chapters?kind=country"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert entered.headers["Location"] == "/chapters?kind=country"
    assert (await find_viewer(client.cookies["session"])).account_id == account.id
    session = await LoginSession.get(account_id=account.id)
    assert (session.method, session.device) == ("email", "Firefox, Android")


async def test_the_digits_sign_in_the_browser_that_asked(client: httpx2.AsyncClient) -> None:
    account = await make_account()
    asked = await ask(client)
    digits = digits_of(await last_mail(ADA))

    page = await client.get(asked.headers["Location"])
    entered = await client.post(
        "/sign-in/code", data={"digits": f" {digits[:3]} {digits[3:]} ", "next": ""}
    )

    assert ADA in page.text
    assert 'autocomplete="one-time-code"' in page.text
    assert 'inputmode="numeric"' in page.text
    assert entered.headers["Location"] == "/"
    assert (await find_viewer(client.cookies["session"])).account_id == account.id


async def test_digits_may_be_typed_as_arabic_writes_them(client: httpx2.AsyncClient) -> None:
    await make_account()
    await ask(client)
    digits = digits_of(await last_mail(ADA)).translate(
        {ord("0") + value: chr(0x0660 + value) for value in range(10)}
    )

    entered = await client.post("/sign-in/code", data={"digits": digits})

    assert entered.status_code == 303


async def test_digits_do_not_work_in_another_browser(
    app: ASGIApp, client: httpx2.AsyncClient
) -> None:
    await make_account()
    await ask(client)
    digits = digits_of(await last_mail(ADA))
    async with visit(app) as stranger:
        without = await stranger.post("/sign-in/code", data={"digits": digits})
        await ask(stranger, "mallory@example.org")
        other = await stranger.post("/sign-in/code", data={"digits": digits})

    assert without.status_code == other.status_code == 422
    assert not await LoginSession.all().count()


async def test_after_five_wrong_tries_not_even_the_right_digits_work(
    client: httpx2.AsyncClient,
) -> None:
    await make_account()
    await ask(client)
    mail = await last_mail(ADA)
    digits = digits_of(mail)
    wrong = f"{(int(digits) + 1) % 1_000_000:06}"

    tried = [await client.post("/sign-in/code", data={"digits": wrong}) for _ in range(5)]
    right = await client.post("/sign-in/code", data={"digits": digits})

    assert {answer.status_code for answer in tried} == {422}
    assert "These digits do not work" in tried[0].text
    assert right.status_code == 422
    assert "session" not in client.cookies
    link = await client.post(link_of(mail), data={})
    assert link.status_code == 303  # the mail itself is no worse for it


@pytest.mark.parametrize("digits", ["", "12345", "1234567", "abcdef", "²²²²²²", "1" * 500])
async def test_what_is_not_six_digits_costs_no_try(client: httpx2.AsyncClient, digits: str) -> None:
    await ask(client)

    answer = await client.post("/sign-in/code", data={"digits": digits})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert (await SignInCode.get(email=ADA)).tries == 0


async def test_link_and_digits_work_once(client: httpx2.AsyncClient) -> None:
    await make_account()
    await ask(client)
    mail = await last_mail(ADA)

    first = await client.post(link_of(mail), data={})
    again = await client.post(link_of(mail), data={})
    looked = await client.get(link_of(mail))
    typed = await client.post("/sign-in/code", data={"digits": digits_of(mail)})

    assert first.status_code == 303
    assert again.status_code == looked.status_code == 404
    assert typed.status_code == 422
    assert await LoginSession.all().count() == 1


async def test_link_and_digits_end_after_ten_minutes(client: httpx2.AsyncClient) -> None:
    await make_account()
    await ask(client)
    mail = await last_mail(ADA)
    code = await SignInCode.get(email=ADA)
    assert timedelta(minutes=9) < code.expires_at - now() <= timedelta(minutes=10)
    await SignInCode.filter(id=code.id).update(expires_at=now())

    link = await client.post(link_of(mail), data={})
    typed = await client.post("/sign-in/code", data={"digits": digits_of(mail)})

    assert link.status_code == 404
    assert typed.status_code == 422


async def test_looking_at_a_link_uses_nothing(client: httpx2.AsyncClient) -> None:
    await make_account()
    await ask(client)
    link = link_of(await last_mail(ADA))
    before = await SignInCode.all().values()

    for _ in range(3):
        await client.get(link)
        await client.head(link)
        await client.get("/sign-in/code")

    assert await SignInCode.all().values() == before
    assert not await LoginSession.all().count()
    assert (await client.post(link, data={})).status_code == 303


async def test_who_is_new_is_welcomed_and_sees_only_what_everyone_sees(
    client: httpx2.AsyncClient,
) -> None:
    asked = await ask(client, "new@example.org")
    mail = await last_mail("new@example.org")
    before = await Account.filter(email_key="new@example.org").count()

    entered = await client.post(link_of(mail), data={})
    account = await Account.get(email_key="new@example.org")

    assert asked.status_code == 303
    assert "Welcome" in mail.subject
    assert not before
    assert entered.headers["Location"] == "/me"
    assert account.verified_at
    assert not account.joined_at
    assert (await find_viewer(client.cookies["session"])).is_member is False
    assert (await client.get("/account")).status_code == 200


async def test_only_hashes_of_link_and_digits_are_stored(client: httpx2.AsyncClient) -> None:
    await ask(client)
    mail = await last_mail(ADA)

    stored = str(await SignInCode.all().values())

    assert digits_of(mail) not in stored
    assert link_of(mail).rpartition("/")[2] not in stored
    assert client.cookies["digits"] not in stored


async def test_the_last_mail_counts(client: httpx2.AsyncClient) -> None:
    await make_account()
    await ask(client)
    await ask(client)
    first, last = await list_mails(ADA)

    old = await client.post("/sign-in/code", data={"digits": digits_of(first)})
    new = await client.post("/sign-in/code", data={"digits": digits_of(last)})

    assert old.status_code == 422 or digits_of(first) == digits_of(last)
    assert new.status_code == 303


async def test_signing_in_gives_the_browser_another_session(client: httpx2.AsyncClient) -> None:
    account = await make_account()
    old = await begin_session(account)
    client.cookies.set("session", old)
    await ask(client)

    await client.post(link_of(await last_mail(ADA)), data={})

    assert await find_viewer(old) == ANYONE
    assert await LoginSession.filter(account_id=account.id).count() == 1


async def test_who_is_banned_does_not_get_in(client: httpx2.AsyncClient) -> None:
    account = await make_account()
    await ban_account(ADMINISTRATOR, account.id)
    await ask(client)

    entered = await client.post(link_of(await last_mail(ADA)), data={})

    assert entered.status_code == 403
    assert not await LoginSession.all().count()


async def test_what_somebody_left_in_an_account_before_its_address_was_proved_is_gone(
    client: httpx2.AsyncClient,
) -> None:
    account = await make_account(verified_at=None)
    trojan = await begin_session(account)
    await Identity.create(account=account, issuer="https://a", subject="m", provider="a")
    await Passkey.create(account=account, credential_id="m", public_key="m", name="m")
    await ApiToken.create(account=account, token_hash="m", name="m", reach="own")
    await SignInCode.create(
        account=account, link_hash="m", digits_hash="m", browser_hash="m", email="m@example.org",
        email_key="m@example.org", expires_at=now() + timedelta(minutes=5),
    )  # fmt: skip
    await ask(client)

    await client.post(link_of(await last_mail(ADA)), data={})

    assert await find_viewer(trojan) == ANYONE
    assert await LoginSession.filter(account_id=account.id).count() == 1
    for kind in (Identity, Passkey, ApiToken, SignInCode):
        assert not await kind.filter(account_id=account.id).count()


async def test_later_sign_ins_leave_other_devices_alone(client: httpx2.AsyncClient) -> None:
    account = await make_account()
    elsewhere = await begin_session(account)
    await ask(client)

    await client.post(link_of(await last_mail(ADA)), data={})

    assert (await find_viewer(elsewhere)).account_id == account.id


async def test_codes_that_nobody_used_are_forgotten(client: httpx2.AsyncClient) -> None:
    await ask(client, "nobody@example.org")
    await SignInCode.all().update(expires_at=now() - timedelta(hours=49))

    await ask(client)

    assert await SignInCode.all().values_list("email", flat=True) == [ADA]
