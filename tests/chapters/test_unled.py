"""Administrators hear of it when nobody looks after a chapter any more, however it came."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.roles import ban_account, revoke_role
from cop.accounts.models import Account, Role
from cop.accounts.viewer import ADMINISTRATOR, RoleName
from cop.chapters.actions.leading import tell_unled
from cop.chapters.actions.seating import end_seat, end_seats_that_are_over
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.seats import Seat
from cop.chapters.queries.leading import count_unled_chapters
from cop.domains import MOVERS
from cop.kit.clock import now
from cop.kit.outbox import Mail
from cop.privacy.actions.erasure import erase
from profiles.duplicates.people import Compared, merge_people
from profiles.models import Profile
from tests.chapters.deciding import KENYA, REQUESTS
from tests.chapters.sitting import sit
from tests.people import sign_in

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx2

    from cop.running import Service
    from tests.chapters.deciding import Desk

    Way = Callable[[httpx2.AsyncClient, Service, int], Awaitable[object]]

NOBODY = "Nobody looks after a chapter"


async def end_the_term(_admin: httpx2.AsyncClient, _service: Service, _account: int) -> None:
    await Seat.all().update(ends_on=now().date() - timedelta(days=1))
    await end_seats_that_are_over()


async def be_put_out(admin: httpx2.AsyncClient, _service: Service, _account: int) -> None:
    await admin.post(REQUESTS, data={"who": "bela", "deed": "ban"})


async def lose_the_seat(_admin: httpx2.AsyncClient, _service: Service, _account: int) -> None:
    await end_seat(ADMINISTRATOR, await Chapter.get(), await Seat.get())


async def lose_the_role(_admin: httpx2.AsyncClient, _service: Service, account: int) -> None:
    await revoke_role(ADMINISTRATOR, account, RoleName.COORDINATOR, "kenya")


async def be_shut_out(_admin: httpx2.AsyncClient, _service: Service, account: int) -> None:
    await ban_account(ADMINISTRATOR, account)


async def be_erased(_admin: httpx2.AsyncClient, service: Service, account: int) -> None:
    profile = await Profile.get(slug="bela")
    await erase(await Account.get(id=account), profile, service.settings)


async def be_merged(_admin: httpx2.AsyncClient, _service: Service, _account: int) -> None:
    ada, bela = await Profile.get(slug="ada"), await Profile.get(slug="bela")
    compared = Compared(ada.id, bela.id, ada.version, bela.version)
    await merge_people(ADMINISTRATOR, compared, {}, MOVERS)


WAYS: tuple[Way, ...] = (
    end_the_term,
    be_put_out,
    lose_the_seat,
    lose_the_role,
    be_shut_out,
    be_erased,
    be_merged,
)


@pytest.fixture
async def bela(desk: Desk, client: httpx2.AsyncClient) -> int:
    """Bela has taken the seat of Cora, and an administrator reads `client`."""
    await sign_in(client, "Admin", [("administrator", "")])
    await sit(desk, "coordinator")
    await Role.filter(account_id=desk.cora_id).delete()
    await Mail.all().delete()
    return (await Role.get(scope="kenya")).account_id


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_administrators_hear_once_that_the_last_coordinator_has_gone(
    bela: int, client: httpx2.AsyncClient, service: Service, way: Way
) -> None:
    assert await tell_unled(service.post, service.vocabulary) == 0

    await way(client, service, bela)

    told = [await tell_unled(service.post, service.vocabulary) for _each in range(2)]
    assert told == [1, 0]
    written = await Mail.get(recipient="admin@example.net")
    assert written.subject == NOBODY
    assert f"{KENYA}/hand-over" in written.text
    assert "Bela" not in written.text
    assert await count_unled_chapters() == 1


async def test_who_is_found_again_may_be_lost_again(bela: int, service: Service) -> None:
    for times in (1, 2):
        await tell_unled(service.post, service.vocabulary)
        await Role.filter(account_id=bela).delete()
        assert await tell_unled(service.post, service.vocabulary) == 1
        assert await Mail.filter(subject=NOBODY).count() == times
        await Role.create(account_id=bela, role="coordinator", scope="kenya")


async def test_nobody_hears_of_chapters_that_are_closed_or_were_never_led(
    bela: int, service: Service
) -> None:
    await Role.filter(account_id=bela).delete()
    assert await tell_unled(service.post, service.vocabulary) == 0  # not yet seen with somebody
    await Chapter.all().update(was_led=True, state="closed")
    assert await tell_unled(service.post, service.vocabulary) == 0

    assert not await Mail.filter(subject=NOBODY).exists()
