"""Seats, and what a chapter says of itself, by program: as on the pages, and by that token only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cop.accounts.models import Account, AuditRow, Role
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.seats import Seat
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.models import Profile
from tests.api.tokens import bearer
from tests.chapters.deciding import KENYA as PAGE
from tests.chapters.sitting import ASKED, UNTIL

if TYPE_CHECKING:
    from tests.chapters.deciding import Desk

KENYA = "/api/v1/chapters/kenya"
SEATS = f"{KENYA}/seats"


async def post(desk: Desk, path: str, status: int = 200, **body: object) -> dict[str, Any]:
    answer = await desk.cora.post(path, json=body, headers=await desk.token("deeds"))
    assert answer.status_code == status, answer.text
    return answer.json()


async def post_own(desk: Desk, **body: object) -> dict[str, Any]:
    """Let Bela's program answer."""
    account = await Account.get(profile__slug="bela")
    token = await bearer(account, "deeds", f"cop_{now().timestamp()}")
    answer = await desk.bela.post(f"{KENYA}/seat", json=body, headers=token)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_seat_is_offered_accepted_prolonged_and_ended_by_program(desk: Desk) -> None:
    await desk.bela.post(f"{PAGE}/join")
    await Mail.all().delete()

    first, second = [await post(desk, SEATS, **ASKED) for _twice in range(2)]
    (seat,) = first["seats"]
    accepted = await post_own(desk, seat=seat["number"], deed="accept")
    longer = UNTIL.replace(year=UNTIL.year + 1).isoformat()
    asked_on = await post(desk, SEATS, **ASKED | {"ends_on": longer})
    stays = await post_own(desk, seat=seat["number"], deed="stay")
    ended, again = [
        await post(desk, f"{SEATS}/end", seat=seat["number"]) for _twice in range(2)
    ]  # fmt: skip

    assert (first["done"], second["done"]) == (True, False)
    assert (seat["slug"], seat["state"], seat["ends_on"]) == ("bela", "offered", UNTIL.isoformat())
    assert (accepted["done"], accepted["seats"][0]["state"]) == (True, "held")
    assert asked_on["seats"][0]["asked_until"] == longer
    assert stays["seats"][0]["ends_on"] == longer
    assert (ended["done"], again["done"], ended["seats"]) == (True, False, [])
    assert await Mail.all().count() == 2  # offered, and asked to stay
    deeds = await AuditRow.filter(action__startswith="seat.").order_by("id")
    assert [one.action for one in deeds] == [
        "seat.offered", "seat.accepted", "seat.asked-on", "seat.prolonged", "seat.ended",
    ]  # fmt: skip


async def test_nobody_answers_for_another_nor_ends_a_seat_they_do_not_find(desk: Desk) -> None:
    await desk.bela.post(f"{PAGE}/join")
    (seat,) = (await post(desk, SEATS, **ASKED))["seats"]

    stranger = await bearer(await Account.create(name="Mo", joined_at=now()), "deeds")
    body = {"seat": seat["number"], "deed": "accept"}
    refused = await desk.bela.post(f"{KENYA}/seat", json=body, headers=stranger)
    await Profile.filter(slug="bela").update(hidden_at=now())
    hidden, absent = [
        await post(desk, f"{SEATS}/end", seat=number) for number in (seat["number"], 999_999)
    ]

    assert refused.status_code == 404
    assert hidden == absent
    assert (await Seat.get()).state == "offered"


async def test_the_last_coordinator_does_not_step_down_by_program(desk: Desk) -> None:
    refused = await post(desk, f"{KENYA}/step-down", 409, deed="step-down")
    assert "Nobody else" in refused["detail"]
    await Role.create(account=await Account.create(name="Deo"), role="coordinator", scope="kenya")

    await post(desk, f"{KENYA}/step-down", deed="step-down")

    assert not await Role.exists(account_id=desk.cora_id)
    await post(desk, f"{KENYA}/step-down", 404, deed="step-down")


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (SEATS, {"who": "bela", "kind": "king"}, "kind"),
        (SEATS, {"kind": "co-chair"}, "who"),
        (SEATS, ASKED | {"ends_on": "soon"}, "ends_on"),
        (SEATS, ASKED | {"ends_on": ""}, "ends_on"),
        (f"{SEATS}/end", {"seat": "1"}, "seat"),
        (f"{KENYA}/step-down", {"deed": "jump"}, "deed"),
        (f"{KENYA}/settings", {"version": 1, "languages": "Klingon"}, "languages"),
        (f"{KENYA}/settings", {"version": 1, "visibility": "nobody"}, "visibility"),
        (f"{KENYA}/settings", {"purpose": "We meet."}, "version"),
        (f"{KENYA}/state", {"turn": "close", "words": "Enough."}, "turn"),
        (f"{KENYA}/state", {"turn": "rest"}, "words"),
    ],
)
async def test_what_cannot_be_done_is_refused_by_its_field(
    desk: Desk, path: str, body: dict[str, object], field: str
) -> None:
    await desk.bela.post(f"{PAGE}/join")

    refused = await post(desk, path, 422, **body)

    assert field in refused["errors"]
    assert not await Seat.exists()


async def test_a_chapter_is_described_by_program_and_what_is_not_sent_stays(desk: Desk) -> None:
    token = await desk.token("own")
    read = (await desk.cora.get(f"{KENYA}/settings", headers=token)).json()

    first = await post(desk, f"{KENYA}/settings", version=read["version"], purpose="We meet.")
    late = await post(desk, f"{KENYA}/settings", 409, version=read["version"], purpose="I do.")
    second = await post(
        desk, f"{KENYA}/settings", version=first["version"], languages="Swahili; French"
    )

    assert "Nothing was saved yet" in late["detail"]
    assert (second["purpose"], second["languages"]) == ("We meet.", "Swahili; French")
    kenya = await Chapter.get(slug="kenya")
    assert (kenya.purpose, kenya.languages) == ("We meet.", "sw+fr")


async def test_a_chapter_rests_and_wakes_by_program_and_twice_is_once(desk: Desk) -> None:
    await Chapter.filter(slug="kenya").update(state="active")
    body = {"turn": "rest", "words": "Holidays."}

    first, second = [await post(desk, f"{KENYA}/state", **body) for _twice in range(2)]
    woken = await post(desk, f"{KENYA}/state", turn="wake")

    assert (first["done"], second["done"]) == (True, False)
    assert first["state"] == "dormant"
    assert first["turns"] == [{"turn": "wake", "lacking": []}]
    assert (woken["done"], woken["state"]) == (True, "active")
