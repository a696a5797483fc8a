"""Sending to a real server: exactly once, to one person each, whatever the server does."""

from __future__ import annotations

import asyncio
import dataclasses
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import aiosmtplib
import pytest

from cop.kit.clock import now
from cop.kit.mail import send_due
from cop.kit.outbox import (
    KEPT_FOR,
    LONGEST_PAUSE,
    MOST_TRIES,
    Mail,
    claim_mail,
    forget_old_mail,
    settle_delayed,
    settle_refused,
)
from tests.kit.mail_server import MailServer, write

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from cop.kit.mail import Post
    from cop.kit.settings import Settings
    from cop.running import Service


@pytest.fixture
async def outbox(filled_database: str) -> AsyncGenerator[None]:  # noqa: ARG001
    """An empty outbox outside any transaction, for senders at the same time."""
    yield
    await Mail.all().delete()


async def due_now() -> None:
    await Mail.filter(state="queued").update(due_at=now())


@pytest.mark.usefixtures("outbox")
async def test_two_hundred_mails_by_two_senders_go_once_each_to_one_person_each(
    settings: Settings, server: MailServer
) -> None:
    await Mail.bulk_create(
        Mail(
            message_id=f"<{n}@example.org>", recipient=f"m{n}@example.org", subject=f"No {n}",
            text="Hello\n", html="<p>Hello</p>", headers={}, due_at=now(),
        )
        for n in range(200)
    )  # fmt: skip

    sent = await asyncio.gather(send_due(settings), send_due(settings))

    assert sum(sent) == 200
    assert all(sent)
    assert Counter(server.ids) == Counter(f"<{n}@example.org>" for n in range(200))
    for recipients, message in server.taken:
        assert recipients == [message["To"]]
        assert "Cc" not in message
        assert "Bcc" not in message
    assert await Mail.filter(state="sent").count() == 200


@pytest.mark.usefixtures("outbox")
async def test_what_may_be_mailed_only_once_is_written_once_by_many(post: Post) -> None:
    await asyncio.gather(*(write(post, "ada@example.org", key="once") for _ in range(8)))

    assert await Mail.all().count() == 1


async def test_not_now_means_later_with_longer_pauses_and_the_same_id(
    service: Service, post: Post, settings: Settings, server: MailServer
) -> None:
    del service
    await write(post, "ada@example.org")
    server.answers["ada@example.org"] = ["451 greylisted"] * 3
    pauses: list[timedelta] = []
    for _ in range(3):
        assert await send_due(settings) == 0
        mail = await Mail.get()
        assert "451" in mail.error
        pauses.append(mail.due_at - now())
        await due_now()

    assert await send_due(settings) == 1
    mail = await Mail.get()
    assert server.ids == [mail.message_id]
    assert (mail.state, mail.error, mail.tries) == ("sent", "", 4)
    assert pauses[0] < pauses[1] < pauses[2] < LONGEST_PAUSE


async def test_pauses_end_at_a_quarter_of_an_hour_and_tries_after_days(
    service: Service, post: Post, settings: Settings, server: MailServer
) -> None:
    del service
    await write(post, "ada@example.org")
    server.answers["ada@example.org"] = ["451 no"] * 2
    await Mail.all().update(tries=MOST_TRIES - 2)

    await send_due(settings)
    assert (await Mail.get()).due_at - now() <= LONGEST_PAUSE
    await due_now()
    await send_due(settings)

    assert (await Mail.get()).state == "failed"
    assert timedelta(days=4) < MOST_TRIES * LONGEST_PAUSE


@pytest.mark.parametrize("answer", ["550 no such user", "553 bad mailbox"])
async def test_a_person_refused_for_good_fails_nobody_else(
    service: Service, post: Post, settings: Settings, server: MailServer, answer: str
) -> None:
    del service
    for name in ("ada", "gone", "bela"):
        await write(post, f"{name}@example.org")
    server.answers["gone@example.org"] = [answer]

    assert await send_due(settings) == 2

    states = dict(await Mail.all().values_list("recipient", "state"))
    assert states == {
        "ada@example.org": "sent", "gone@example.org": "failed", "bela@example.org": "sent",
    }  # fmt: skip
    await due_now()
    assert await send_due(settings) == 0  # never tried again


async def test_content_refused_for_good_is_not_tried_again_and_for_now_is(
    service: Service, post: Post, settings: Settings, server: MailServer
) -> None:
    del service
    await write(post, "ada@example.org")
    server.answers["data"] = ["452 full", "554 looks like spam"]

    await send_due(settings)
    assert (await Mail.get()).state == "queued"
    await due_now()
    await send_due(settings)
    assert (await Mail.get()).state == "failed"


async def test_while_the_server_is_away_nothing_is_lost_or_grows_old(
    service: Service, post: Post, settings: Settings, server: MailServer
) -> None:
    del service
    for name in ("ada", "bela"):
        await write(post, f"{name}@example.org")
    server.stop()
    for _ in range(3):
        with pytest.raises((OSError, aiosmtplib.SMTPException)):
            await send_due(settings)
    assert set(await Mail.all().values_list("state", "tries")) == {("queued", 0)}

    server.start()

    assert await send_due(settings) == 2


async def test_a_killed_senders_mail_is_sent_by_another_with_the_same_id(
    service: Service, post: Post, settings: Settings, server: MailServer
) -> None:
    del service
    await write(post, "ada@example.org")
    killed = await claim_mail()  # and never heard of again
    assert killed
    assert await send_due(settings) == 0

    await Mail.all().update(due_at=now())  # the claim lapses

    assert await send_due(settings) == 1
    assert server.ids == [killed.message_id]


async def test_a_late_sender_does_not_undo_what_another_did(
    service: Service, post: Post, settings: Settings, server: MailServer
) -> None:
    del service
    await write(post, "ada@example.org")
    late = await claim_mail()
    assert late
    await due_now()
    await send_due(settings)

    await settle_refused(late, "550")
    await settle_delayed(late, "451")

    assert (await Mail.get()).state == "sent"
    assert len(server.taken) == 1


async def test_a_password_goes_to_no_server_that_cannot_hide_it(
    service: Service, post: Post, settings: Settings, server: MailServer
) -> None:
    del service, server
    await write(post, "ada@example.org")
    url = settings.smtp_url.replace("//127.0.0.1", "//user:secret@127.0.0.2")
    with pytest.raises((OSError, aiosmtplib.SMTPException)):
        await send_due(dataclasses.replace(settings, smtp_url=url))
    assert (await Mail.get()).tries == 0


async def test_old_mail_is_forgotten_and_what_goes_once_is_still_known(
    service: Service, post: Post
) -> None:
    del service
    await write(post, "ada@example.org")
    await write(post, "bela@example.org", key="once")
    await write(post, "dina@example.org")
    old = now() - KEPT_FOR - timedelta(minutes=1)
    await Mail.all().update(created_at=old)
    await Mail.exclude(recipient="dina@example.org").update(state="sent")

    await forget_old_mail()
    await write(post, "bela@example.org", key="once")

    left = {mail.key: mail for mail in await Mail.all()}
    assert set(left) == {"once", None}
    assert left["once"].recipient == left["once"].text == left["once"].html == ""
    assert left[None].recipient == "dina@example.org"  # still waits
