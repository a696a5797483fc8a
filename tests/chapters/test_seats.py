"""Seats in a chapter: offered, taken, declined, and ended with the membership."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, AuditRow, Role
from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions.seating import end_seat
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership
from cop.chapters.models.proposals import ChosenChair
from cop.chapters.models.seats import Seat
from cop.chapters.rules.seats import MOVES
from cop.chapters.rules.seats import Deed as SeatDeed
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.actions.members import give_account
from profiles.models import Profile
from tests.chapters.deciding import KENYA
from tests.chapters.forming import form
from tests.chapters.sitting import ASKED, SEATS, UNTIL, answer, is_chair, sit
from tests.people import sign_in
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service
    from tests.chapters.deciding import Desk


async def test_a_member_is_asked_by_mail_accepts_and_stands_on_the_page(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    await desk.bela.post(f"{KENYA}/join")
    for _twice in range(2):
        assert (await desk.cora.post(SEATS, data=ASKED)).status_code == 303

    seat = await Seat.get()
    assert (seat.state, seat.ends_on) == ("offered", UNTIL)
    written = await Mail.get()
    assert written.recipient == "own-bela@example.org"
    assert written.subject == "Would you be co-chair of Kenya?"
    assert "http://127.0.0.1:8000/chapters/kenya" in written.text
    assert "You are asked to be co-chair of this chapter." in (await desk.bela.get(KENYA)).text
    assert not await is_chair()

    seat = await answer(desk, "accept")

    assert (seat.state, seat.starts_on) == ("held", now().date())
    assert await is_chair()
    assert "You are co-chair of this chapter." in (await desk.bela.get(KENYA)).text
    assert "Bela Ruto" in (await desk.cora.get(SEATS)).text
    # Bela shows herself to members only.
    assert 'id="chairs-title"' in (await desk.cora.get(KENYA)).text
    assert 'id="chairs-title"' not in (await client.get(KENYA)).text
    told = [await one.get(f"/api/v1{KENYA}") for one in (client,)]
    assert told[0].json()["co_chairs"] == []
    await Profile.filter(slug="bela").update(visibility="public")
    chairs = (await client.get(f"/api/v1{KENYA}")).json()["co_chairs"]
    assert [(one["slug"], one["ends_on"]) for one in chairs] == [("bela", UNTIL.isoformat())]
    actions = await AuditRow.filter(action__startswith="seat.").order_by("id")
    assert [one.action for one in actions] == ["seat.offered", "seat.accepted"]


@pytest.mark.parametrize("who", ["guest", "bela", "cora"])
async def test_a_seat_of_somebody_hidden_says_nothing(
    desk: Desk, client: httpx2.AsyncClient, who: str
) -> None:
    visitor = {"guest": client, "bela": desk.bela, "cora": desk.cora}[who]
    paths = (KENYA, f"/api/v1{KENYA}")
    before = [(await visitor.get(path)).text for path in paths]
    term = {"kind": "co-chair", "state": "held", "ends_on": UNTIL}
    await Seat.create(chapter=await Chapter.get(), profile=desk.people["dina"], **term)

    assert [(await visitor.get(path)).text for path in paths] == before


async def test_who_declines_is_no_co_chair_and_may_be_asked_again(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await desk.cora.post(SEATS, data=ASKED)

    assert (await answer(desk, "decline")).state == "declined"
    assert not await is_chair()
    await desk.cora.post(SEATS, data=ASKED)

    assert (await Seat.get()).state == "offered"


async def test_only_active_members_with_an_account_are_asked(desk: Desk) -> None:
    data = ASKED | {"who": "ada"}  # she is active, and has never signed in
    answers = [await desk.cora.post(SEATS, data=one) for one in (ASKED, data)]

    assert [one.status_code for one in answers] == [409, 409]
    assert "Only active members of the chapter can be asked." in answers[0].text
    assert "They have not signed in yet." in answers[1].text
    assert not await Seat.exists()


async def test_who_is_active_no_more_cannot_accept(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await desk.cora.post(SEATS, data=ASKED)
    await Membership.filter(profile_id=desk.people["bela"].id).update(state="paused")

    data = {"seat": str((await Seat.get()).id), "deed": "accept"}
    assert (await desk.bela.post(f"{KENYA}/seat", data=data)).status_code == 409

    assert not await is_chair()


async def test_nobody_is_asked_or_accepts_in_a_closed_chapter(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await desk.cora.post(SEATS, data=ASKED)
    await Chapter.all().update(state="closed")

    asked = await desk.cora.post(SEATS, data=ASKED | {"kind": "coordinator"})
    data = {"seat": str((await Seat.get()).id), "deed": "accept"}
    accepted = await desk.bela.post(f"{KENYA}/seat", data=data)

    assert (asked.status_code, accepted.status_code) == (409, 409)
    assert "This chapter is closed." in accepted.text
    assert (await Seat.get()).state == "offered"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("who", ""),
        ("kind", "editor"),
        ("ends_on", ""),
        ("ends_on", "soon"),
        ("ends_on", f"{UNTIL:%Y%m%d}"),
        ("ends_on", f"{UNTIL:%G-W%V-%u}"),
        ("ends_on", "2020-01-01"),
        ("ends_on", "2999-01-01"),
    ],
)
async def test_what_is_wrong_with_an_offer_is_said_at_its_field(
    desk: Desk, field: str, value: str
) -> None:
    await desk.bela.post(f"{KENYA}/join")

    answer = await desk.cora.post(SEATS, data=ASKED | {field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert not await Seat.exists()


async def test_a_member_becomes_coordinator_by_saying_yes(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await desk.cora.post(SEATS, data=ASKED | {"kind": "coordinator", "ends_on": ""})
    assert (await desk.bela.get(f"{KENYA}/desk")).status_code == 404

    await answer(desk, "accept")

    assert (await desk.bela.get(f"{KENYA}/desk")).status_code == 200
    await desk.bela.post(f"{KENYA}/step-down")
    assert (await desk.bela.get(f"{KENYA}/desk")).status_code == 404
    assert (await Seat.get()).state == "ended"


async def test_coordinators_do_not_put_each_other_out_but_administrators_do(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    seat = await sit(desk, "coordinator")
    data = {"seat": str(seat.id)}
    page = (await desk.cora.get(SEATS)).text
    assert "End this term" not in page

    await desk.cora.post(f"{SEATS}/end", data=data)
    assert (await Seat.get()).state == "held"
    await sign_in(client, "Admin", [("administrator", "")])
    await client.post(f"{SEATS}/end", data=data)

    assert (await Seat.get()).state == "ended"
    assert (await desk.bela.get(SEATS)).status_code == 404


async def test_an_offer_that_was_accepted_meanwhile_is_not_taken_back(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await desk.cora.post(SEATS, data=ASKED | {"kind": "coordinator"})
    offered = await Seat.get()
    await answer(desk, "accept")

    assert not await end_seat(ADMINISTRATOR, await Chapter.get(), offered)

    assert (await Seat.get()).state == "held"
    assert await Role.filter(role="coordinator", scope="kenya").count() == 2


async def test_who_declines_to_be_what_they_are_already_stays_it(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await desk.cora.post(SEATS, data=ASKED | {"kind": "coordinator"})
    bela = await Profile.get(slug="bela")
    await Role.create(account_id=bela.account_id, role="coordinator", scope="kenya")

    await answer(desk, "decline")

    assert await Role.exists(account_id=bela.account_id, role="coordinator")
    await desk.cora.post(SEATS, data=ASKED | {"kind": "coordinator"})
    assert (await Seat.get()).state == "declined"


async def test_nobody_answers_for_somebody_else_or_asks_in_another_chapter(
    desk: Desk, service: Service, app: ASGIApp
) -> None:
    await form(service, "country", "NG", [desk.people["chidi"]])
    await desk.bela.post(f"{KENYA}/join")
    await desk.cora.post(SEATS, data=ASKED)
    seat = {"seat": str((await Seat.get()).id)}
    async with visit(app) as other:
        await sign_in(other, "Other", [("coordinator", "nigeria")])
        assert (await other.get(SEATS)).status_code == 404
        assert (await other.post(SEATS, data=ASKED)).status_code == 404
        assert (await other.post(f"{SEATS}/end", data=seat)).status_code == 404
        await other.post("/chapters/nigeria/seats/end", data=seat)
        await other.post(f"{KENYA}/seat", data=seat | {"deed": "accept"})

    assert (await Seat.get()).state == "offered"
    for deed in ("offer", "end", "lapse", "nonsense", ""):
        refused = await desk.bela.post(f"{KENYA}/seat", data=seat | {"deed": deed})
        assert refused.status_code == 422


async def test_those_whom_the_proposal_named_are_suggested_first(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await ChosenChair.create(chapter=await Chapter.get(), profile=desk.people["bela"])

    await give_account(desk.people["ada"].id, await Account.create(name="Ada"))

    page = (await desk.cora.get(SEATS)).text

    assert page.index('<option value="bela"') < page.index('<option value="ada"')
    found = (await desk.cora.get(f"{SEATS}?q=ada")).text
    assert '<option value="ada"' in found
    assert '<option value="bela"' not in found


async def test_who_has_never_signed_in_is_not_there_to_be_asked(desk: Desk) -> None:
    page = (await desk.cora.get(SEATS)).text

    assert '<option value="ada"' not in page
    assert "No active member of the chapter has signed in before." in page


def test_every_deed_leads_somewhere_else() -> None:
    assert MOVES.keys() == set(SeatDeed)
    of_days = {
        SeatDeed.ASK_ON,
        SeatDeed.STAY,
        SeatDeed.GO,
    }  # who sits there does so before and after
    assert {deed for deed, move in MOVES.items() if move.after in move.before} == of_days
    assert date.fromisoformat(ASKED["ends_on"]) == UNTIL
