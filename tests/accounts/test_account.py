"""One's own account: address, language, devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.roles import ban_account, grant_role
from cop.accounts.actions.sessions import begin_session, create_sample_account
from cop.accounts.audit import list_deeds
from cop.accounts.models import Account, LoginSession
from cop.accounts.queries import find_viewer
from cop.accounts.viewer import ADMINISTRATOR, ANYONE, RoleName
from tests.accounts.mails import last_mail, link_of, list_mails
from tests.people import sign_in

if TYPE_CHECKING:
    import httpx2

OLD, NEW = "ada@example.net", "new@example.org"


async def ask_to_change(client: httpx2.AsyncClient) -> str:
    """Ask for another address and return the link that was mailed to it."""
    await client.post("/account/email", data={"email": NEW})
    return link_of(await last_mail(NEW))


async def test_a_stranger_is_sent_to_sign_in_and_comes_back(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/account")

    assert answer.headers["Location"] == "/sign-in?next=%2Faccount"


async def test_an_address_changes_when_the_new_one_is_proved(client: httpx2.AsyncClient) -> None:
    account_id = await sign_in(client, "Ada")
    elsewhere = await begin_session(await Account.get(id=account_id))
    link = await ask_to_change(client)
    asked = await Account.get(id=account_id)
    looked = await client.get(link)

    changed = await client.post(link)
    account = await Account.get(id=account_id)

    assert asked.email == OLD
    assert NEW in looked.text
    assert changed.status_code == 303
    assert (account.email, account.email_key) == (NEW, NEW)
    assert len(await list_mails(OLD)) == 2  # before and after
    assert await find_viewer(elsewhere) == ANYONE
    assert (await find_viewer(client.cookies["session"])).account_id == account_id
    (deed,) = await list_deeds(f"account:{account_id}")
    assert deed.action == "account.email_changed"
    assert NEW not in str(deed.detail)
    assert (await client.post(link)).status_code == 404


async def test_the_link_works_for_nobody_else_and_signs_nobody_in(
    client: httpx2.AsyncClient,
) -> None:
    await sign_in(client, "Ada")
    link = await ask_to_change(client)
    token = link.rpartition("/")[2]

    await sign_in(client, "Bela")
    for answer in (
        await client.get(link),
        await client.post(link),
        await client.get(f"/sign-in/link/{token}"),
        await client.post(f"/sign-in/link/{token}"),
    ):
        assert answer.status_code == 404
    client.cookies.clear()
    assert (await client.post(link)).status_code == 404
    assert not await Account.exists(email_key=NEW)


@pytest.mark.parametrize("deed", ["sign out elsewhere", "another wish", "ban"])
async def test_a_wish_to_change_the_address_ends_with(
    client: httpx2.AsyncClient, deed: str
) -> None:
    account_id = await sign_in(client, "Ada")
    link = await ask_to_change(client)

    if deed == "sign out elsewhere":
        await client.post("/account/devices/end")
    elif deed == "another wish":
        await client.post("/account/email", data={"email": "third@example.org"})
    else:
        await ban_account(ADMINISTRATOR, account_id)

    assert (await client.post(link)).status_code == 404
    assert (await Account.get(id=account_id)).email == OLD


async def test_an_address_that_somebody_proved_in_between_stays_theirs(
    client: httpx2.AsyncClient,
) -> None:
    account_id = await sign_in(client, "Ada")
    link = await ask_to_change(client)
    await Account.create(name="Quick", email=NEW, email_key=NEW)

    answer = await client.post(link)

    assert answer.status_code == 404
    assert (await Account.get(id=account_id)).email == OLD


async def test_mails_come_in_the_language_that_was_chosen(client: httpx2.AsyncClient) -> None:
    account_id = await sign_in(client, "Ada")

    chosen = await client.post("/account/language", data={"language": "ar"})
    refused = await client.post("/account/language", data={"language": "xx"})

    assert chosen.status_code == 303
    assert refused.status_code == 422
    assert (await Account.get(id=account_id)).language == "ar"


async def test_devices_are_listed_and_signed_out_one_by_one(client: httpx2.AsyncClient) -> None:
    account_id = await sign_in(client, "Ada")
    account = await Account.get(id=account_id)
    phone = await begin_session(account, "email", "Chrome, Android")
    tablet = await begin_session(account, "email", "Safari, iPad")
    page = await client.get("/account")
    row = await LoginSession.get(device="Chrome, Android")

    ended = await client.post(f"/account/devices/{row.id}/end")
    again = await client.post(f"/account/devices/{row.id}/end")

    assert "Chrome, Android" in page.text
    assert "Safari, iPad" in page.text
    assert ended.status_code == 303
    assert again.status_code == 404
    assert await find_viewer(phone) == ANYONE
    assert (await find_viewer(tablet)).account_id == account_id


async def test_nobody_signs_a_device_of_somebody_else_out(client: httpx2.AsyncClient) -> None:
    other = await create_sample_account("Bela", "bela@example.org", [])
    token = await begin_session(other)
    row = await LoginSession.get(account_id=other.id)
    await sign_in(client, "Ada")

    for number in (str(row.id), "0", "9" * 30, "-1", "x", "²"):
        assert (await client.post(f"/account/devices/{number}/end")).status_code == 404

    assert (await find_viewer(token)).account_id == other.id


async def test_signing_out_everywhere_else_keeps_this_device(client: httpx2.AsyncClient) -> None:
    account_id = await sign_in(client, "Ada")
    elsewhere = await begin_session(await Account.get(id=account_id))

    await client.post("/account/devices/end")

    assert await find_viewer(elsewhere) == ANYONE
    assert (await client.get("/account")).status_code == 200


@pytest.mark.parametrize("deed", ["sign out", "ban", "role", "elsewhere"])
async def test_a_copied_cookie_is_worth_nothing_after(
    client: httpx2.AsyncClient, deed: str
) -> None:
    account_id = await sign_in(client, "Ada")
    copied = client.cookies["session"]
    assert (await client.get("/account")).status_code == 200

    if deed == "sign out":
        await client.post("/sign-out")
    elif deed == "ban":
        await ban_account(ADMINISTRATOR, account_id)
    elif deed == "role":
        await grant_role(ADMINISTRATOR, account_id, RoleName.EDITOR)
    else:
        client.cookies.set("session", await begin_session(await Account.get(id=account_id)))
        await client.post("/account/devices/end")
    client.cookies.set("session", copied)

    assert (await client.get("/account")).headers["Location"].startswith("/sign-in")


async def test_who_has_no_name_yet_can_look_around(client: httpx2.AsyncClient) -> None:
    account = await Account.create(name="")
    client.cookies.set("session", await begin_session(account))

    for address in ("/", "/members", "/account"):
        assert (await client.get(address)).status_code == 200
