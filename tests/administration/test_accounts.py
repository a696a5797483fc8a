"""The administrators' pages of accounts: roles, bans, who is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.routing import Route

from cop.accounts.actions.sessions import begin_session, create_sample_account
from cop.accounts.models import Account, AuditRow, LoginSession, Role
from cop.permissions import Who
from cop.routes.all import routes
from profiles.models import Profile
from tests.doors import PERMISSIONS
from tests.people import refresh, settle, sign_in, sign_in_as
from tests.serving import serve, visit

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

ADMINISTRATOR = [("administrator", "")]
EDITOR = [("editor", "")]
COORDINATOR = [("coordinator", "kenya")]
ADDRESSES = [
    (route.path, route.methods == {"POST"}, PERMISSIONS[route.name])
    for route in routes
    if isinstance(route, Route) and route.path.startswith("/administration")
    if PERMISSIONS[route.name] is not Who.ANYONE  # mail, which opens to this machine only
]


def at(path: str) -> str:
    """Return an address with something in the place of its parameters."""
    for name, value in {"{kind}": "profile", "{one}": "1", "{other}": "2"}.items():
        path = path.replace(name, value)
    return path.replace("{id}", "987654").replace("{key}", "property-tax").replace("{slug}", "ada")


@pytest.mark.parametrize("roles", [None, [], COORDINATOR, EDITOR])
async def test_the_pages_are_not_there_for_anybody_else(
    client: httpx2.AsyncClient, roles: list[tuple[str, str]] | None
) -> None:
    if roles is not None:
        await sign_in(client, "Someone", roles)
    nowhere = await client.get("/administration/nowhere")

    for path, is_post, who in ADDRESSES:
        if roles == EDITOR and who is Who.EDITOR:
            continue
        answer = await (client.post if is_post else client.get)(at(path))
        assert answer.status_code == 404, path
        assert answer.text == nowhere.text.replace("/administration/nowhere", at(path))


async def test_an_editor_sees_the_vocabulary_and_no_other_tab(client: httpx2.AsyncClient) -> None:
    await sign_in(client, "Edith", EDITOR)

    shown = await client.get("/administration/vocabulary")

    assert shown.status_code == 200
    assert "/administration/accounts" not in shown.text
    assert shown.headers["cache-control"] == "no-store"


async def test_the_overview_counts_what_waits(client: httpx2.AsyncClient, service: Service) -> None:
    await settle(service)
    await sign_in(client, "Admin", ADMINISTRATOR)

    shown = await client.get("/administration")

    assert shown.status_code == 200
    for path in ("reports", "mail", "duplicates#profile", "vocabulary#words", "consistency"):
        assert f'"/administration/{path}"' in shown.text


async def test_accounts_are_found_by_name_and_by_address(client: httpx2.AsyncClient) -> None:
    await sign_in(client, "Admin", ADMINISTRATOR)
    await create_sample_account("Zoë Ñandú", "zoe.n@example.org", [])
    await create_sample_account("Other Person", "other@example.org", [])

    for asked in ("zoe nandu", "ZOË", "Zoe.N@example", "zoe.n@"):
        shown = await client.get("/administration/accounts", params={"q": asked})
        assert "Zoë Ñandú" in shown.text, asked
        assert "Other Person" not in shown.text
        assert "zoe.n@example.org" not in shown.text
    assert "Nobody is called that" in (await client.get("/administration/accounts?q=@@")).text


async def test_opening_an_account_shows_its_address_and_leaves_a_trace(
    client: httpx2.AsyncClient,
) -> None:
    admin = await sign_in(client, "Admin", ADMINISTRATOR)
    account = await create_sample_account("Zoe", "zoe@example.org", [])

    shown = await client.get(f"/administration/accounts/{account.id}")

    assert "zoe@example.org" in shown.text
    row = await AuditRow.get(subject=f"account:{account.id}")
    assert (row.actor_id, row.action) == (admin, "account.opened")
    assert "zoe" not in str(row.detail)


async def test_a_role_is_given_and_taken(client: httpx2.AsyncClient) -> None:
    await sign_in(client, "Admin", ADMINISTRATOR)
    account = await create_sample_account("Zoe", "zoe@example.org", [])
    place = f"/administration/accounts/{account.id}"

    given = await client.post(f"{place}/grant", data={"role": "editor", "scope": ""})
    assert given.status_code == 303
    assert await Role.filter(account_id=account.id).values_list("role", flat=True) == ["editor"]
    await client.post(f"{place}/revoke", data={"role": "editor", "scope": ""})

    assert not await Role.exists(account_id=account.id)
    shown = await client.get(place)
    assert "Gave a role" in shown.text
    assert "Took a role" in shown.text


@pytest.mark.parametrize(
    "sent", [{}, {"role": "emperor"}, {"role": "coordinator"}, {"role": "editor", "scope": "x"}]
)
async def test_a_role_that_cannot_be_is_refused(
    client: httpx2.AsyncClient, sent: dict[str, str]
) -> None:
    await sign_in(client, "Admin", ADMINISTRATOR)
    account = await create_sample_account("Zoe", "zoe@example.org", [])

    answer = await client.post(f"/administration/accounts/{account.id}/grant", data=sent)

    assert answer.status_code == 422
    assert not await Role.exists(account_id=account.id)


async def test_a_ban_ends_all_sessions_and_is_lifted(
    client: httpx2.AsyncClient, service: Service
) -> None:
    await sign_in(client, "Admin", ADMINISTRATOR)
    async with visit(serve(service)) as banned:
        account_id = await sign_in(banned, "Zoe")
        place = f"/administration/accounts/{account_id}"
        await client.post(f"{place}/ban", data={"reason": "spam"})
        assert (await banned.get("/me", follow_redirects=False)).status_code == 303
    assert not await LoginSession.exists(account_id=account_id)
    assert "Shut out since" in (await client.get(place)).text

    await client.post(f"{place}/lift")

    assert (await Account.get(id=account_id)).banned_at is None
    actions = await AuditRow.filter(subject=f"account:{account_id}").values_list(
        "action", flat=True
    )
    assert {"account.banned", "account.unbanned"} <= set(actions)


@pytest.mark.parametrize("deed", ["ban", "hide"])
async def test_who_is_shut_out_or_hidden_is_found_by_nobody(
    client: httpx2.AsyncClient, service: Service, deed: str
) -> None:
    chidi = (await settle(service, "chidi"))["chidi"]
    account = await sign_in_as(client, chidi)
    place = f"/administration/accounts/{account}"
    await sign_in(client, "Admin", ADMINISTRATOR)
    assert f'action="{place}/hide"' in (await client.get(place)).text

    for _twice in range(2):
        assert (await client.post(f"{place}/{deed}", data={"reason": "spam"})).status_code == 303
    await refresh(service)

    assert bool((await Account.get(id=account)).banned_at) is (deed == "ban")
    assert (await client.get("/members/chidi")).status_code == 404
    assert "Chidi Eze" not in (await client.get("/members?q=property+tax")).text
    assert f'action="{place}/hide"' not in (await client.get(place)).text
    assert await AuditRow.filter(action="profile.hidden").count() == 1


async def test_only_an_administrator_shows_again_what_one_has_hidden(
    client: httpx2.AsyncClient, service: Service
) -> None:
    chidi = (await settle(service, "chidi"))["chidi"]
    account = await sign_in_as(client, chidi)
    place = f"/administration/accounts/{account}"
    async with visit(serve(service)) as desk:
        await sign_in(desk, "Admin", ADMINISTRATOR)
        await desk.post(f"{place}/hide")
        page = (await client.get("/me/privacy")).text
        await client.post("/me/unhide")
        tried = (await desk.get("/members/chidi")).status_code
        await desk.post(f"{place}/show")
        shown = (await desk.get("/members/chidi")).status_code
        await desk.post(f"{place}/ban", data={"reason": "spam"})
        await desk.post(f"{place}/lift")
        parted = (await desk.get("/members/chidi")).status_code
    client.cookies.set("session", await begin_session(await Account.get(id=account)))
    await client.post("/me/unhide")

    assert "only one can show it again" in page
    assert (tried, shown, parted) == (404, 200, 404)
    assert (await Profile.get(id=chidi.id)).hidden_at is None


async def test_whoever_cannot_be_shut_out_stays_shown(
    client: httpx2.AsyncClient, service: Service
) -> None:
    chidi = (await settle(service, "chidi"))["chidi"]
    account = await sign_in_as(client, chidi)
    await Role.create(account_id=account, role="administrator", scope="")

    answer = await client.post(f"/administration/accounts/{account}/ban", data={"reason": "x"})

    assert answer.status_code == 409
    assert "The last administrator cannot be lost." in answer.text
    assert 'name="reason" value="x"' in answer.text
    assert (await Profile.get(id=chidi.id)).kept_hidden_at is None


async def test_what_the_owner_hides_an_administrator_does_not_show(
    client: httpx2.AsyncClient, service: Service
) -> None:
    chidi = (await settle(service, "chidi"))["chidi"]
    account = await sign_in_as(client, chidi)
    await client.post("/me/hide")
    await sign_in(client, "Admin", ADMINISTRATOR)

    await client.post(f"/administration/accounts/{account}/hide")
    await client.post(f"/administration/accounts/{account}/show")

    assert (await client.get("/members/chidi")).status_code == 404
    told = await AuditRow.filter(subject=f"profile:{chidi.id}").order_by("id")
    assert [one.action for one in told] == ["profile.hidden"] * 2 + ["profile.unhidden"]


@pytest.mark.parametrize("number", ["0", "-1", "²", "x", "9" * 40, "2147483648"])
async def test_an_account_that_is_not_there_is_not_found(
    client: httpx2.AsyncClient, number: str
) -> None:
    await sign_in(client, "Admin", ADMINISTRATOR)

    for path, is_post in (("", False), ("/ban", True), ("/lift", True)):
        address = f"/administration/accounts/{number}{path}"
        answer = await (client.post if is_post else client.get)(address)
        assert answer.status_code == 404
