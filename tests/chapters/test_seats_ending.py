"""Seats in a chapter end with the membership, with the term, and as those in them wish."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.roles import revoke_role
from cop.accounts.models import Account, Role
from cop.accounts.viewer import ADMINISTRATOR, RoleName
from cop.chapters.actions.memberships import take_step
from cop.chapters.actions.seating import end_seats_that_are_over
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.seats import Seat
from cop.chapters.queries.seated import find_ending
from cop.chapters.rules.memberships import Deed, Step
from cop.domains import MOVERS
from cop.kit.clock import now
from cop.privacy.actions.erasure import erase
from profiles.duplicates.people import Compared, merge_people, undo_people
from profiles.models import Profile
from tests.chapters.deciding import KENYA
from tests.chapters.sitting import ASKED, SEATS, UNTIL, answer, is_chair, sit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cop.running import Service
    from tests.chapters.deciding import Desk

    Way = Callable[[Desk, Service], Awaitable[None]]


async def leave(desk: Desk, _service: Service) -> None:
    await desk.bela.post(f"{KENYA}/leave")


async def pause(desk: Desk, _service: Service) -> None:
    await desk.own("pause")


async def remove(desk: Desk, _service: Service) -> None:
    await desk.decide("remove")


async def ban(desk: Desk, _service: Service) -> None:
    await desk.decide("ban")


async def be_erased(_desk: Desk, service: Service) -> None:
    bela = await Profile.get(slug="bela")
    account = await Account.get(id=bela.account_id)
    await erase(account, bela, service.settings)


async def be_merged(_desk: Desk, _service: Service) -> None:
    ada, bela = await Profile.get(slug="ada"), await Profile.get(slug="bela")
    compared = Compared(ada.id, bela.id, ada.version, bela.version)
    await merge_people(ADMINISTRATOR, compared, {}, MOVERS)


async def end(desk: Desk, _service: Service) -> None:
    data = {"seat": str((await Seat.get()).id)}
    assert (await desk.cora.post(f"{SEATS}/end", data=data)).status_code == 303


async def give_up(desk: Desk, _service: Service) -> None:
    await answer(desk, "give-up")


async def sit_to_the_end(_desk: Desk, _service: Service) -> None:
    await Seat.all().update(ends_on=now().date() - timedelta(days=1))
    assert [await end_seats_that_are_over() for _each in "ab"] == [1, 0]


async def step_down(desk: Desk, _service: Service) -> None:
    assert (await desk.bela.post(f"{KENYA}/step-down")).status_code == 303


async def lose_the_role(_desk: Desk, _service: Service) -> None:
    account = (await Role.get(account__name="Bela Ruto")).account_id
    await revoke_role(ADMINISTRATOR, account, RoleName.COORDINATOR, "kenya")
    assert await end_seats_that_are_over() == 1


async def lose_the_account(_desk: Desk, _service: Service) -> None:
    await Profile.filter(slug="bela").update(account_id=None)
    await Role.filter(account__name="Bela Ruto").delete()
    assert await end_seats_that_are_over() == 1


WAYS_OUT: tuple[Way, ...] = (
    leave,
    pause,
    remove,
    ban,
    be_erased,
    be_merged,
    end,
    give_up,
    sit_to_the_end,
)


@pytest.mark.parametrize("way", WAYS_OUT, ids=lambda way: way.__name__)
async def test_a_seat_ends_with_all_that_ends_it(desk: Desk, service: Service, way: Way) -> None:
    await sit(desk)
    assert await is_chair()

    await way(desk, service)

    assert not await is_chair()
    assert not await Seat.filter(state__in=["held", "offered"]).exists()


@pytest.mark.parametrize(
    "way",
    [remove, ban, be_erased, be_merged, sit_to_the_end, step_down, lose_the_role, lose_the_account],
    ids=lambda way: way.__name__,
)
async def test_the_role_of_a_coordinator_goes_with_the_seat_and_the_seat_with_the_role(
    desk: Desk, service: Service, way: Way
) -> None:
    await sit(desk, "coordinator")
    assert await Role.filter(scope="kenya").count() == 2

    await way(desk, service)

    assert [one.account_id for one in await Role.filter(scope="kenya")] == [desk.cora_id]
    assert not await Seat.exists(state="held")


@pytest.mark.parametrize("way", WAYS_OUT[:6], ids=lambda way: way.__name__)
async def test_an_offer_ends_with_the_membership_too(
    desk: Desk, service: Service, way: Way
) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await desk.cora.post(SEATS, data=ASKED)

    await way(desk, service)

    assert not await Seat.filter(state="offered").exists()


@pytest.mark.parametrize("kind", ["co-chair", "coordinator"])
async def test_a_merge_that_is_taken_back_gives_the_seat_back(desk: Desk, kind: str) -> None:
    await sit(desk, kind)
    roles = await Role.filter(scope="kenya").count()
    ada, bela = await Profile.get(slug="ada"), await Profile.get(slug="bela")
    compared = Compared(ada.id, bela.id, ada.version, bela.version)
    merge = await merge_people(ADMINISTRATOR, compared, {}, MOVERS)
    assert await Role.filter(scope="kenya").count() == 1  # Cora's
    assert not await Seat.exists()

    await undo_people(ADMINISTRATOR, merge, MOVERS)

    seat = await Seat.get()
    assert (seat.state, seat.profile_id, seat.ends_on) == ("held", bela.id, UNTIL)
    assert await Role.filter(scope="kenya").count() == roles


async def test_a_seat_that_comes_back_without_its_account_is_over(desk: Desk) -> None:
    await sit(desk, "coordinator")
    ada, bela = await Profile.get(slug="ada"), await Profile.get(slug="bela")
    compared = Compared(ada.id, bela.id, ada.version, bela.version)
    merge = await merge_people(ADMINISTRATOR, compared, {}, MOVERS)
    await Account.filter(id=bela.account_id).delete()

    await undo_people(ADMINISTRATOR, merge, MOVERS)

    assert await end_seats_that_are_over() == 1
    assert await Role.filter(scope="kenya").count() == 1  # Cora's


async def test_who_stays_in_a_merge_and_is_banned_by_it_loses_their_seat(
    desk: Desk, service: Service
) -> None:
    await sit(desk)
    ada, bela = await Profile.get(slug="ada"), await Profile.get(slug="bela")
    step = Step(Deed.BAN, await Chapter.get(), ada.id)
    await take_step(service.post, service.vocabulary, ADMINISTRATOR, step)
    compared = Compared(bela.id, ada.id, bela.version, ada.version)

    await merge_people(ADMINISTRATOR, compared, {}, MOVERS)

    assert not await is_chair()


async def test_the_next_terms_to_end_are_known(desk: Desk) -> None:
    await sit(desk)
    for days, listed in ((61, 0), (60, 1), (-1, 1)):
        await Seat.all().update(ends_on=now().date() + timedelta(days=days))
        assert await find_ending().count() == listed
    await Seat.all().update(ends_on=None)
    assert await find_ending().count() == 0
