"""The mail of a week is written anew where part of it may not go, once, and nothing is lost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from cop.announcements.going import may_go
from cop.announcements.models import Announcement, ForTheWeek, MailChoice, Often
from cop.chapters.models.chapters import Chapter
from cop.kit.outbox import Mail, claim_mail
from tests.announcements.announcing import mails, move, pass_a_week, weeks, write_week
from tests.databases import ONE_DATABASE

if TYPE_CHECKING:
    from tests.announcements.announcing import Hall

BELA = "own-bela@example.org"
STEPS = 25  # more than the database is asked while one mail of a week is written


async def turn_kenya_off(hall: Hall) -> None:
    await hall.turn(hall.bela, (await Chapter.get(slug="kenya")).id, "off")


async def claim() -> Mail:
    mail = await claim_mail()
    assert mail is not None
    return mail


async def test_killed_before_the_stop_is_settled_the_rest_is_mailed_once(hall: Hall) -> None:
    await write_week(hall)
    claimed = await claim()
    await turn_kenya_off(hall)

    assert not await may_go(claimed)  # and here the sender dies

    assert await weeks(hall.service) == 1
    assert "To all" in (await mails())[BELA].text
    assert not await may_go(claimed)
    assert not await ForTheWeek.exists()
    assert await weeks(hall.service) == 0
    assert await Mail.filter(state="stopped").count() == 1


async def test_a_claim_that_somebody_else_has_taken_over_writes_nothing_again(hall: Hall) -> None:
    await write_week(hall)
    late = await claim()
    await Mail.all().update(due_at=late.created_at)
    await claim()
    await turn_kenya_off(hall)

    assert not await may_go(late)

    assert not await ForTheWeek.exists()
    assert await weeks(hall.service) == 0


async def test_a_week_goes_to_the_address_that_its_reader_has_now(hall: Hall) -> None:
    await write_week(hall)
    await move(hall, "bela", "new@example.org")
    await move(hall, "chidi", BELA)

    assert {*await mails()} == {"new@example.org"}

    assert not await ForTheWeek.exists()
    assert (await Mail.get()).recipient == "new@example.org"


async def test_what_is_left_of_a_week_goes_to_the_address_that_its_reader_has_now(
    hall: Hall,
) -> None:
    await write_week(hall)
    await move(hall, "bela", "new@example.org")
    await move(hall, "chidi", BELA)
    await turn_kenya_off(hall)
    assert await mails() == {}

    assert await weeks(hall.service) == 1

    anew = await mails()
    assert {*anew} == {"new@example.org"}
    assert anew["new@example.org"].subject == "1 announcement this week"
    assert not await ForTheWeek.exists()


@pytest.mark.parametrize(("often", "written"), [("off", 0), ("at-once", 1), ("weekly", 1)])
@pytest.mark.parametrize("is_stopped_first", [True, False])
async def test_what_is_chosen_meanwhile_counts(
    hall: Hall, often: str, written: int, *, is_stopped_first: bool
) -> None:
    await write_week(hall)
    await turn_kenya_off(hall)
    if is_stopped_first:
        assert await mails() == {}
    await hall.bela.post("/account/mail", data={"often": often})
    if not is_stopped_first:
        assert await mails() == {}

    assert await weeks(hall.service) == written

    assert len(await mails()) == written
    due = (await MailChoice.get()).due_at
    assert (due is not None) is (often == Often.WEEKLY)
    await pass_a_week()
    assert await weeks(hall.service) == 0
    assert not await ForTheWeek.exists()


@ONE_DATABASE  # on one connection of PostgreSQL, two do not take turns
async def test_what_comes_to_wait_while_the_mail_is_written_is_told_once(hall: Hall) -> None:
    await write_week(hall)
    first, second = await Announcement.all().order_by("id")
    bela = hall.accounts["bela"]
    in_the_first, in_the_next = set[str](), set[str]()
    for steps in range(STEPS):
        await Mail.all().delete()
        await ForTheWeek.create(announcement=first, account_id=bela)
        await pass_a_week()
        async with asyncio.TaskGroup() as both:
            writing = both.create_task(weeks(hall.service))
            both.create_task(_come_to_wait(second, bela, steps))
        assert writing.result() == 1
        words = (await Mail.get()).text
        assert "Kisumu" in words
        await Mail.all().delete()
        await pass_a_week()

        if await weeks(hall.service):
            assert "To all" not in words
            assert "Kisumu" not in (await Mail.get()).text
            in_the_next.add((await Mail.get()).subject)
        else:
            assert "To all" in words
            in_the_first.add(words)
    assert in_the_first
    assert in_the_next == {"1 announcement this week"}


async def _come_to_wait(announcement: Announcement, account_id: int, steps: int) -> None:
    """Let the announcement wait after some questions: who writes and we take turns with them."""
    for _step in range(steps):
        await Chapter.exists()
    await ForTheWeek.create(announcement=announcement, account_id=account_id)
