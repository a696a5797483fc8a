"""The yearly question whether one still wants to be in a chapter: quiet, and once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, AuditRow
from cop.chapters.actions.gathering import tell_gathered
from cop.chapters.actions.staying import ask_who_stays
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership
from cop.chapters.models.notices import Notice
from cop.chapters.queries.staying import YEAR
from cop.kit.clock import now
from cop.kit.outbox import Mail
from tests.chapters.deciding import KENYA
from tests.chapters.forming import form
from tests.chapters.telling import choose

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from tests.chapters.deciding import Desk

QUESTION = "Still want this?"


@pytest.fixture
async def long_in(desk: Desk, service: Service) -> Desk:
    """Bela has been in two chapters for a year and a day, and Ada, who has no account, too."""
    await form(service, "thematic", "property-tax", [desk.people["bela"]])
    await desk.bela.post(f"{KENYA}/join")
    await pass_time(YEAR + timedelta(days=1))
    return desk


async def pass_time(by: timedelta) -> None:
    """Let time go by for all that members did, were asked and told."""

    def earlier(moment: datetime | None) -> datetime | None:
        return moment and moment - by

    for row in await Membership.all():
        await Membership.filter(id=row.id).update(
            since=row.since - by,
            confirmed_at=earlier(row.confirmed_at),
            asked_at=earlier(row.asked_at),
        )
    for notice in await Notice.all():
        await Notice.filter(id=notice.id).update(due_at=notice.due_at - by)


async def ask(service: Service) -> int:
    """Do what is done hourly; return how many mails were written."""
    await ask_who_stays()
    return await tell_gathered(service.post, service.vocabulary)


@pytest.mark.usefixtures("long_in")
async def test_one_mail_a_year_asks_about_all_chapters_together(service: Service) -> None:
    assert await ask(service) == 1
    written = await Mail.get()
    assert written.recipient == "own-bela@example.org"
    assert written.subject == "Do you still want to be in your chapters?"
    assert "You have been in Kenya for more than a year." in written.text
    assert "You have been in Property tax for more than a year." in written.text
    assert f"http://127.0.0.1:8000{KENYA}/stay\n" in written.text
    assert "/notices/" in written.headers["List-Unsubscribe"]

    assert await ask(service) == 0
    await pass_time(YEAR - timedelta(days=1))
    assert await ask(service) == 0  # nor for what they joined in between
    await pass_time(timedelta(days=2))
    assert await ask(service) == 1


async def test_no_answer_changes_nothing(long_in: Desk, service: Service) -> None:
    before = await Membership.all().order_by("id").values("id", "state", "since", "confirmed_at")

    await ask(service)
    await long_in.bela.get(f"{KENYA}/stay")

    assert before == await Membership.all().order_by("id").values(*before[0])
    assert QUESTION in (await long_in.bela.get(KENYA)).text


async def test_yes_is_good_for_a_year(long_in: Desk, service: Service) -> None:
    for path in (KENYA, f"{KENYA}/stay", "/members/bela"):
        page = (await long_in.bela.get(path)).text
        assert QUESTION in page
        assert f'action="{KENYA}/stay"' in page

    for _twice in range(2):
        assert (await long_in.bela.post(f"{KENYA}/stay")).status_code == 303

    assert QUESTION not in (await long_in.bela.get(KENYA)).text
    assert "nothing here that needs your answer" in (await long_in.bela.get(f"{KENYA}/stay")).text
    own = (await long_in.bela.get("/members/bela")).text
    assert f'action="{KENYA}/stay"' not in own
    assert QUESTION in own  # about the other one
    assert await AuditRow.filter(action="membership.confirmed").count() == 1
    await ask(service)
    text = (await Mail.get()).text
    assert "Kenya" not in text
    await pass_time(YEAR + timedelta(days=1))
    assert QUESTION in (await long_in.bela.get(KENYA)).text


@pytest.mark.parametrize(("how", "state"), [("place", "paused"), ("leave", "left")])
async def test_pausing_and_leaving_answer_it_too(
    long_in: Desk, service: Service, how: str, state: str
) -> None:
    await ask_who_stays()
    data = {"deed": "pause"} if how == "place" else {}

    await long_in.bela.post(f"{KENYA}/{how}", data=data)

    kenya = await Chapter.get(slug="kenya")
    place = await Membership.get(chapter=kenya, profile=long_in.people["bela"])
    assert place.state == state
    assert QUESTION not in (await long_in.bela.get(KENYA)).text
    await tell_gathered(service.post, service.vocabulary)
    assert "Kenya" not in (await Mail.get()).text  # which was answered before it was told


async def test_it_comes_at_the_pace_one_chose_or_not_at_all(
    long_in: Desk, service: Service
) -> None:
    await choose(long_in.bela, "weekly")
    assert await ask(service) == 0
    assert await Notice.all().count() == 2
    await Notice.all().delete()
    await Membership.all().update(asked_at=None)
    await choose(long_in.bela, "off")

    assert await ask(service) == 0

    assert not await Notice.exists()
    assert QUESTION in (await long_in.bela.get(KENYA)).text


@pytest.mark.usefixtures("long_in")
async def test_who_cannot_be_reached_or_is_new_is_not_asked(service: Service) -> None:
    await Account.filter(name="Bela Ruto").update(banned_at=now())
    assert await ask(service) == 0
    await Account.filter(name="Bela Ruto").update(banned_at=None)
    await Membership.all().update(since=now() - timedelta(days=364))

    assert await ask(service) == 0


async def test_others_are_not_asked_and_answer_for_nobody(
    long_in: Desk, client: httpx2.AsyncClient
) -> None:
    assert QUESTION not in (await long_in.cora.get(KENYA)).text
    assert QUESTION not in (await long_in.cora.get("/members/bela")).text
    assert QUESTION not in (await client.get(KENYA)).text
    assert (await client.get(f"{KENYA}/stay")).headers["location"].startswith("/sign-in?next=")

    await long_in.cora.post(f"{KENYA}/stay")

    assert not await Membership.filter(confirmed_at__isnull=False).exists()
