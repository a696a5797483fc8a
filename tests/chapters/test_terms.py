"""Coordinators hear once, and in time, whose term ends, at the pace they chose."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, AuditRow, Role
from cop.chapters.actions.gathering import tell_gathered
from cop.chapters.actions.paces import choose_paces
from cop.chapters.actions.terms import tell_of_ending_terms
from cop.chapters.models.notices import Notice, Often
from cop.chapters.models.seats import Seat
from cop.chapters.queries.paces import Paces
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.models import Profile
from tests.chapters.deciding import KENYA
from tests.chapters.sitting import ASKED, SEATS, UNTIL, answer, sit
from tests.people import sign_in

if TYPE_CHECKING:
    from datetime import date

    import httpx2

    from cop.running import Service
    from tests.chapters.deciding import Desk

SOON = now().date() + timedelta(days=40)
LONGER = UNTIL + timedelta(days=300)
ASKED_ON = ASKED | {"ends_on": LONGER.isoformat()}


@pytest.fixture
async def ending(desk: Desk) -> Desk:
    """Bela is co-chair for 40 days more."""
    await sit(desk)
    await Seat.all().update(ends_on=SOON)
    await Account.filter(id=desk.cora_id).update(verified_at=now())
    await Mail.all().delete()
    return desk


async def mail(service: Service) -> int:
    """Do what is done every hour; return how many mails were written."""
    await tell_of_ending_terms()
    return await tell_gathered(service.post, service.vocabulary)


@pytest.mark.parametrize("kind", ["co-chair", "coordinator"])
async def test_coordinators_are_told_once_whose_term_ends_and_when(
    ending: Desk, service: Service, kind: str
) -> None:
    await Seat.all().update(kind=kind)

    assert [await mail(service) for _each in range(2)] == [1, 0]

    written = await Mail.get()
    cora = await Account.get(id=ending.cora_id)
    assert written.recipient == cora.email
    assert written.subject == "What waits for you in your chapters"
    assert "The term of Bela Ruto in Kenya ends on " in written.text
    assert str(SOON.year) in written.text
    assert f"{KENYA}/seats" in written.text


async def test_a_term_that_ends_much_later_is_not_told_yet(ending: Desk, service: Service) -> None:
    assert ending.cora_id
    await Seat.all().update(ends_on=now().date() + timedelta(days=61))
    assert await mail(service) == 0

    await Seat.all().update(ends_on=now().date() + timedelta(days=60))

    assert await mail(service) == 1


@pytest.mark.parametrize("often", [Often.DAILY, Often.WEEKLY, Often.OFF])
async def test_it_is_told_at_the_pace_that_each_chose(
    ending: Desk, service: Service, often: Often
) -> None:
    await choose_paces(ending.cora_id, Paces(often))

    assert await mail(service) == 0

    await Notice.all().update(due_at=now())
    assert await tell_gathered(service.post, service.vocabulary) == (often is not Often.OFF)


@pytest.mark.parametrize("way", ["longer", "hidden", "over"])
async def test_what_is_so_no_more_when_the_mail_is_written_is_not_told(
    ending: Desk, service: Service, way: str
) -> None:
    await choose_paces(ending.cora_id, Paces(Often.DAILY))
    await mail(service)
    await Notice.all().update(due_at=now())
    if way == "longer":
        await Seat.all().update(ends_on=SOON + timedelta(days=300))
    elif way == "hidden":
        await Profile.filter(slug="bela").update(hidden_at=now())
    else:
        await Seat.all().update(state="ended")

    assert await tell_gathered(service.post, service.vocabulary) == 0


async def test_who_coordinates_no_more_is_not_told(ending: Desk, service: Service) -> None:
    await choose_paces(ending.cora_id, Paces(Often.DAILY))
    await mail(service)
    await Role.filter(account_id=ending.cora_id).delete()
    await Notice.all().update(due_at=now())

    assert await tell_gathered(service.post, service.vocabulary) == 0


async def test_administrators_are_told_where_nobody_coordinates(
    ending: Desk, service: Service, client: httpx2.AsyncClient
) -> None:
    await sign_in(client, "Admin", [("administrator", "")])
    await Role.filter(account_id=ending.cora_id).delete()

    assert await mail(service) == 1

    assert (await Mail.get()).recipient == "admin@example.net"


async def test_the_next_term_is_told_too(ending: Desk, service: Service) -> None:
    await mail(service)
    await ending.cora.post(f"{SEATS}/end", data={"seat": str((await Seat.get()).id)})
    await ending.cora.post(SEATS, data=ASKED)

    assert not (await Seat.get()).is_end_told


@pytest.mark.parametrize(("deed", "ends_on"), [("stay", LONGER), ("go", UNTIL)])
async def test_who_sits_there_is_asked_to_stay_and_the_term_is_theirs_to_lengthen(
    desk: Desk, deed: str, ends_on: date
) -> None:
    await sit(desk)
    await Seat.all().update(is_end_told=True)
    for _twice in range(2):
        await desk.cora.post(SEATS, data=ASKED_ON)

    seat = await Seat.get()
    assert (seat.state, seat.ends_on, seat.asked_until) == ("held", UNTIL, LONGER)
    assert await Mail.filter(subject="Would you stay for another term in Kenya?").count() == 1
    assert "asked to stay until" in (await desk.cora.get(SEATS)).text
    assert "You are asked to stay until" in (await desk.bela.get(KENYA)).text
    told = await desk.cora.get(f"/api/v1{SEATS}", headers=await desk.token("own"))
    assert told.json()["seats"][0]["asked_until"] == LONGER.isoformat()
    for _twice in range(2):
        seat = await answer(desk, deed)

    assert (seat.state, seat.ends_on, seat.asked_until) == ("held", ends_on, None)
    assert seat.is_end_told is (deed == "go")  # they hear in time of the new end too
    assert await AuditRow.filter(action__endswith="prolonged").count() == 1


async def test_nobody_is_asked_to_stay_for_ever_nor_until_the_day_that_is_agreed(
    desk: Desk,
) -> None:
    await sit(desk, "coordinator")

    refused = await desk.cora.post(SEATS, data=ASKED_ON | {"kind": "coordinator", "ends_on": ""})
    await desk.cora.post(SEATS, data=ASKED | {"kind": "coordinator"})

    assert refused.status_code == 409
    assert "Choose the day until which they might stay" in refused.text
    assert (await Seat.get()).asked_until is None
    assert (await answer(desk, "stay")).ends_on == UNTIL
