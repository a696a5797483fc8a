"""Personal access tokens, made and revoked on the account page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.tokens import MOST_TOKENS, create_token
from cop.accounts.models import Account, ApiToken
from cop.accounts.queries import find_token_owner
from cop.accounts.viewer import Writes
from cop.kit.clock import now
from tests.people import sign_in

if TYPE_CHECKING:
    import httpx2

WANTED = {"name": "My script", "reach": "members", "days": "90"}


async def make_token(client: httpx2.AsyncClient, **values: str) -> str:
    answer = await client.post("/account/tokens", data=WANTED | values)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (secret,) = re.findall(r'value="(cop_[\w-]+)"', answer.text)
    return secret


async def test_a_token_is_shown_once_and_stored_as_a_hash(client: httpx2.AsyncClient) -> None:
    await sign_in(client, "Ada")

    secret = await make_token(client)

    page = await client.get("/account")
    assert "My script" in page.text
    assert "Never used" in page.text
    assert secret not in page.text
    assert secret not in str(await ApiToken.all().values())


@pytest.mark.parametrize("reach", ["public", "members", "own", "chapters", "deeds"])
async def test_a_token_reaches_no_further_than_it_says_nor_than_its_owner(
    client: httpx2.AsyncClient, reach: str
) -> None:
    account_id = await sign_in(client, "Ada", [("coordinator", "kenya")])
    secret = await make_token(client, reach=reach)

    owner = await find_token_owner(secret)
    assert owner
    assert owner.is_member == (reach != "public")
    assert bool(owner.coordinates) == (reach in {"own", "chapters", "deeds"})
    writes = {"chapters": Writes.DECISIONS, "deeds": Writes.ALL}
    assert owner.writes is writes.get(reach, Writes.NOTHING)
    await Account.filter(id=account_id).update(joined_at=None)
    later = await find_token_owner(secret)
    assert later
    assert not later.is_member


@pytest.mark.parametrize(("days", "lives"), [("30", 30), ("90", 90), ("365", 365), ("0", None)])
async def test_a_token_lives_as_long_as_was_chosen(
    client: httpx2.AsyncClient, days: str, lives: int | None
) -> None:
    await sign_in(client, "Ada")
    secret = await make_token(client, days=days)
    token = await ApiToken.get()

    if lives is None:
        assert token.expires_at is None
        return
    assert abs(token.expires_at - now() - timedelta(days=lives)) < timedelta(minutes=1)
    await ApiToken.all().update(expires_at=now())
    assert await find_token_owner(secret) is None
    assert "Expired" in (await client.get("/account")).text


async def test_a_revoked_token_is_worth_nothing(client: httpx2.AsyncClient) -> None:
    await sign_in(client, "Ada")
    secret = await make_token(client)
    token = await ApiToken.get()

    revoked = await client.post(f"/account/tokens/{token.id}/revoke")
    again = await client.post(f"/account/tokens/{token.id}/revoke")

    assert revoked.status_code == 303
    assert again.status_code == 404
    assert await find_token_owner(secret) is None


async def test_nobody_revokes_a_token_of_somebody_else(client: httpx2.AsyncClient) -> None:
    await sign_in(client, "Ada")
    await make_token(client)
    token = await ApiToken.get()
    await sign_in(client, "Bela")

    for number in (str(token.id), "9" * 30, "x"):
        assert (await client.post(f"/account/tokens/{number}/revoke")).status_code == 404

    assert "My script" not in (await client.get("/account")).text
    assert await ApiToken.all().count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "\u200b"), ("name", "x" * 81), ("reach", "all"), ("reach", ""),
     ("days", "31"), ("days", "-1"), ("days", "1e3"), ("days", "²")],
)  # fmt: skip
async def test_a_form_that_asks_for_anything_else_is_shown_again(
    client: httpx2.AsyncClient, field: str, value: str
) -> None:
    await sign_in(client, "Ada")

    answer = await client.post("/account/tokens", data=WANTED | {field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert not await ApiToken.all().count()


async def test_nobody_keeps_more_tokens_than_they_can_look_after(
    client: httpx2.AsyncClient,
) -> None:
    account_id = await sign_in(client, "Ada")
    for number in range(MOST_TOKENS):
        await create_token(account_id, f"Token {number}", "public", 30)

    answer = await client.post("/account/tokens", data=WANTED)

    assert answer.status_code == 409
    assert await ApiToken.all().count() == MOST_TOKENS
