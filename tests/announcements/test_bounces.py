"""Mails that come back: only proof of our own mail counts, and the owner's word ends it."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.accounts.models import Account
from cop.announcements.actions.bounces import note_refused, take_reports
from cop.announcements.models import Bounce
from cop.announcements.reports import NoReport, is_refusal, read_report, split_messages
from cop.kit.clock import now
from cop.kit.mail import send_due
from cop.kit.outbox import Mail
from tests.announcements.announcing import LONG_AGO, mails
from tests.announcements.returned import exchange, postfix
from tests.kit.mail_server import MailServer

if TYPE_CHECKING:
    from tests.announcements.announcing import Hall

ADA = "own-ada@example.org"


async def grow_old(hall: Hall) -> None:
    """Let Ada's address have been proved long ago."""
    await Account.filter(id=hall.accounts["ada"]).update(verified_at=LONG_AGO)


async def came_back(hall: Hall) -> bytes:
    """Send something, and return the report that it did not reach Ada."""
    await grow_old(hall)
    await hall.send()
    mail = await Mail.filter(recipient=ADA).order_by("-id").first()
    assert mail
    return postfix(mail.message_id)


async def reached(hall: Hall) -> bool:
    await Mail.all().delete()
    await hall.send()
    return ADA in await mails()


async def test_a_hard_bounce_ends_announcements_and_the_account_says_so(hall: Hall) -> None:
    report = await came_back(hall)

    outcome = await take_reports(report)

    assert (outcome.messages, outcome.marked) == (1, 1)
    for page in ("/account", "/account/mail"):
        assert "A mail to your address came back" in (await hall.ada.get(page)).text
        assert "came back" not in (await hall.bela.get(page)).text
    again = await take_reports(report)
    assert (again.marked, again.passing) == (0, 1)
    assert not await reached(hall)


async def test_the_owner_s_word_or_a_new_proof_or_address_ends_it(hall: Hall) -> None:
    for end in ("word", "proof", "address"):
        await take_reports(await came_back(hall))
        assert not await reached(hall), end
        mine = Account.filter(id=hall.accounts["ada"])
        if end == "word":
            assert (await hall.ada.post("/account/mail/works")).status_code == 303
        elif end == "proof":
            await mine.update(verified_at=now())
        else:
            await mine.update(email="new@example.org", email_key="new@example.org")
        assert "came back" not in (await hall.ada.get("/account")).text
        assert (await reached(hall)) is (end != "address")
    assert "new@example.org" in await mails()


async def test_mails_to_sign_in_go_to_a_marked_address_all_the_same(hall: Hall) -> None:
    await take_reports(await came_back(hall))
    await Mail.all().delete()

    await hall.bela.post("/sign-in", data={"email": ADA})

    assert (await Mail.get()).recipient == ADA


async def test_an_old_report_says_nothing_of_an_address_that_was_proved_since(hall: Hall) -> None:
    report = await came_back(hall)
    await Account.filter(id=hall.accounts["ada"]).update(verified_at=now() + timedelta(seconds=1))

    assert (await take_reports(report)).passing == 1
    assert not await Bounce.exists()


async def test_nobody_can_have_somebody_else_s_mail_stopped(hall: Hall) -> None:
    await came_back(hall)

    outcome = await take_reports(postfix("<made-up@example.org>"))

    assert (outcome.unknown, outcome.marked) == (1, 0)
    mail = await Mail.filter(recipient=ADA).get()
    await Mail.filter(id=mail.id).update(recipient="")  # a month later its words are forgotten
    assert (await take_reports(postfix(mail.message_id))).unknown == 1
    assert not await Bounce.exists()


@pytest.mark.parametrize(
    ("status", "action", "marks"),
    [
        ("5.1.1", "failed", True),
        ("5.2.1", "Failed", True),
        ("5.4.4", "failed", True),
        ("5.0.0", "failed", True),
        ("5.2.2", "failed", False),  # the mailbox is full
        ("5.7.1", "failed", False),  # a server that does not like us
        ("5.4.7", "failed", False),  # gave up
        ("4.4.1", "failed", False),
        ("4.4.1", "delayed", False),
        ("5.1.1", "delayed", False),
        ("2.1.5", "delivered", False),
    ],
)
def test_only_what_says_that_there_is_no_such_address_is_final(
    status: str, action: str, *, marks: bool
) -> None:
    report = read_report(postfix("<1@example.org>", status, action))

    assert report.is_final is marks
    assert report.message_id == "<1@example.org>"
    assert "User unknown" in report.reason


@pytest.mark.parametrize(
    ("others", "marks"),
    [
        (["failed 5.1.1"], True),
        (["failed 5.2.2"], False),
        (["delayed 4.4.1"], False),
        (["relayed 2.1.9"], False),
        (["failed 5.1.10", "delivered 2.1.5"], False),
    ],
)
def test_an_address_that_leads_on_to_one_that_works_is_not_marked(
    others: list[str], *, marks: bool
) -> None:
    blocks = "".join(
        f"\nFinal-Recipient: rfc822; {at}@example.net\nAction: {action}\nStatus: {status}\n"
        for at, (action, status) in enumerate(map(str.split, others))
    )
    whole = postfix("<1@example.org>").decode()
    report = whole.replace("rejected: User unknown\n\n--", f"rejected: User unknown\n{blocks}\n--")
    assert report.count("Final-Recipient") == 1 + len(others)

    assert read_report(report.encode()).is_final is marks


def test_a_report_of_exchange_with_the_whole_mail_is_read() -> None:
    report = read_report(exchange("<1@example.org>"))

    assert (report.message_id, report.is_final) == ("<1@example.org>", True)
    assert report.reason == "550 5.1.10 RESOLVER.ADR.RecipientNotFound"


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (b"Subject: Out of office\n\nBack on Monday.\n", "no delivery report"),
        (b"\xff\xfe\x00 not a mail", "no delivery report"),
        (postfix("<1@x>").partition(b"Final-Recipient")[0], "no delivery report"),
        (postfix("").replace(b"Message-ID: \n", b""), "which mail"),
        (postfix("<1@x>").replace(b"Status: 5.1.1", b"Status: five"), "no delivery report"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_clear_sentence(message: bytes, sentence: str) -> None:
    with pytest.raises(NoReport, match=sentence):
        read_report(message)


@given(st.binary(max_size=300), st.integers(0, 1500), st.integers(0, 1500))
def test_no_message_however_broken_is_more_than_no_report(junk: bytes, cut: int, end: int) -> None:
    whole = postfix("<1@example.org>")
    for message in (junk, whole[:cut] + junk + whole[end:]):
        with suppress(NoReport):  # whatever else it raises fails the test
            assert read_report(message).message_id


async def test_a_mailbox_file_is_read_to_its_end(hall: Hall) -> None:
    report = await came_back(hall)
    lines = b"From MAILER-DAEMON Thu Nov 26 10:00:00 2026\n"
    mbox = lines + b"Subject: Hello\n\nHello\n\n" + lines + report + b"\n" + lines + report

    outcome = await take_reports(mbox)

    assert (outcome.messages, outcome.marked, outcome.passing) == (3, 1, 1)
    assert outcome.unreadable == ["Message 1: It is no delivery report (RFC 3464)."]
    assert split_messages(b"") == split_messages(b" \n") == []


async def test_what_our_own_mail_server_refuses_for_good_is_noted_too(hall: Hall) -> None:
    await grow_old(hall)
    await hall.send()
    await Mail.all().update(due_at=LONG_AGO)
    server = MailServer()
    server.start()
    try:
        server.answers[ADA] = ["550 5.1.1 no such user"]
        server.answers["own-bela@example.org"] = ["550 5.7.1 not from you"]
        settings = hall.service.settings.__class__(
            cop_data=hall.service.settings.cop_data,
            database_url="",
            search_url="",
            base_url="http://127.0.0.1:8000",
            smtp_url=server.url,
        )
        assert await send_due(settings) == 1
    finally:
        server.stop()

    assert await note_refused() == 1
    assert await note_refused() == 0

    assert (await Bounce.get()).account_id == hall.accounts["ada"]
    assert not await reached(hall)


def test_what_mail_servers_answer_is_understood() -> None:
    assert is_refusal("SMTPRecipientsRefused: [SMTPRecipientRefused(550, 'No such user', 'a@x')]")
    assert is_refusal("(553, '5.1.3 bad address')")
    assert not is_refusal("(550, '5.7.1 blocked')")
    assert not is_refusal("(451, '4.7.1 greylisted')")
    assert not is_refusal("SMTPDataError: (554, 'spam')")
    assert not is_refusal("ValueError: header")
