"""Members report, administrators decide; who reported is told to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, AuditRow, Block, Role
from cop.contact.actions.reports import REPORTS_A_DAY
from cop.contact.models import Report
from cop.kit.outbox import Mail
from profiles.models import Profile
from tests.contact.writing import KEY, Two, send
from tests.people import refresh, sign_in
from tests.serving import visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service

WHY = {"reason": "harassment", "words": "They <shouted>."}


@pytest.fixture
async def judge(app: ASGIApp) -> AsyncGenerator[httpx2.AsyncClient]:
    async with visit(app) as administrator:
        await sign_in(administrator, "Judge", [("administrator", "")])
        yield administrator


async def decide(
    judge: httpx2.AsyncClient, deed: str, words: str = "Seen and weighed."
) -> httpx2.Response:
    where = f"/administration/reports/{(await Report.all().order_by('-id').first()).id}"
    return await judge.post(where, data={"deed": deed, "words": words})


async def test_a_profile_is_reported_hidden_and_both_are_told(
    service: Service, two: Two, judge: httpx2.AsyncClient
) -> None:
    assert "Harassment" in (await two.bela.get("/members/ada/report")).text
    assert (await two.bela.post("/members/ada/report", data=WHY)).status_code == 303
    page = (await judge.get("/administration/reports")).text
    assert "They &lt;shouted&gt;." in page
    assert "reported by Bela Ruto" in page

    decided = await decide(judge, "hide")
    await refresh(service)

    assert decided.status_code == 303
    assert (await two.bela.get("/members/ada")).status_code == 404
    assert (await two.ada.get("/members/ada")).status_code == 200
    assert "Ada Obi" not in (await two.bela.get("/members?q=property+tax")).text
    to_reporter = await Mail.get(recipient="own-bela@example.org")
    to_reported = await Mail.get(recipient="own-ada@example.org")
    assert "acted upon" in to_reporter.text
    assert "hidden your profile" in to_reported.text
    for mail in (to_reported, to_reporter):
        assert "Seen and weighed." in mail.text
    assert "Bela" not in to_reported.text + to_reported.html + to_reported.subject
    assert "shouted" not in to_reported.text
    deeds = {row.action for row in await AuditRow.all()}
    assert deeds == {"report.decided", "profile.hidden"}
    assert "shouted" not in str(await AuditRow.all().values())


async def test_a_message_is_reported_and_its_writer_shut_out(
    service: Service, two: Two, judge: httpx2.AsyncClient
) -> None:
    where = (await send(two.ada, "bela", "Send me <money>")).headers["location"]
    form = await two.bela.get(f"{where}/report")
    assert "Send me &lt;money&gt;" in form.text
    await two.bela.post(f"{where}/report", data={"reason": "spam", "block": "on"})
    assert await Block.all().count() == 1
    page = (await judge.get("/administration/reports")).text
    assert "Send me &lt;money&gt;" in page
    assert 'href="/members/ada"' in page

    await decide(judge, "ban")
    await refresh(service)

    assert (await Account.get(name="Ada Obi")).banned_at
    assert (await two.ada.get("/messages")).headers["location"].startswith("/sign-in")
    assert (await judge.get("/members/ada")).status_code == 404
    assert "shut your account out" in (await Mail.filter(subject__contains="shut").get()).text
    assert await AuditRow.filter(action="account.banned").count() == 1


async def test_of_two_administrators_one_decides(two: Two, judge: httpx2.AsyncClient) -> None:
    await two.bela.post("/members/ada/report", data=WHY)

    first = await decide(judge, "dismiss")
    second = await decide(judge, "ban")

    assert first.status_code == 303
    assert second.status_code == 409
    assert (await Account.get(name="Ada Obi")).banned_at is None
    assert await Mail.all().count() == 1
    assert "nothing needs to be done" in (await Mail.get()).text


async def test_what_waits_already_is_not_reported_twice(two: Two) -> None:
    for _ in range(3):
        await two.bela.post("/members/ada/report", data=WHY)

    assert await Report.all().count() == 1


async def test_reports_have_an_end_for_a_day(two: Two) -> None:
    bela = (await Profile.get(slug="bela")).account_id
    for n in range(REPORTS_A_DAY):
        await Report.create(reporter_id=bela, subject=f"message:{n}", reason="spam")

    assert (await two.bela.post("/members/ada/report", data=WHY)).status_code == 429


async def test_a_report_needs_a_reason_and_a_decision_too(
    two: Two, judge: httpx2.AsyncClient
) -> None:
    for data in ({}, {"reason": "boredom"}, {"reason": "spam", "words": "x" * 2_001}):
        assert (await two.bela.post("/members/ada/report", data=data)).status_code == 422
    await two.bela.post("/members/ada/report", data=WHY)

    assert (await decide(judge, "dismiss", "")).status_code == 422
    assert (await decide(judge, "")).status_code == 422
    assert (await Report.get()).state == "open"


async def test_a_refused_report_and_a_refused_decision_keep_what_was_written(
    two: Two, judge: httpx2.AsyncClient
) -> None:
    told = {"reason": "boredom", "words": "He sells cars", "block": "on"}
    report = await two.bela.post("/members/ada/report", data=told)
    await two.bela.post("/members/ada/report", data=WHY)
    decision = await decide(judge, "", "Not here")

    assert 'id="reason-error"' in report.text
    assert ">He sells cars</textarea>" in report.text
    assert 'name="block" value="on" checked' in report.text
    assert 'id="deed-error"' in decision.text
    assert ">Not here</textarea>" in decision.text


async def test_only_administrators_see_and_decide(two: Two, judge: httpx2.AsyncClient) -> None:
    await two.bela.post("/members/ada/report", data=WHY)

    for client in (two.ada, two.bela):
        assert (await client.get("/administration/reports")).status_code == 404
        assert (await decide(client, "ban")).status_code == 404
    data = {"deed": "ban", "words": "x"}
    assert (await judge.post("/administration/reports/x", data=data)).status_code == 404


async def test_ones_own_words_are_not_reported(two: Two) -> None:
    where = (await send(two.ada, "bela", "Hello")).headers["location"]

    assert (await two.ada.get(f"{where}/report")).status_code == 404
    assert (await two.ada.post(f"{where}/report", data=WHY)).status_code == 404


async def test_somebody_who_hid_after_writing_can_still_be_reported_and_shut_out(
    service: Service, two: Two, judge: httpx2.AsyncClient
) -> None:
    where = (await send(two.ada, "bela", "Boo")).headers["location"]
    await Profile.filter(slug="ada").update(visibility="hidden")
    await refresh(service)

    assert (await two.bela.post(f"{where}/report", data=WHY)).status_code == 303
    assert (await decide(judge, "ban")).status_code == 303
    assert (await Account.get(name="Ada Obi")).banned_at


async def test_what_is_gone_can_only_be_dismissed(two: Two, judge: httpx2.AsyncClient) -> None:
    await two.bela.post("/members/ada/report", data=WHY)
    await Profile.filter(slug="ada").delete()

    assert 'value="ban"' not in (await judge.get("/administration/reports")).text
    for deed in ("hide", "ban"):
        assert (await decide(judge, deed)).status_code == 409
    assert (await decide(judge, "dismiss")).status_code == 303


async def test_the_last_administrator_is_not_shut_out(two: Two, judge: httpx2.AsyncClient) -> None:
    where = (await send(two.ada, "bela", "Hello", KEY)).headers["location"]
    await two.bela.post(f"{where}/report", data=WHY)
    assert (await judge.get("/administration/reports")).status_code == 200
    ada = await Account.get(name="Ada Obi")
    await Role.filter(role="administrator").update(account_id=ada.id)

    assert (await decide(two.ada, "ban")).status_code == 409
    assert (await Report.get()).state == "open"
    assert (await Profile.get(slug="ada")).kept_hidden_at is None
