"""Whatever token a provider, or who sits between, comes up with: only a sound one signs in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, Identity, LoginSession
from tests.oidc.forgeries import FORGED, weak
from tests.oidc.hostile import Hostile, rsa_jwk, sign
from tests.oidc.walking import walk, who

if TYPE_CHECKING:
    import httpx2


async def test_no_forged_token_signs_anybody_in_or_is_logged(
    visitor: httpx2.AsyncClient, house: Hostile, caplog: pytest.LogCaptureFixture
) -> None:
    wrong: list[str] = []
    for forgery, forge in FORGED.items():
        house.forge = forge
        caplog.clear()
        with caplog.at_level(logging.DEBUG):
            response = await walk(visitor)
        ours = [record for record in caplog.records if record.name.startswith("cop")]
        parts = [part for part in house.last_token.split(".") if len(part) > 20]
        told = any(part in caplog.text or part in response.text for part in parts)
        long = any(len(record.getMessage()) > 1_000 for record in caplog.records)
        if response.status_code != 422 or len(ours) != 1 or told or long:
            wrong.append(forgery)

    assert wrong == []
    assert len(FORGED) > 40
    assert "session" not in visitor.cookies
    assert await Account.all().count() == await LoginSession.all().count() == 0


async def test_a_key_that_is_too_short_signs_nobody_in(
    visitor: httpx2.AsyncClient, house: Hostile
) -> None:
    house.forge = weak

    response = await walk(visitor)

    assert response.status_code == 422
    assert not await Identity.exists()


@pytest.mark.parametrize(
    "forge",
    [
        Hostile.honest,
        lambda idp, claims: sign({"alg": "ES256", "kid": "e", "typ": "JWT"}, claims, idp.ec),
        lambda idp, claims: sign({"alg": "RS256"}, claims, idp.rsa),
        lambda idp, claims: idp.honest(claims | {"aud": ["cop-client"]}),
    ],
    ids=["RS256", "ES256", "one key without a name", "audience a list"],
)  # fmt: skip
async def test_a_sound_token_signs_in(
    visitor: httpx2.AsyncClient, house: Hostile, forge: object
) -> None:
    house.forge = forge

    response = await walk(visitor)

    assert response.status_code == 303
    assert (await who(visitor)).name == "Eve Else"


async def test_a_new_key_is_looked_for_once_a_minute_and_no_more(
    visitor: httpx2.AsyncClient, house: Hostile
) -> None:
    await walk(visitor)
    house.keys = [rsa_jwk(house.rsa, kid="r2")]
    house.forge = lambda idp, claims: sign({"alg": "RS256", "kid": "r2"}, claims, idp.rsa)
    rotated = await walk(visitor)
    house.forge = lambda idp, claims: sign({"alg": "RS256", "kid": "never"}, claims, idp.rsa)
    unknown = [(await walk(visitor)).status_code for _ in range(4)]

    assert rotated.status_code == 303
    assert unknown == [422] * 4
    assert house.hits["jwks"] == 2
