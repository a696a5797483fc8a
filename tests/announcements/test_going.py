"""What is written goes only to whom it is still for when its turn comes."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, Block
from cop.announcements.going import may_go
from cop.announcements.models import Announcement, Bounce, ForTheWeek, Stage
from cop.chapters.models.chapters import Chapter
from cop.kit.clock import now
from cop.kit.mail import send_due
from cop.kit.outbox import Mail
from cop.privacy.actions.erasure import erase
from tests.announcements.announcing import LONG_AGO, mails, move, weeks, write_week
from tests.chapters.deciding import KENYA
from tests.kit.mail_server import MailServer
from tests.people import change

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.announcements.announcing import Hall

ADA, BELA, DINA = (f"own-{who}@example.org" for who in ("ada", "bela", "dina"))


async def leaves(hall: Hall) -> None:
    await hall.bela.post(f"{KENYA}/leave")


async def pauses(hall: Hall) -> None:
    await hall.bela.post(f"{KENYA}/place", data={"deed": "pause"})


async def is_removed(hall: Hall) -> None:
    await hall.cora.post(f"{KENYA}/requests", data={"who": "bela", "deed": "remove"})


async def is_shut_out(hall: Hall) -> None:
    await Account.filter(id=hall.accounts["bela"]).update(banned_at=now())


async def blocks_the_writer(hall: Hall) -> None:
    await Block.create(account_id=hall.accounts["bela"], blocked_id=hall.accounts["cora"])


async def turns_the_list_off(hall: Hall) -> None:
    await hall.turn(hall.bela, (await Chapter.get(slug="kenya")).id, "off")


async def wants_no_mail(hall: Hall) -> None:
    await hall.bela.post("/account/mail", data={"often": "off"})


async def has_an_address_that_bounced(hall: Hall) -> None:
    mine = Account.filter(id=hall.accounts["bela"])
    await mine.update(verified_at=LONG_AGO)
    await Bounce.create(account=await mine.get(), email_key=BELA, reason="no such user", at=now())


async def is_erased(hall: Hall) -> None:
    account = await Account.get(id=hall.accounts["bela"])
    await erase(account, hall.people["bela"], hall.service.settings)


@pytest.mark.parametrize(
    "happens",
    [
        leaves,
        pauses,
        is_removed,
        is_shut_out,
        blocks_the_writer,
        turns_the_list_off,
        wants_no_mail,
        has_an_address_that_bounced,
        is_erased,
    ],
)
async def test_who_is_out_before_the_mail_goes_gets_none_and_all_others_do(
    hall: Hall, happens: Callable[[Hall], Awaitable[None]]
) -> None:
    await hall.send()
    assert await Mail.filter(recipient=BELA).exists()

    await happens(hall)

    assert {*await mails()} == {ADA, DINA}


async def test_who_turns_it_off_and_on_again_meanwhile_gets_it(hall: Hall) -> None:
    await hall.send()
    kenya = (await Chapter.get(slug="kenya")).id

    for turn in ("off", "on"):
        await hall.turn(hall.bela, kenya, turn)

    assert {*await mails()} == {ADA, BELA, DINA}


async def test_it_goes_to_the_address_that_its_reader_has_now_whoever_has_the_old_one(
    hall: Hall,
) -> None:
    await hall.send()
    await hall.send()

    await move(hall, "bela", "new@example.org")
    await move(hall, "chidi", BELA)  # a member of no chapter
    await move(hall, "ada", "ada@example.com")
    await move(hall, "dina", ADA)

    one = await Mail.filter(recipient=BELA).first().select_related("body")
    assert one is not None
    assert await may_go(one)
    assert one.recipient == "new@example.org"
    await Mail.filter(body_id=one.body_id).delete()
    assert {*await mails()} == {"new@example.org", "ada@example.com", ADA}
    assert not await Mail.filter(recipient__in=[BELA, DINA]).exists()


async def test_who_has_no_address_any_more_or_has_not_proved_it_gets_none(hall: Hall) -> None:
    await hall.send()

    await Account.filter(id=hall.accounts["bela"]).update(email=None, email_key=None)
    await move(hall, "ada", "new@example.org", verified_at=None)

    assert {*await mails()} == {DINA}


async def test_who_hides_gets_what_is_for_all_and_nothing_that_chose_them(hall: Hall) -> None:
    await hall.send(q="property tax")
    await hall.send()
    assert await Mail.filter(recipient=BELA).count() == 2

    await change(hall.service, hall.people["bela"], hidden_at=now())

    may = [await may_go(one) for one in await Mail.filter(recipient=BELA).select_related("body")]
    assert may == [False, True]


async def test_the_sender_settles_what_is_for_nobody_and_goes_on(hall: Hall) -> None:
    await hall.send()
    await hall.service.post.queue("late@example.org", "email_notice", done=True)
    await leaves(hall)
    await Mail.all().update(due_at=LONG_AGO)
    server = MailServer()
    server.start()
    try:
        settings = dataclasses.replace(hall.service.settings, smtp_url=server.url)
        assert await send_due(settings, may_go) == 3
        assert await send_due(settings, may_go) == 0
    finally:
        server.stop()

    states = dict(await Mail.all().values_list("recipient", "state"))
    assert states == {ADA: "sent", BELA: "stopped", DINA: "sent", "late@example.org": "sent"}


async def test_a_mail_that_a_stop_missed_does_not_go(hall: Hall) -> None:
    await hall.send()

    await Announcement.all().update(stage=Stage.STOPPED)

    assert await mails() == {}


async def test_what_is_for_all_members_goes_to_no_guest(hall: Hall) -> None:
    await hall.send()
    await Announcement.all().update(chapter_id=None)

    await Account.filter(id=hall.accounts["ada"]).update(joined_at=None)

    assert {*await mails()} == {BELA, DINA}


async def test_the_numbers_do_not_tell_who_turned_it_off_meanwhile(hall: Hall) -> None:
    path = await hall.send()
    one = await Mail.filter(recipient=BELA).get()
    for number in range(4):
        await Mail.create(
            message_id=f"<{number}@x>", recipient=f"{number}@example.org", subject="", text="",
            html="", headers={}, body_id=one.body_id, parts={}, due_at=now(), state="sent",
        )  # fmt: skip
    await Mail.filter(id=one.id).update(state="stopped")

    page = (await hall.cora.get(f"{path}/desk")).text

    assert "Gone out" in page
    assert "300 mails go out a minute." in page
    assert "Taken back" not in page


@pytest.mark.parametrize("happens", [leaves, turns_the_list_off, is_removed])
async def test_what_is_for_somebody_no_more_is_told_in_no_mail_of_a_week_either(
    hall: Hall, happens: Callable[[Hall], Awaitable[None]]
) -> None:
    await write_week(hall)
    assert {*await mails()} == {BELA}

    await happens(hall)

    assert await mails() == {}
    await Mail.all().delete()
    assert await weeks(hall.service) == 1  # and not only a week later
    anew = await Mail.get(recipient=BELA)
    assert "To all" in anew.text
    assert "Kisumu" not in anew.text
    assert {*await mails()} == {BELA}
    await wants_no_mail(hall)
    assert await mails() == {}
    assert not await ForTheWeek.exists()
