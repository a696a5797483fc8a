"""Who comes and who was there, by program: as on their pages, and of nobody who is hidden."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, AuditRow
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership
from cop.events.models import Meeting, Registration
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.fields import Level
from profiles.models import SharedWith
from tests.events.gathering import API, LINK
from tests.people import change

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from tests.events.gathering import Gathering

BELA = "Bela Ruto"


async def come(gathering: Gathering, whose: str, coming: str = "yes") -> httpx2.Response:
    return await gathering.program(whose, "/1/registration", {"coming": coming})


async def test_a_program_takes_a_seat_once_and_is_told_of_the_link(gathering: Gathering) -> None:
    await gathering.announce(audience="public", capacity="1")

    first, second = [(await come(gathering, BELA)).json() for _twice in range(2)]

    assert first == second
    assert first["registration"] == {"seat": "going", "open": True, "full": True}
    assert first["link"] == LINK
    assert (await Registration.get()).profile_id == gathering.people["bela"].id
    waits = (await come(gathering, "Ada Obi")).json()
    assert waits["registration"]["seat"] == "waiting"
    back = (await come(gathering, BELA, "no")).json()
    assert (back["registration"]["seat"], back["link"]) == ("", "")
    assert (await Registration.get()).seat == "going"  # who waited moved up, and is told
    assert (await Mail.get()).recipient == "own-ada@example.org"


async def test_who_may_not_come_is_refused_as_on_the_page(gathering: Gathering) -> None:
    await gathering.announce()  # for members of the chapter
    for whose in (BELA, "Cora"):  # Cora has no profile
        assert (await come(gathering, whose)).status_code == 404
    await Meeting.all().update(is_public=True)
    kenya = await Chapter.get(slug="kenya")
    await Membership.create(chapter=kenya, profile=gathering.people["bela"], state="banned")
    assert (await come(gathering, BELA)).status_code == 404
    await Account.filter(name="Ada Obi").update(joined_at=None)
    assert (await come(gathering, "Ada Obi")).status_code == 404
    await Account.filter(name="Ada Obi").update(joined_at=now())
    await Meeting.all().update(starts_at=now() - timedelta(minutes=1))
    assert (await come(gathering, "Ada Obi")).status_code == 409
    refused = await come(gathering, "Ada Obi", "perhaps")
    assert (refused.status_code, [*refused.json()["errors"]]) == (422, ["coming"])
    assert (await gathering.guest.post(f"{API}/1/registration", json={})).status_code == 422
    assert not await Registration.exists()


async def test_who_coordinates_reads_who_comes_and_notes_who_was_there(
    gathering: Gathering,
) -> None:
    await gathering.announce(audience="public", capacity="1")
    await gathering.come(gathering.ada)
    await gathering.come(gathering.bela)

    told = (await gathering.program("Cora", "/1/people")).json()

    assert (told["total"], told["pages"]) == (2, 1)
    seats = [(one["slug"], one["seat"], "there" in one) for one in told["people"]]
    assert seats == [("ada", "going", False), ("bela", "waiting", False)]
    assert (await gathering.program("Cora", "/1/people?page=2")).json()["people"] == []
    for whose in ("Ada Obi", BELA):
        assert (await gathering.program(whose, "/1/people")).status_code == 404
    body = {"listed": ["ada", "chidi", "nobody"], "there": ["ada", "bela"]}
    assert (await gathering.program("Cora", "/1/people", body)).status_code == 409  # not yet
    await Meeting.all().update(starts_at=now())
    noted = [(await gathering.program("Cora", "/1/people", body)).json() for _twice in range(2)]
    assert [[(one["slug"], one["there"]) for one in said["people"]] for said in noted] == [
        [("ada", True)]
    ] * 2
    rows = {one.profile_id: one.attended for one in await Registration.all()}
    assert rows == {gathering.people["ada"].id: True, gathering.people["bela"].id: None}


async def test_of_who_hides_nothing_is_told_counted_or_noted(
    service: Service, gathering: Gathering
) -> None:
    await gathering.announce(audience="public")
    await gathering.come(gathering.bela)
    await change(service, gathering.people["bela"], hidden_at=now())

    told = (await gathering.program("Cora", "/1/people")).json()
    await Meeting.all().update(starts_at=now())
    noted = await gathering.program("Cora", "/1/people", {"listed": ["bela"], "there": ["bela"]})

    assert (told["total"], told["people"], noted.json()) == (0, [], {"people": []})
    assert (await Registration.get()).attended is None
    assert (await gathering.program(BELA, "/1")).json()["registration"]["seat"] == "going"


async def test_whoever_reads_closely_who_comes_leaves_a_trail(
    service: Service, gathering: Gathering
) -> None:
    await gathering.announce(audience="public")
    await gathering.come(gathering.bela)
    bela = gathering.people["bela"]
    await change(service, bela, levels={"city": Level.CHAPTERS.value})
    await SharedWith.create(profile=bela, chapter="kenya")

    (told,) = (await gathering.program("Cora", "/1/people")).json()["people"]

    assert told["city"] == "Nairobi"
    row = await AuditRow.get(action="profile.viewed-closely")
    assert (row.subject, row.detail) == (f"profile:{bela.id}", {"fields": ["city"]})


@pytest.mark.parametrize("body", [{"listed": "ada"}, {"listed": ["ada"] * 601}])
async def test_a_list_that_is_none_or_too_long_is_refused(
    gathering: Gathering, body: dict[str, object]
) -> None:
    await gathering.announce()

    refused = await gathering.program("Cora", "/1/people", body)

    assert (refused.status_code, [*refused.json()["errors"]]) == (422, ["listed"])
