"""Linking an account elsewhere from inside the account, and unlinking it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import Account, AuditRow, Identity
from cop.kit.outbox import Mail
from tests.oidc.walking import at_provider, browser, leave, walk, who, with_providers
from tests.people import sign_in

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from tests.oidc.hostile import Hostile

LINK = "/account/identities/with/house"


async def unlink(client: httpx2.AsyncClient) -> int:
    identity = await Identity.get()
    return (await client.post(f"/account/identities/{identity.id}/unlink")).status_code


async def test_a_linked_account_signs_in_this_one(
    service: Service, visitor: httpx2.AsyncClient, house: Hostile
) -> None:
    ada = await sign_in(visitor, "Ada")
    response = await walk(visitor, path=LINK)
    page = await visitor.get("/account")
    async with browser(with_providers(service, house.provider())) as elsewhere:
        await walk(elsewhere)
        viewer = await who(elsewhere)

    assert response.headers["location"] == "/account#identities"
    assert viewer.account_id == ada
    assert "The House" in page.text
    assert "Unlink" in page.text
    assert await Account.all().count() == 1
    deed = await AuditRow.get(action="identity.linked")
    assert (deed.actor_id, deed.subject, deed.detail) == (
        ada,
        f"account:{ada}",
        {"provider": "house"},
    )
    mail = await Mail.get()
    assert mail.recipient == "ada@example.net"
    assert "The House" in mail.text
    assert "/account" in mail.text


async def test_linking_twice_is_linking_once(visitor: httpx2.AsyncClient) -> None:
    await sign_in(visitor, "Ada")
    await walk(visitor, path=LINK)
    again = await walk(visitor, path=LINK)

    assert again.status_code == 303
    assert await Identity.all().count() == await Mail.all().count() == 1


async def test_what_signs_in_another_account_cannot_be_linked(
    visitor: httpx2.AsyncClient,
) -> None:
    await walk(visitor)
    visitor.cookies.delete("session")
    ada = await sign_in(visitor, "Ada")

    response = await walk(visitor, path=LINK)

    assert response.status_code == 409
    assert (await Identity.get()).account_id != ada


@pytest.mark.parametrize("then", ["signed out", "somebody else", "same person, another session"])
async def test_linking_ends_in_the_session_it_began_in(
    visitor: httpx2.AsyncClient, then: str
) -> None:
    await sign_in(visitor, "Ada")
    back = await at_provider(await leave(visitor, path=LINK))
    await visitor.post("/sign-out")
    visitor.cookies.delete("session")
    if then == "somebody else":
        await sign_in(visitor, "Bela")
    elif then != "signed out":
        ada = await Account.get()
        await visitor.post("/sign-in/sample", data={"account": str(ada.id)})

    response = await visitor.get(back)

    assert response.status_code == 403
    assert not await Identity.exists()


async def test_a_strangers_way_back_does_not_link_them_to_ones_account(
    service: Service, visitor: httpx2.AsyncClient, house: Hostile
) -> None:
    async with browser(with_providers(service, house.provider())) as attacker:
        back = await at_provider(await leave(attacker))
    await sign_in(visitor, "Ada")
    await leave(visitor, path=LINK)

    response = await visitor.get(back)

    assert response.status_code == 422
    assert not await Identity.exists()


async def test_an_account_elsewhere_can_be_unlinked(visitor: httpx2.AsyncClient) -> None:
    await sign_in(visitor, "Ada")
    await walk(visitor, path=LINK)

    assert await unlink(visitor) == 303
    assert not await Identity.exists()
    assert await AuditRow.exists(action="identity.unlinked")


async def test_the_last_way_in_stays(visitor: httpx2.AsyncClient) -> None:
    await walk(visitor)

    refused = await unlink(visitor)
    await Account.all().update(email="eve@example.org", email_key="eve@example.org")
    allowed = await unlink(visitor)

    assert (refused, allowed) == (409, 303)


async def test_nobody_unlinks_for_another(visitor: httpx2.AsyncClient) -> None:
    eve = await create_sample_account("Eve", "eve@example.org", [])
    theirs = await Identity.create(account=eve, issuer="i", subject="s", provider="house")
    await sign_in(visitor, "Ada")

    answers = [
        (await visitor.post(f"/account/identities/{key}/unlink")).status_code
        for key in (theirs.id, theirs.id + 1, 10**30)
    ]

    assert answers == [404, 404, 404]
    assert await Identity.exists(id=theirs.id)


async def test_who_has_not_signed_in_is_sent_to_do_so(visitor: httpx2.AsyncClient) -> None:
    page = await visitor.get("/account/identities")

    assert page.headers["location"] == "/sign-in?next=%2Faccount%2Fidentities"
