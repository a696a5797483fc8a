"""Passkeys: made, shown and removed; nothing replayed, foreign or broken counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cop.accounts.models import Account, AuditRow, Challenge, LoginSession, Passkey, Role
from cop.accounts.queries import find_viewer
from cop.kit.outbox import Mail
from tests.accounts.passkey_steps import SITE, add, device, options, show
from tests.people import sign_in
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service


async def test_a_passkey_signs_in_without_a_name(owner: httpx2.AsyncClient, named: ASGIApp) -> None:
    key = device()
    added = await add(owner, key)
    page = await owner.get("/account")
    async with visit(named, SITE) as elsewhere:
        entered = await show(elsewhere, key, "/sign-in/passkey")
        viewer = await find_viewer(elsewhere.cookies.get("session"))

    assert (added.status_code, entered.status_code) == (303, 303)
    assert "My phone" in page.text
    assert viewer.name == "Ada"
    stored = await Passkey.get()
    assert (stored.sign_count, bool(stored.used_at)) == (1, True)
    assert (await LoginSession.get(id=viewer.session_id)).proved_at
    assert await AuditRow.exists(action="passkey.added", subject=f"account:{viewer.account_id}")
    assert "My phone" in (await Mail.get()).text
    assert not await Challenge.exists()


async def test_what_the_browser_is_asked_names_us_and_nobodys_address(
    owner: httpx2.AsyncClient,
) -> None:
    await add(owner, device())
    asked = await options(owner, "/account/passkeys")
    anyone = await options(owner, "/sign-in/passkey")
    mine = await options(owner, "/account/prove")

    assert asked["rp"]["id"] == anyone["rpId"] == "localhost"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert anyone["userVerification"] == "required"
    assert "ada@" not in json.dumps(asked)
    assert len(asked["excludeCredentials"]) == len(mine["allowCredentials"]) == 1
    assert not anyone.get("allowCredentials")


async def test_an_administrator_is_one_only_after_showing_a_passkey(
    service: Service, owner: httpx2.AsyncClient
) -> None:
    await service.matcher.refresh()
    await Role.create(account=await Account.get(), role="administrator")
    key = device()
    before = await owner.get("/chapters/proposals")
    told = await owner.get("/about")
    await add(owner, key)
    still = await owner.get("/chapters/proposals")
    token = owner.cookies["session"]
    proved = await show(owner, key, "/account/prove")
    after = await owner.get("/chapters/proposals")

    assert (before.status_code, still.status_code) == (404, 404)
    assert "nothing has proved yet that it is you" in told.text
    assert (proved.status_code, after.status_code) == (303, 200)
    assert "nothing has proved yet that it is you" not in after.text
    assert not (await find_viewer(token)).account_id  # the session goes on under a new token
    assert await LoginSession.all().count() == 1


async def test_who_reads_an_administrators_mail_cannot_change_their_passkeys(
    owner: httpx2.AsyncClient,
) -> None:
    await Role.create(account=await Account.get(), role="administrator")
    key = device()
    await add(owner, key)
    stored = await Passkey.get()

    asked = await owner.post("/account/passkeys/options")
    removed = await owner.post(f"/account/passkeys/{stored.id}/remove")
    await show(owner, key, "/account/prove")
    second = await add(owner, device(), "Second")

    assert (asked.status_code, removed.status_code, second.status_code) == (403, 403, 303)
    assert await Passkey.all().count() == 2


async def test_somebody_elses_passkey_proves_nothing(
    owner: httpx2.AsyncClient, named: ASGIApp
) -> None:
    await Role.create(account=await Account.get(), role="administrator")
    await add(owner, device())
    async with visit(named, SITE) as other:
        await sign_in(other, "Bela")
        theirs = device()
        await add(other, theirs)

    assert (await show(owner, theirs, "/account/prove")).status_code == 422
    assert not await LoginSession.exists(proved_at__not_isnull=True)


async def test_a_passkey_is_renamed_and_removed_by_its_owner_alone(
    owner: httpx2.AsyncClient, named: ASGIApp
) -> None:
    await add(owner, device())
    path = f"/account/passkeys/{(await Passkey.get()).id}"
    async with visit(named, SITE) as other:
        await sign_in(other, "Bela")
        foreign = [
            (await other.post(f"{path}/name", data={"name": "Mine"})).status_code,
            (await other.post(f"{path}/remove")).status_code,
            (await other.post(f"/account/passkeys/{10**30}/remove")).status_code,
        ]
    nameless = await owner.post(f"{path}/name", data={"name": " \u200b"})
    await owner.post(f"{path}/name", data={"name": "Old phone"})
    name = (await Passkey.get()).name
    await owner.post(f"{path}/remove")

    assert foreign == [404, 404, 404]
    assert nameless.status_code == 422
    assert name == "Old phone"
    assert not await Passkey.exists()
    assert (await AuditRow.get(action="passkey.removed")).detail == {"name": "Old phone"}


async def test_the_last_passkey_stays_where_nothing_else_lets_in(
    owner: httpx2.AsyncClient,
) -> None:
    await add(owner, device())
    await Account.all().update(email=None, email_key=None)
    path = f"/account/passkeys/{(await Passkey.get()).id}/remove"

    assert (await owner.post(path)).status_code == 409
    assert await Passkey.exists()


async def test_the_same_passkey_is_not_kept_twice(owner: httpx2.AsyncClient) -> None:
    key = device()
    await add(owner, key)

    assert (await add(owner, key)).status_code == 409
    assert await Passkey.all().count() == 1
