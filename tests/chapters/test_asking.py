"""The page of one request to join: where the mail leads, and what it says once it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, AuditRow, Block
from cop.kit.clock import now
from cop.kit.i18n import format_day
from cop.kit.outbox import Mail
from profiles.actions.members import give_account
from profiles.models import Profile
from tests.chapters.deciding import KENYA, REQUESTS
from tests.people import sign_in
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from tests.chapters.deciding import Desk

ASKING = f"{REQUESTS}/bela"


@pytest.fixture
async def asked(desk: Desk) -> Desk:
    """Bela has asked to join."""
    await desk.rule("request")
    await desk.ask()
    return desk


async def answer(client: httpx2.AsyncClient, deed: str) -> int:
    return (await client.post(ASKING, data={"deed": deed})).status_code


async def test_who_asks_stands_there_with_their_fit_their_words_and_two_buttons(
    asked: Desk,
) -> None:
    page = (await asked.cora.get(ASKING)).text

    assert "Bela Ruto asks to join</h1>" in page
    assert "I keep the rolls of Kisumu." in page
    assert "In common with the chapter: " in page
    assert "Property tax" in page
    assert page.count('name="deed"') == 2
    assert await asked.state() == "requested"  # looking decides nothing


async def test_it_is_approved_from_there_and_twice_is_once(asked: Desk) -> None:
    await Mail.all().delete()

    for _twice in range(2):
        assert await answer(asked.cora, "approve") == 303

    assert await asked.state() == "active"
    assert await Mail.all().count() == 1
    assert await AuditRow.filter(action="membership.approved").count() == 1
    page = (await asked.cora.get(ASKING)).text
    assert f"You approved it on {format_day(now())}." in page
    assert 'name="deed"' not in page


@pytest.mark.parametrize(
    ("deed", "other", "said"),
    [("approve", "refuse", "Approved on"), ("refuse", "approve", "Declined on")],
)
async def test_who_comes_second_hears_who_decided_what_and_when(
    asked: Desk, app: ASGIApp, deed: str, other: str, said: str
) -> None:
    await give_account(asked.people["chidi"].id, await Account.get(id=asked.cora_id))
    await answer(asked.cora, deed)
    state = await asked.state()
    async with visit(app) as second:
        second_id = await sign_in(second, "Second", [("coordinator", "kenya")])

        assert await answer(second, other) == 303

        page = (await second.get(ASKING)).text
        assert f"{said} {format_day(now())} by Chidi Eze." in page
        assert await asked.state() == state
        await Block.create(account_id=asked.cora_id, blocked_id=second_id)
        page = (await second.get(ASKING)).text
        assert f"{said} {format_day(now())} by another coordinator." in page
        assert "Chidi" not in page


async def test_a_request_taken_back_or_never_made_is_no_request(asked: Desk) -> None:
    await asked.own("take-back")

    page = (await asked.cora.get(ASKING)).text

    assert "Bela Ruto does not ask to join any more." in page
    assert "rolls of Kisumu" not in page
    assert "does not ask to join any more." in (await asked.cora.get(f"{REQUESTS}/chidi")).text
    await asked.ask("Here I am again.")
    await answer(asked.cora, "refuse")
    await asked.ask("And again.")
    assert "And again." in (await asked.cora.get(ASKING)).text


async def test_who_hides_after_asking_is_not_there(asked: Desk) -> None:
    await Profile.filter(slug="bela").update(hidden_at=now())

    assert (await asked.cora.get(ASKING)).status_code == 404
    assert await answer(asked.cora, "approve") == 404
    assert await asked.state() == "requested"


@pytest.mark.parametrize("deed", ["", "remove", "nonsense"])
async def test_only_yes_or_no_is_an_answer(asked: Desk, deed: str) -> None:
    refused = await asked.cora.post(ASKING, data={"deed": deed})

    assert refused.status_code == 422
    assert "I keep the rolls of Kisumu." in refused.text
    assert await asked.state() == "requested"


async def test_who_is_signed_out_signs_in_and_comes_back(
    asked: Desk, client: httpx2.AsyncClient
) -> None:
    for path in (ASKING, "/chapters/none/requests/nobody"):
        away = await client.get(path)
        assert away.status_code == 303
        assert away.headers["location"] == f"/sign-in?next={path.replace('/', '%2F')}"
    assert await asked.state() == "requested"


async def test_nobody_else_learns_that_somebody_asks(asked: Desk, app: ASGIApp) -> None:
    async with visit(app) as other:
        await sign_in(other, "Other", [("coordinator", "nigeria")])
        for client in (other, asked.bela):
            here, nowhere = [
                await client.get(path) for path in (ASKING, "/chapters/none/requests/nobody")
            ]
            assert (here.status_code, nowhere.status_code) == (404, 404)
            assert here.text == nowhere.text.replace(
                "/none/requests/nobody", "/kenya/requests/bela"
            )
            assert await answer(client, "approve") == 404
    assert await asked.state() == "requested"
    assert (await asked.bela.get(KENYA)).status_code == 200
