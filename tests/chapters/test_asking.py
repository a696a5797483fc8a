"""The page of who asks to join: where the mail leads, and what it says once it is answered."""

from __future__ import annotations

import re
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

ASKING = f"{KENYA}/members/bela"
OLD = f"{REQUESTS}/bela"  # as in mails of before


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
    assert [*re.findall('name="deed" value="([a-z]+)"', page)] == ["approve", "refuse", "ban"]
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
    assert 'value="approve"' not in page


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

    for path in (ASKING, f"{KENYA}/members/chidi"):
        page = (await asked.cora.get(path)).text
        assert "asks to join</h1>" not in page
        assert 'value="approve"' not in page
        assert "rolls of Kisumu" not in page
    await asked.ask("Here I am again.")
    await answer(asked.cora, "refuse")
    await asked.ask("And again.")
    page = (await asked.cora.get(ASKING)).text
    assert "And again." in page
    assert "You declined it" not in page


async def test_what_was_answered_long_ago_is_not_said_of_what_was_done_since(asked: Desk) -> None:
    await answer(asked.cora, "approve")
    await answer(asked.cora, "remove")

    page = (await asked.cora.get(ASKING)).text

    assert "You approved it" not in page
    assert "Removed" in page


async def test_the_address_in_old_mails_leads_to_the_page_of_the_member(asked: Desk) -> None:
    old = await asked.cora.get(OLD)

    assert (old.status_code, old.headers["location"]) == (303, ASKING)
    await Profile.filter(slug="bela").update(hidden_at=now())
    for path in (OLD, f"{REQUESTS}/nobody"):
        assert (await asked.cora.get(path)).status_code == 404


async def test_who_hides_after_asking_is_not_there(asked: Desk) -> None:
    await Profile.filter(slug="bela").update(hidden_at=now())

    assert (await asked.cora.get(ASKING)).status_code == 404
    assert await answer(asked.cora, "approve") == 404
    assert await asked.state() == "requested"


@pytest.mark.parametrize("deed", ["", "accept", "nonsense"])
async def test_only_what_coordinators_do_is_an_answer(asked: Desk, deed: str) -> None:
    refused = await asked.cora.post(ASKING, data={"deed": deed})

    assert refused.status_code == 422
    assert "I keep the rolls of Kisumu." in refused.text
    assert await asked.state() == "requested"


async def test_who_is_signed_out_signs_in_and_comes_back(
    asked: Desk, client: httpx2.AsyncClient
) -> None:
    for path in (ASKING, OLD, "/chapters/none/members/nobody"):
        away = await client.get(path)
        assert away.status_code == 303
        assert away.headers["location"] == f"/sign-in?next={path.replace('/', '%2F')}"
    assert await asked.state() == "requested"


async def test_nobody_else_learns_that_somebody_asks(asked: Desk, app: ASGIApp) -> None:
    async with visit(app) as other:
        await sign_in(other, "Other", [("coordinator", "nigeria")])
        for client in (other, asked.bela):
            for part in ("members", "requests"):
                here, nowhere = [
                    await client.get(f"/chapters/{one}")
                    for one in (f"kenya/{part}/bela", f"none/{part}/nobody")
                ]
                assert (here.status_code, nowhere.status_code) == (404, 404)
                assert here.text == nowhere.text.replace(
                    f"none/{part}/nobody", f"kenya/{part}/bela"
                )
            assert await answer(client, "approve") == 404
    assert await asked.state() == "requested"
    assert (await asked.bela.get(KENYA)).status_code == 200
