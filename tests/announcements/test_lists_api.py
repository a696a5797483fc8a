"""How announcements come, read and chosen by a program of one's own: as on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import Account, AuditRow
from cop.announcements.models import MailChoice, TurnedOff
from cop.chapters.models.chapters import Chapter
from tests.announcements.announcing import mails
from tests.api.tokens import bearer

if TYPE_CHECKING:
    from tests.announcements.announcing import Hall

LISTS = "/api/v1/announcements/lists"


async def test_a_list_is_turned_off_and_on_by_its_owner_s_program_and_twice_is_once(
    hall: Hall,
) -> None:
    token = await bearer(await Account.get(id=hall.accounts["ada"]), "deeds")
    kenya = (await Chapter.get(slug="kenya")).id
    told = (await hall.ada.get(LISTS, headers=token)).json()
    assert (told["often"], told["bounced"]) == ("at-once", False)
    assert {one["id"]: one.get("chapter") for one in told["lists"]} == {0: None, kenya: "kenya"}

    for _twice in range(2):
        off = await hall.ada.post(f"{LISTS}/{kenya}", json={"turn": "off"}, headers=token)

    assert {one["id"]: one["on"] for one in off.json()["lists"]} == {0: True, kenya: False}
    assert await AuditRow.filter(action="consent.withdrawn").count() == 1
    await hall.send()
    assert {*await mails()} == {"own-bela@example.org", "own-dina@example.org"}
    on = await hall.ada.post(f"{LISTS}/{kenya}", json={"turn": "on"}, headers=token)
    assert on.json() == told
    assert not await TurnedOff.exists()


async def test_how_often_is_chosen_by_program(hall: Hall) -> None:
    token = await bearer(await Account.get(id=hall.accounts["ada"]), "deeds")

    told = await hall.ada.post(LISTS, json={"often": "weekly"}, headers=token)

    assert told.json()["often"] == "weekly"
    assert (await MailChoice.get()).account_id == hall.accounts["ada"]


async def test_lists_of_others_are_not_there_and_what_cannot_be_chosen_says_so(hall: Hall) -> None:
    owner = await Account.get(id=hall.accounts["ada"])
    token, reads = await bearer(owner, "deeds"), await bearer(owner)
    nigeria = (await Chapter.get(slug="nigeria")).id

    for number in (nigeria, 999_999, "kenya", -1):
        gone = await hall.ada.post(f"{LISTS}/{number}", json={"turn": "off"}, headers=token)
        assert gone.status_code == 404
    for at, said, field in ((LISTS, "hourly", "often"), (f"{LISTS}/0", "maybe", "turn")):
        for body in ({field: said}, {field: ""}):
            refused = await hall.ada.post(at, json=body, headers=token)
            assert [*refused.json()["errors"]] == [field]
        assert (await hall.ada.post(at, json={field: said}, headers=reads)).status_code == 403
    assert (await hall.ada.get(LISTS, headers=reads)).status_code == 200
    assert (await hall.ada.get(LISTS)).status_code == 404
    assert not await TurnedOff.exists()
    assert not await MailChoice.exists()
