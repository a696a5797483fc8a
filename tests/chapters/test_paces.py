"""How often chapters write: chosen among the settings, ended with one click."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.accounts.models import Role
from cop.chapters.actions.gathering import tell_gathered
from cop.chapters.actions.paces import EVERY, HOUR, next_moment
from cop.chapters.models.notices import Notice, Often, Pace
from cop.kit.clock import now
from cop.kit.mail import as_message
from cop.kit.outbox import Mail
from tests.chapters.forming import form
from tests.chapters.telling import CORA, choose, subjects
from tests.people import sign_in

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from tests.chapters.deciding import Desk


@given(st.integers(0, 2 * 365 * 86_400))
def test_all_of_a_day_or_a_week_falls_due_together_in_the_morning(second: int) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)

    assert next_moment(Often.AT_ONCE, moment) == moment
    for often, every in EVERY.items():
        due = next_moment(often, moment)
        assert timedelta() < due - moment <= every
        assert (due.hour, due.minute, due.second, due.microsecond) == (HOUR, 0, 0, 0)
        assert next_moment(often, due) == due + every
    assert next_moment(Often.WEEKLY, moment).weekday() == 0


async def test_requests_of_one_chapter_may_come_at_another_pace(
    desk: Desk, service: Service
) -> None:
    await form(service, "country", "NG", [desk.people["chidi"]])
    await Role.create(account_id=desk.cora_id, role="coordinator", scope="nigeria")
    page = (await desk.cora.get("/account/notices")).text
    assert "Requests to join Kenya" in page
    assert "Requests to join Nigeria" in page
    await choose(desk.cora, "weekly", kenya="at-once")
    for slug in ("kenya", "nigeria"):
        await desk.cora.post(f"/chapters/{slug}/joining", data={"joining": "request"})
        await desk.bela.post(f"/chapters/{slug}/join")

    assert await subjects(CORA) == ["Bela Ruto asks to join Kenya"]
    assert (await Notice.get().select_related("chapter")).chapter.slug == "nigeria"
    page = (await desk.cora.get("/account/notices")).text
    assert page.count(" selected") >= 2
    await choose(desk.cora, "weekly", kenya="")
    assert await Pace.all().count() == 1


async def test_what_waits_follows_a_new_choice(desk: Desk, service: Service) -> None:
    await choose(desk.cora, "weekly")
    await desk.rule("request")
    await desk.ask()
    await choose(desk.cora, "daily")
    assert (await Notice.get()).due_at - now() <= timedelta(days=1)

    await choose(desk.cora, "at-once")

    assert await tell_gathered(service.post, service.vocabulary) == 1
    await desk.own("take-back")
    await choose(desk.cora, "daily")
    await desk.ask()
    await choose(desk.cora, "off")
    assert not await Notice.exists()


async def test_one_click_in_any_such_mail_ends_them_and_looking_does_not(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    await choose(desk.cora, "at-once", kenya="at-once")
    await desk.rule("request")
    await desk.ask()
    await desk.decide("approve")
    for written in await Mail.all():
        message = as_message(written, "network@example.org")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["List-Unsubscribe"].strip("<>") in written.text
    message = as_message(await Mail.get(recipient=CORA), "network@example.org")
    path = message["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert "Stop the mails from chapters?" in (await client.get(path)).text
    assert (await Pace.filter(account_id=desk.cora_id, often="off").count()) == 0

    for _twice in range(2):
        ended = await client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert "No more mails from chapters" in ended.text

    assert [one.often for one in await Pace.filter(account_id=desk.cora_id)] == ["off"]
    for wrong in ("0-", path[-40:], f"{path[-45:]}0", "999999-abc"):
        assert (await client.post(f"/notices/{wrong}")).status_code == 404


@pytest.mark.parametrize("data", [{}, {"often": "hourly"}, {"often": "off", "often-kenya": "no"}])
async def test_what_cannot_be_chosen_is_refused(desk: Desk, data: dict[str, str]) -> None:
    assert (await desk.cora.post("/account/notices", data=data)).status_code == 422
    assert not await Pace.exists()


async def test_the_settings_are_found_from_the_account_and_are_for_who_is_signed_in(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    assert "/account/notices" in (await desk.bela.get("/account")).text
    assert "Requests to join" not in (await desk.bela.get("/account/notices")).text
    assert (await client.get("/account/notices")).status_code == 303
    guest = await sign_in(client, "Guest", [("guest", "")])
    await choose(client, "off", kenya="daily")  # which they do not look after
    assert [one.account_id for one in await Pace.all()] == [guest]
