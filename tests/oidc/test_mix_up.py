"""Two providers, one of them evil; providers that are down, or describe somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from starlette.responses import PlainTextResponse, RedirectResponse

from cop.accounts.models import Account, Identity
from tests.oidc.walking import BACK, at_provider, browser, leave, walk, with_providers

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import httpx2
    from starlette.responses import Response

    from cop.running import Service
    from tests.oidc.hostile import Hostile


@pytest.fixture
async def torn(
    service: Service, house: Hostile, other: Hostile
) -> AsyncGenerator[httpx2.AsyncClient]:
    """A browser of an application that knows both."""
    app = with_providers(service, house.provider(), other.provider("other"))
    async with browser(app) as client:
        yield client


async def test_one_providers_code_is_never_taken_to_the_other(
    torn: httpx2.AsyncClient, house: Hostile, other: Hostile
) -> None:
    back = await at_provider(await leave(torn))
    await leave(torn, "other")
    crossed = await torn.get(back.replace(BACK.format(name="house"), BACK.format(name="other")))

    assert crossed.status_code == 422
    assert "token" not in house.hits
    assert "token" not in other.hits


async def test_a_code_sent_back_under_the_others_state_reaches_only_its_own_provider(
    torn: httpx2.AsyncClient, house: Hostile, other: Hostile
) -> None:
    """The evil provider sends the browser on to the honest one with a state of ours (RFC 9207)."""
    evil = await leave(torn, "other")
    state = evil.partition("state=")[2].partition("&")[0]
    back = await at_provider(await leave(torn))
    code = back.partition("code=")[2].partition("&")[0]
    path = BACK.format(name="other")
    crossed = await torn.get(f"{path}?code={code}&state={state}&iss={house.issuer}")

    assert crossed.status_code == 422
    assert "token" not in house.hits
    assert "token" not in other.hits
    assert not await Account.exists()


async def test_the_others_token_is_not_taken(
    torn: httpx2.AsyncClient, house: Hostile, other: Hostile
) -> None:
    house.forge = lambda _idp, claims: other.honest(claims | {"iss": other.issuer})
    with_their_key = await walk(torn)
    house.forge = lambda idp, claims: idp.honest(claims | {"iss": other.issuer})
    in_their_name = await walk(torn)

    assert (with_their_key.status_code, in_their_name.status_code) == (422, 422)


async def test_the_same_subject_of_two_issuers_is_two_people(
    torn: httpx2.AsyncClient,
) -> None:
    await walk(torn)
    torn.cookies.delete("session")
    await walk(torn, "other")

    assert await Account.all().count() == 2
    assert await Identity.filter(subject="person-1").count() == 2


@pytest.mark.parametrize(
    ("promised", "sent", "status"),
    [(True, "own", 303), (True, None, 422), (True, "other", 422), (False, "other", 422),
     (False, "own", 303), (False, None, 303), (False, "own slash", 422)],
)  # fmt: skip
async def test_the_issuer_that_comes_back_is_compared(
    torn: httpx2.AsyncClient,
    house: Hostile,
    other: Hostile,
    sent: str | None,
    status: int,
    *,
    promised: bool,
) -> None:
    house.metadata = {"authorization_response_iss_parameter_supported": promised}
    issuers = {"own": house.issuer, "other": other.issuer, "own slash": house.issuer + "/"}
    house.answer = {"iss": issuers[sent]} if sent else {}

    assert (await walk(torn)).status_code == status


LIES: dict[str, dict[str, Any]] = {
    "another issuer": {"issuer": "https://accounts.example.org"},
    "an issuer with a slash more": {"issuer": "SLASH"},
    "no issuer": {"issuer": None},
    "no keys": {"jwks_uri": None},
    "nowhere to go": {"authorization_endpoint": None},
    "a script to go to": {"authorization_endpoint": "javascript:alert(1)"},
    "a file of keys": {"jwks_uri": "file:///etc/passwd"},
    "a list for an address": {"token_endpoint": ["https://x.example"]},
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_description_of_somebody_else_is_not_believed(
    torn: httpx2.AsyncClient, house: Hostile, lie: str
) -> None:
    house.metadata = {
        name: house.issuer + "/" if value == "SLASH" else value for name, value in LIES[lie].items()
    }

    response = await torn.post("/sign-in/with/house")

    assert response.status_code == 503
    assert "The House does not answer as it should" in response.text
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    "answer",
    [
        PlainTextResponse("down", 500),
        PlainTextResponse("<html>"),
        PlainTextResponse("[]"),
        PlainTextResponse("[" * 100_000),
        PlainTextResponse("{" + " " * 300_000 + "}"),
        RedirectResponse("http://127.0.0.1:9/"),
    ],
    ids=["error", "no JSON", "no object", "nested", "long", "elsewhere"],
)
async def test_a_provider_that_does_not_answer_leaves_the_other_ways_open(
    torn: httpx2.AsyncClient, house: Hostile, answer: Response
) -> None:
    house.broken = answer

    failed = await torn.post("/sign-in/with/house")
    again = await torn.post("/sign-in/with/house")

    assert (failed.status_code, again.status_code) == (503, 503)
    assert house.hits["metadata"] == 1  # not asked again at every click
    assert (await torn.get("/sign-in")).status_code == 200
    assert (await walk(torn, "other")).status_code == 303


async def test_a_provider_that_is_gone_is_a_clear_sentence(
    service: Service, house: Hostile
) -> None:
    gone = type(house.provider())(
        name="gone", label="Gone", issuer="http://127.0.0.1:9", client_id="c", client_secret="s"
    )
    async with browser(with_providers(service, gone)) as client:
        response = await client.post("/sign-in/with/gone")

    assert response.status_code == 503
    assert "Gone does not answer as it should" in response.text
