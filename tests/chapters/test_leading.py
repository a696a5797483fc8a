"""Handing a chapter over, and that the last one who looks after it does not leave it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, AuditRow, Role
from cop.chapters.models.seats import Seat
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.actions.members import give_account
from tests.chapters.deciding import KENYA, REQUESTS
from tests.chapters.sitting import SEATS, answer
from tests.people import sign_in, sign_in_as
from tests.serving import visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import httpx2
    from starlette.types import ASGIApp

    from tests.chapters.deciding import Desk

HAND_OVER = f"{KENYA}/hand-over"


@pytest.fixture
async def lead(desk: Desk) -> Desk:
    """Bela, who has joined, could take over from Cora, who is Chidi and has joined too."""
    await give_account(desk.people["chidi"].id, await Account.get(id=desk.cora_id))
    for client in (desk.bela, desk.cora):
        await client.post(f"{KENYA}/join")
    return desk


@pytest.fixture
async def admin(app: ASGIApp) -> AsyncGenerator[httpx2.AsyncClient]:
    async with visit(app) as client:
        await sign_in(client, "Admin", [("administrator", "")])
        yield client


async def ask(client: httpx2.AsyncClient, who: str = "bela") -> httpx2.Response:
    data = {"who": who, "kind": "coordinator", "back": "hand-over"}
    return await client.post(SEATS, data=data)


async def accept(lead: Desk) -> None:
    """Let Cora ask Bela, who says yes."""
    await ask(lead.cora)
    await answer(lead, "accept")


async def step_down(client: httpx2.AsyncClient) -> int:
    return (await client.post(f"{KENYA}/step-down")).status_code


async def leaders() -> list[str]:
    roles = Role.filter(role="coordinator", scope="kenya").order_by("id")
    return [one.account.name for one in await roles.select_related("account")]


async def test_what_is_open_stands_on_the_page_with_who_could_take_over(lead: Desk) -> None:
    page = (await lead.cora.get(HAND_OVER)).text

    assert "No request waits for an answer" in page
    assert "Nobody else looks after this chapter yet." in page
    assert 'value="bela"' in page
    assert 'value="ada"' not in page  # a member who has never signed in
    assert 'value="chidi"' not in page  # oneself
    assert "Ask somebody first." in page
    assert f'action="{KENYA}/step-down"' not in page
    assert 'value="bela"' in (await lead.cora.get(f"{HAND_OVER}?q=rüto")).text
    assert 'value="bela"' not in (await lead.cora.get(f"{HAND_OVER}?q=zoe")).text
    assert HAND_OVER in (await lead.cora.get(KENYA)).text
    await lead.bela.post(f"{KENYA}/leave")
    await lead.rule("request")
    await lead.ask()
    assert "1 request without an answer" in (await lead.cora.get(HAND_OVER)).text


async def test_a_coordinator_asks_a_successor_and_steps_down_once_they_accept(lead: Desk) -> None:
    for _twice in range(2):
        assert (await ask(lead.cora)).headers["location"] == HAND_OVER

    assert await leaders() == ["Cora"]
    written = await Mail.get()
    assert written.recipient == "own-bela@example.org"
    assert written.subject == "Would you coordinate Kenya?"
    page = (await lead.cora.get(HAND_OVER)).text
    assert "asked, without an answer yet" in page
    assert 'name="who" value="bela"' not in page
    assert "once somebody else has accepted" in page
    assert await step_down(lead.cora) == 409

    await answer(lead, "accept")

    assert await leaders() == ["Cora", "Bela Ruto"]
    assert "looks after the chapter" in (await lead.cora.get(HAND_OVER)).text
    assert await step_down(lead.cora) == 303
    assert await leaders() == ["Bela Ruto"]
    assert (await lead.cora.get(REQUESTS)).status_code == 404
    assert await lead.state() == "active"
    assert await AuditRow.filter(action="chapter.stepped-down").count() == 1
    assert await step_down(lead.cora) == 404


async def test_who_was_asked_may_say_no_and_another_is_asked(lead: Desk) -> None:
    await ask(lead.cora)

    await answer(lead, "decline")

    assert await leaders() == ["Cora"]
    assert 'name="who" value="bela"' in (await lead.cora.get(HAND_OVER)).text


async def test_an_offer_is_taken_back_where_the_chapter_is_handed_over(lead: Desk) -> None:
    await ask(lead.cora)
    data = {"seat": str((await Seat.get()).id), "back": "hand-over"}

    assert (await lead.cora.post(f"{SEATS}/end", data=data)).headers["location"] == HAND_OVER

    assert (await Seat.get()).state == "ended"


async def test_the_last_one_does_not_step_down_and_hears_what_to_do(lead: Desk) -> None:
    refused = await lead.cora.post(f"{KENYA}/step-down")

    assert refused.status_code == 409
    assert "Nobody else looks after this chapter." in refused.text
    assert await leaders() == ["Cora"]


@pytest.mark.parametrize("banned", [False, True])
async def test_only_who_can_act_counts_as_another(lead: Desk, *, banned: bool) -> None:
    other = await Account.create(name="Other", banned_at=now() if banned else None)
    await Role.create(account=other, role="coordinator", scope="kenya")

    offered = f'action="{KENYA}/step-down"' in (await lead.cora.get(HAND_OVER)).text
    assert offered is not banned
    assert await step_down(lead.cora) == (409 if banned else 303)


@pytest.mark.parametrize(("how", "data"), [("leave", {}), ("place", {"deed": "pause"})])
async def test_who_looks_after_a_chapter_hands_over_before_they_go(
    lead: Desk, how: str, data: dict[str, str]
) -> None:
    refused = await lead.cora.post(f"{KENYA}/{how}", data=data)

    assert refused.status_code == 409
    assert "Hand it over and step down first" in refused.text
    page = (await lead.cora.get(KENYA)).text
    assert f'action="{KENYA}/leave"' not in page
    await accept(lead)
    await step_down(lead.cora)
    assert (await lead.cora.post(f"{KENYA}/{how}", data=data)).status_code == 303


@pytest.mark.parametrize("deed", ["remove", "ban"])
async def test_who_is_put_out_looks_after_the_chapter_no_more(lead: Desk, deed: str) -> None:
    await accept(lead)

    assert await lead.decide(deed) == 303

    assert await leaders() == ["Cora"]
    assert await AuditRow.filter(action="role.revoked").count() == 1


@pytest.mark.parametrize("deed", ["remove", "ban"])
async def test_nobody_puts_out_the_last_one_but_an_administrator(
    lead: Desk, admin: httpx2.AsyncClient, deed: str
) -> None:
    data = {"who": "chidi", "deed": deed}

    refused = await lead.cora.post(REQUESTS, data=data)

    assert refused.status_code == 409
    assert await leaders() == ["Cora"]
    assert (await admin.post(REQUESTS, data=data)).status_code == 303
    assert await leaders() == []


async def test_who_erases_themselves_hears_which_chapter_they_leave_alone(lead: Desk) -> None:
    assert "Nobody but you looks after Kenya." in (await lead.cora.get("/me/erase")).text

    await accept(lead)

    assert "Nobody but you" not in (await lead.cora.get("/me/erase")).text


async def test_nobody_else_finds_the_page(lead: Desk, client: httpx2.AsyncClient) -> None:
    for path in (HAND_OVER, "/chapters/none/hand-over"):
        assert (await lead.bela.get(path)).status_code == 404
        assert (await client.get(path)).status_code == 303
    assert (await ask(lead.bela)).status_code == 404
    assert await step_down(lead.bela) == 404
    await sign_in_as(client, lead.people["ada"])
    assert (await client.get(HAND_OVER)).status_code == 404
