"""Who sees the link to a meeting, and what one is told of one's own seat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership
from cop.events.models import Registration
from cop.kit.outbox import Mail
from tests.api.tokens import bearer
from tests.events.gathering import API, LINK, MEETINGS, ONE

if TYPE_CHECKING:
    from tests.events.gathering import Gathering


async def read_everywhere(gathering: Gathering, token: dict[str, str]) -> list[bool]:
    """Say where Bela is shown the link: page, calendar file, own calendar, API."""
    await gathering.bela.post("/meetings", data={"feed": "renew"})
    page = await gathering.read(gathering.bela, "/meetings")
    feed = page.split('value="http://127.0.0.1:8000')[1].split('"')[0]
    answers = [await gathering.read(gathering.bela, path) for path in (ONE, f"{ONE}.ics")]
    answers.append(await gathering.read(gathering.guest, feed))
    answers.append((await gathering.guest.get(API, headers=token)).text)
    return [LINK in one for one in answers]


async def test_who_has_a_seat_sees_the_link_until_they_give_it_back_and_who_waits_does_not(
    gathering: Gathering,
) -> None:
    await gathering.announce(audience="public", capacity="1")
    token = await bearer(await Account.get(name="Bela Ruto"))
    assert await read_everywhere(gathering, token) == [False] * 4
    await gathering.come(gathering.ada)
    await gathering.come(gathering.bela)
    assert await read_everywhere(gathering, token) == [False] * 4  # she waits

    await gathering.come(gathering.ada, "no")

    assert LINK in (await Mail.get()).text
    assert await read_everywhere(gathering, token) == [True] * 4
    for path in (ONE, f"{ONE}.ics", f"{MEETINGS}.ics", API):
        assert LINK not in await gathering.read(gathering.guest, path)
    assert LINK not in await gathering.read(gathering.bela, f"{MEETINGS}.ics")  # as all see it
    await gathering.come(gathering.bela, "no")
    assert await read_everywhere(gathering, token) == [False] * 4


async def test_who_is_banned_from_the_chapter_sees_no_link_whatever_seat_they_have(
    gathering: Gathering,
) -> None:
    await gathering.announce(audience="public")
    token = await bearer(await Account.get(name="Bela Ruto"))
    await gathering.come(gathering.bela)
    assert await read_everywhere(gathering, token) == [True] * 4

    kenya = await Chapter.get(slug="kenya")
    await Membership.create(chapter=kenya, profile=gathering.people["bela"], state="banned")

    assert await read_everywhere(gathering, token) == [False] * 4
    await gathering.come(gathering.bela, "no")
    assert 'value="yes"' not in await gathering.read(gathering.bela, ONE)
    refused = await gathering.bela.post(f"{ONE}/registration", data={"coming": "yes"})
    assert refused.status_code == 404
    assert not await Registration.exists()


@pytest.mark.parametrize(
    ("reach", "told"), [("own", {"seat": "going", "open": True, "full": True}), ("members", None)]
)
async def test_a_token_tells_of_ones_own_registration_only_where_it_reaches_so_far(
    gathering: Gathering, reach: str, told: dict[str, object] | None
) -> None:
    await gathering.announce(audience="public", capacity="1")
    await gathering.come(gathering.bela)
    token = await bearer(await Account.get(name="Bela Ruto"), reach)

    [meeting] = (await gathering.guest.get(API, headers=token)).json()["meetings"]

    assert meeting.get("registration") == told
    assert (bool(meeting["link"]), meeting["has_link"]) == (reach == "own", True)
    [shown] = (await gathering.guest.get(API)).json()["meetings"]
    assert "registration" not in shown
