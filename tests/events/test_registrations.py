"""Who comes to a meeting: seats, who waits, reminders, who was there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, Block
from cop.accounts.viewer import ADMINISTRATOR
from cop.domains import MOVERS
from cop.events.actions.notices import remind
from cop.events.actions.registrations import move_up
from cop.events.models import AgendaItem, Meeting, Registration
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.duplicates.people import Compared, merge_people, undo_people
from profiles.models import Profile
from tests.events.gathering import MEETINGS, ONE
from tests.people import change

if TYPE_CHECKING:
    from cop.running import Service
    from tests.events.gathering import Gathering

PEOPLE = f"{ONE}/people"


async def test_whoever_registers_is_known_to_the_coordinator_and_to_nobody_else(
    gathering: Gathering,
) -> None:
    await gathering.announce(audience="public")
    assert "I come" in await gathering.read(gathering.bela)
    for _twice in range(2):
        assert await gathering.come(gathering.bela) == 303

    assert "You have a seat." in await gathering.read(gathering.bela)
    assert "Bela Ruto" in await gathering.read(gathering.cora, PEOPLE)
    for who in (gathering.ada, gathering.guest):
        assert "Bela" not in await gathering.read(who)
    assert await gathering.come(gathering.bela, "no") == 303
    assert "I come" in await gathering.read(gathering.bela)
    assert not await Registration.exists()


async def test_a_member_who_hides_is_not_listed_and_keeps_the_seat(
    service: Service, gathering: Gathering
) -> None:
    await gathering.announce(audience="public")
    await gathering.come(gathering.bela)

    await change(service, gathering.people["bela"], hidden_at=now())

    assert "Bela" not in await gathering.read(gathering.cora, PEOPLE)
    assert "You have a seat." in await gathering.read(gathering.bela)


async def test_the_one_who_waits_moves_up_and_is_told_by_mail(gathering: Gathering) -> None:
    await gathering.announce(audience="public", capacity="1")
    await gathering.come(gathering.ada)
    assert "You can wait for one." in await gathering.read(gathering.bela)
    await gathering.come(gathering.bela)
    assert "you wait" in await gathering.read(gathering.bela)
    assert "Who waits for a seat" in await gathering.read(gathering.cora, PEOPLE)
    assert not await Mail.exists()

    await gathering.come(gathering.ada, "no")

    assert "You have a seat." in await gathering.read(gathering.bela)
    written = await Mail.get()
    assert written.subject == "You have a seat: Land rates"
    assert written.recipient == "own-bela@example.org"


async def test_a_seat_of_somebody_who_was_erased_and_a_further_seat_go_to_who_waits(
    service: Service, gathering: Gathering
) -> None:
    await gathering.announce(audience="public", capacity="1")
    await gathering.come(gathering.ada)
    await gathering.come(gathering.bela)

    await Profile.filter(id=gathering.people["ada"].id).delete()
    await move_up(service.post)

    assert [one.seat for one in await Registration.all()] == ["going"]


async def test_more_seats_let_who_waits_move_up(gathering: Gathering) -> None:
    await gathering.announce(audience="public", capacity="1")
    await gathering.come(gathering.ada)
    await gathering.come(gathering.bela)

    await gathering.edit(audience="public", capacity="2")

    assert await Registration.filter(seat="going").count() == 2


async def test_nobody_registers_once_it_has_begun_or_is_cancelled(gathering: Gathering) -> None:
    await gathering.announce(audience="public")
    await Meeting.all().update(starts_at=now() - timedelta(minutes=1))
    assert await gathering.come(gathering.ada) == 409
    await Meeting.all().update(starts_at=now() + timedelta(days=1), state="cancelled")
    assert await gathering.come(gathering.ada) == 409
    assert not await Registration.exists()


async def test_reminders_go_a_day_and_an_hour_before_to_who_has_a_seat_once(
    service: Service, gathering: Gathering
) -> None:
    await gathering.announce(capacity="1")
    await gathering.come(gathering.ada)
    await Registration.create(
        meeting=await Meeting.get(), profile=gathering.people["chidi"], seat="waiting"
    )
    assert await remind(service.post) == 0
    for left, subject in ((23, "Tomorrow: Land rates"), (0.9, "In an hour: Land rates")):
        await Meeting.all().update(starts_at=now() + timedelta(hours=left))
        assert [await remind(service.post) for _twice in range(2)] == [1, 0]
        written = await Mail.all().order_by("-id").first()
        assert written
        assert (written.recipient, written.subject) == ("own-ada@example.org", subject)
        assert "https://call.example.org/kenya" in written.text
        assert "as clocks show in Nairobi" in written.text


async def test_who_has_left_the_chapter_is_not_reminded_of_what_they_may_not_see(
    service: Service, gathering: Gathering
) -> None:
    await gathering.announce()
    await gathering.come(gathering.ada)
    await gathering.ada.post("/chapters/kenya/leave")
    await Meeting.all().update(starts_at=now() + timedelta(hours=23))

    assert await remind(service.post) == 0
    assert not await Mail.exists()


async def test_a_new_time_is_reminded_of_anew(service: Service, gathering: Gathering) -> None:
    await gathering.announce()
    await gathering.come(gathering.ada)
    await Meeting.all().update(starts_at=now() + timedelta(hours=23))
    assert await remind(service.post) == 1

    day = now() + timedelta(days=3)
    await gathering.edit(date=f"{day:%Y-%m-%d}")

    assert (await Registration.get()).reminded == 0


async def test_who_registered_is_told_that_the_meeting_is_cancelled(gathering: Gathering) -> None:
    await gathering.announce()
    await gathering.come(gathering.ada)

    for _twice in range(2):
        assert await gathering.step("cancel") == 303

    written = await Mail.get()
    assert written.subject == "Cancelled: Land rates"
    assert "This meeting is cancelled." in await gathering.read(gathering.ada)


async def test_attendance_is_noted_of_those_listed_only(gathering: Gathering) -> None:
    await gathering.announce(audience="public")
    await gathering.come(gathering.ada)
    await gathering.come(gathering.bela)
    await Meeting.all().update(starts_at=now() - timedelta(hours=2))

    data = {"listed": ["ada", "chidi"], "there": ["ada", "bela"]}
    assert (await gathering.cora.post(PEOPLE, data=data)).status_code == 303

    ada, bela = gathering.people["ada"].id, gathering.people["bela"].id
    noted = {one.profile_id: one.attended for one in await Registration.all()}
    assert noted == {ada: True, bela: None}
    await gathering.cora.post(PEOPLE, data={"listed": ["bela"], "there": []})
    noted = {one.profile_id: one.attended for one in await Registration.all()}
    assert noted == {ada: True, bela: False}  # and of Chidi nothing


async def test_a_coordinator_does_not_see_who_blocked_them(gathering: Gathering) -> None:
    await gathering.announce(audience="public")
    await gathering.come(gathering.bela)
    accounts = {one.name: one.id for one in await Account.all()}

    await Block.create(account_id=accounts["Bela Ruto"], blocked_id=accounts["Cora"])

    assert "Bela" not in await gathering.read(gathering.cora, PEOPLE)


async def stored() -> set[tuple[int, str, bool | None]]:
    return {(one.profile_id, one.seat, one.attended) for one in await Registration.all()}


@pytest.mark.parametrize("both", [True, False])
async def test_two_members_made_one_have_one_seat_until_that_was_wrong(
    gathering: Gathering, *, both: bool
) -> None:
    meeting = await gathering.announce(audience="public", capacity="1")
    gone, kept = gathering.people["chidi"], gathering.people["dina"]
    await Registration.create(meeting=meeting, profile=gone, seat="going", attended=True)
    if both:
        await Registration.create(meeting=meeting, profile=kept, seat="waiting")
    await AgendaItem.create(meeting=meeting, number=1, title="Rates", profile=gone)
    before = await stored()
    versions = [(await Profile.get(id=one.id)).version for one in (kept, gone)]

    merge = await merge_people(ADMINISTRATOR, Compared(kept.id, gone.id, *versions), {}, MOVERS)

    assert await stored() == {(kept.id, "going", True)}
    assert (await AgendaItem.get()).profile_id == kept.id
    await undo_people(ADMINISTRATOR, merge, MOVERS)
    seats = {(one, seat) for one, seat, _there in await stored()}
    assert seats == {(one, seat) for one, seat, _there in before}
    assert (await AgendaItem.get()).profile_id == gone.id


async def test_own_meetings_and_the_calendar_address_are_ones_own(gathering: Gathering) -> None:
    await gathering.announce()
    assert "Land rates" in await gathering.read(gathering.ada, "/meetings")
    assert "Land rates" not in await gathering.read(gathering.bela, "/meetings")
    await gathering.ada.post("/meetings", data={"feed": "renew"})
    page = await gathering.read(gathering.ada, "/meetings")
    path = page.split('value="http://127.0.0.1:8000')[1].split('"')[0]

    feed = await gathering.read(gathering.guest, path)
    assert "SUMMARY:Land rates" in feed
    assert "https://call.example.org/kenya" in feed
    await gathering.ada.post("/meetings", data={"feed": "renew"})
    assert (await gathering.guest.get(path)).status_code == 404
    await gathering.ada.post("/meetings", data={"feed": "end"})
    assert "Make an address" in await gathering.read(gathering.ada, "/meetings")
    assert MEETINGS in page
