"""Handing a chapter over, and that the last one who looks after it does not leave it alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, AuditRow, Role
from cop.chapters.queries.leading import MAY_DECLINE, count_unled_chapters
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.actions.members import give_account
from tests.chapters.deciding import KENYA, REQUESTS
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


async def name(client: httpx2.AsyncClient, who: str = "bela") -> httpx2.Response:
    return await client.post(HAND_OVER, data={"who": who})


async def step_down(client: httpx2.AsyncClient) -> int:
    return (await client.post(f"{KENYA}/step-down")).status_code


async def leaders() -> list[str]:
    roles = Role.filter(role="coordinator", scope="kenya").order_by("id")
    return [one.account.name for one in await roles.select_related("account")]


async def back_in(desk: Desk) -> None:
    """Let Bela sign in again, whose sessions ended with the new role."""
    account = await Account.get(name="Bela Ruto")
    await desk.bela.post("/sign-in/sample", data={"account": str(account.id)})


async def test_what_is_open_stands_on_the_page_with_who_could_take_over(lead: Desk) -> None:
    page = (await lead.cora.get(HAND_OVER)).text

    assert "No request waits for an answer" in page
    assert "Nobody else looks after this chapter yet." in page
    assert 'value="bela"' in page
    assert 'value="ada"' not in page  # a member who has never signed in
    assert 'value="chidi"' not in page  # oneself
    assert "Name somebody first." in page
    assert f'action="{KENYA}/step-down"' not in page
    assert 'value="bela"' in (await lead.cora.get(f"{HAND_OVER}?q=rüto")).text
    assert 'value="bela"' not in (await lead.cora.get(f"{HAND_OVER}?q=zoe")).text
    assert HAND_OVER in (await lead.cora.get(KENYA)).text
    await lead.bela.post(f"{KENYA}/leave")
    await lead.rule("request")
    await lead.ask()
    assert "1 request without an answer" in (await lead.cora.get(HAND_OVER)).text


async def test_a_coordinator_names_a_successor_and_steps_down(lead: Desk) -> None:
    for _twice in range(2):
        assert (await name(lead.cora)).status_code == 303

    assert await leaders() == ["Cora", "Bela Ruto"]
    written = await Mail.get()
    assert written.recipient == "own-bela@example.org"
    assert written.subject == "Will you look after Kenya?"
    assert "Cora has named you to look after Kenya." in written.text
    assert f"http://127.0.0.1:8000{HAND_OVER}" in written.text
    assert "looks after the chapter" in (await lead.cora.get(HAND_OVER)).text

    assert await step_down(lead.cora) == 303

    assert await leaders() == ["Bela Ruto"]
    assert (await lead.cora.get(REQUESTS)).status_code == 404
    assert await lead.state() == "active"
    assert await AuditRow.filter(action="chapter.stepped-down").count() == 1
    assert await step_down(lead.cora) == 404


async def test_the_last_one_does_not_step_down_and_hears_what_to_do(lead: Desk) -> None:
    refused = await lead.cora.post(f"{KENYA}/step-down")

    assert refused.status_code == 409
    assert "Nobody else looks after this chapter." in refused.text
    assert await leaders() == ["Cora"]


@pytest.mark.parametrize("banned", [False, True])
async def test_only_who_can_act_counts_as_another(lead: Desk, *, banned: bool) -> None:
    other = await Account.create(name="Other", banned_at=now() if banned else None)
    await Role.create(account=other, role="coordinator", scope="kenya")

    assert await step_down(lead.cora) == (409 if banned else 303)


async def test_who_was_named_may_say_no_even_as_the_last_and_administrators_hear(
    lead: Desk, admin: httpx2.AsyncClient
) -> None:
    await name(lead.cora)
    await step_down(lead.cora)
    await back_in(lead)
    assert "No, I would rather not" in (await lead.bela.get(HAND_OVER)).text

    assert await step_down(lead.bela) == 303

    assert await leaders() == []
    assert await count_unled_chapters() == 1
    written = await Mail.get(recipient="admin@example.net")
    assert written.subject == "Nobody looks after a chapter"
    assert HAND_OVER in written.text
    assert (await name(admin)).status_code == 303  # as the mail says
    assert await leaders() == ["Bela Ruto"]


async def test_who_has_stayed_for_a_month_has_taken_it_on(lead: Desk) -> None:
    account = await Account.get(name="Bela Ruto")
    await Role.filter(account_id=lead.cora_id).delete()
    await Role.create(account=account, role="coordinator", scope="kenya")
    what = {"action": "chapter.successor-named", "subject": f"account:{account.id}"}
    long_ago = now() - MAY_DECLINE - timedelta(hours=1)
    await AuditRow.create(**what, at=long_ago, actor_id=lead.cora_id, detail={"chapter": "kenya"})
    await AuditRow.create(**what, actor_id=lead.cora_id, detail={"chapter": "nigeria"})

    assert "No, I would rather not" not in (await lead.bela.get(HAND_OVER)).text
    assert await step_down(lead.bela) == 409


@pytest.mark.parametrize(("how", "data"), [("leave", {}), ("place", {"deed": "pause"})])
async def test_who_looks_after_a_chapter_hands_over_before_they_go(
    lead: Desk, how: str, data: dict[str, str]
) -> None:
    refused = await lead.cora.post(f"{KENYA}/{how}", data=data)

    assert refused.status_code == 409
    assert "Hand it over and step down first" in refused.text
    page = (await lead.cora.get(KENYA)).text
    assert f'action="{KENYA}/leave"' not in page
    await name(lead.cora)
    await step_down(lead.cora)
    assert (await lead.cora.post(f"{KENYA}/{how}", data=data)).status_code == 303


@pytest.mark.parametrize("deed", ["remove", "ban"])
async def test_who_is_put_out_looks_after_the_chapter_no_more(lead: Desk, deed: str) -> None:
    await name(lead.cora)

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


@pytest.mark.parametrize("who", ["ada", "dina", "nobody", ""])
async def test_only_an_active_member_who_signs_in_takes_over(lead: Desk, who: str) -> None:
    answer = await name(lead.cora, who)

    assert answer.status_code in {404, 409}
    assert await leaders() == ["Cora"]


async def test_who_pauses_cannot_be_named(lead: Desk) -> None:
    await lead.own("pause")

    assert (await name(lead.cora)).status_code == 409
    assert await leaders() == ["Cora"]


async def test_erasing_oneself_wins_and_administrators_hear_of_it(
    lead: Desk, admin: httpx2.AsyncClient
) -> None:
    assert admin.cookies
    assert "Nobody but you looks after Kenya." in (await lead.cora.get("/me/erase")).text

    assert (await lead.cora.post("/me/erase", data={"sure": "yes"})).status_code == 200

    assert await leaders() == []
    assert await count_unled_chapters() == 1
    written = await Mail.get(recipient="admin@example.net")
    assert "Kenya" in written.text
    assert "Cora" not in written.text
    assert "Chidi" not in written.text


async def test_who_has_company_is_erased_without_a_word(
    lead: Desk, admin: httpx2.AsyncClient
) -> None:
    assert admin.cookies
    await name(lead.cora)
    assert "Nobody but you" not in (await lead.cora.get("/me/erase")).text

    await lead.cora.post("/me/erase", data={"sure": "yes"})

    assert not await Mail.filter(recipient="admin@example.net").exists()


async def test_nobody_else_finds_the_page(lead: Desk, client: httpx2.AsyncClient) -> None:
    for path in (HAND_OVER, "/chapters/none/hand-over"):
        assert (await lead.bela.get(path)).status_code == 404
        assert (await client.get(path)).status_code == 303
    assert (await name(lead.bela, "bela")).status_code == 404
    assert await step_down(lead.bela) == 404
    await sign_in_as(client, lead.people["ada"])
    assert (await client.get(HAND_OVER)).status_code == 404
