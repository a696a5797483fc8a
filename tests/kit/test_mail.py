"""What a mail says: its words and headers, as a real server gets them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cop.kit.clock import now
from cop.kit.mail import as_message, send_due
from cop.kit.outbox import Mail
from tests.kit.mail_server import MailServer, write

if TYPE_CHECKING:
    from cop.kit.mail import Post
    from cop.kit.settings import Settings
    from cop.running import Service

EVIL = "Eve\r\nBcc: victim@example.org\r\n\r\nHello"


async def test_line_breaks_in_names_begin_no_header(
    service: Service, post: Post, settings: Settings, server: MailServer
) -> None:
    del service
    for name in (EVIL, "A\x0bBcc: x@y", "A\u2028Bcc: x@y", "A\x1fB", "\x85Bcc: v@example.org"):
        await write(post, "ada@example.org", name=name)

    assert await send_due(settings) == 5

    for recipients, message in server.taken:
        assert recipients == ["ada@example.org"]
        assert "Bcc" not in message
        assert set(message.keys()) == {
            "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
            "Content-Type",
        } | ({"X-Peer", "X-MailFrom", "X-RcptTo"} & set(message.keys()))  # fmt: skip


async def test_a_mail_that_cannot_be_written_out_holds_up_nobody(
    service: Service, post: Post, settings: Settings, server: MailServer
) -> None:
    del service
    await write(post, "ada@example.org")
    await Mail.all().update(headers={"List-Unsubscribe": "<x>\r\nBcc: v@example.org"})
    await write(post, "bela@example.org")

    assert await send_due(settings) == 1

    assert [recipients for recipients, _ in server.taken] == [["bela@example.org"]]
    assert (await Mail.get(recipient="ada@example.org")).state == "failed"


async def test_words_arrive_as_they_were_written(
    service: Service, post: Post, settings: Settings, server: MailServer
) -> None:
    del service
    words = "A <b>tag</b> & {{7*7}} %s\n.\n.leading dot\n你好, ሰላም 😀\n" + "long " * 300
    await write(post, "ada@example.org", text=words)

    await send_due(settings)

    message = server.taken[0][1]
    plain, page = [part.get_content() for part in message.iter_parts()]
    assert words.strip() in plain.replace("\r\n", "\n")
    assert "&lt;b&gt;tag&lt;/b&gt; &amp; {{7*7}} %s" in page
    assert all(len(line) <= 998 for line in server.raw[0].split(b"\r\n"))


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_mail_loads_nothing_from_anywhere(
    service: Service, post: Post, language: str
) -> None:
    del service
    await write(post, "ada@example.org", language=language)

    page = (await Mail.get()).html

    assert not re.search(r"<(?:img|link|script|iframe|object|video)\b|@import|url\(", page)
    for address in re.findall(r"https?://[^\s\"'<>)]+", page):
        assert address.startswith(("https://network.example.org/", "http://www.w3.org/")), address


async def test_a_mail_in_arabic_runs_from_right_to_left(
    service: Service, post: Post, settings: Settings, server: MailServer
) -> None:
    del service
    await write(post, "ada@example.org", language="ar", name="أدا")

    await send_due(settings)

    page = server.taken[0][1].get_body(("html",)).get_content()
    assert 'lang="ar" dir="rtl"' in page
    assert "direction:ltr" not in page
    assert "text-align:right" in page
    assert "أدا" in str(server.taken[0][1]["Subject"])


async def test_addresses_beyond_ascii_are_written_as_mail_servers_know_them(
    service: Service, post: Post, settings: Settings, server: MailServer
) -> None:
    del service
    await write(post, "ada@bücher.example")
    await write(post, "ädä@example.org")

    assert await send_due(settings) == 2

    assert [one for one, _ in server.taken] == [["ada@xn--bcher-kva.example"], ["ädä@example.org"]]


def test_what_is_sent_says_that_no_person_sent_it() -> None:
    mail = Mail(
        message_id="<1@x>", recipient="a@example.org", subject="S", text="T\n", html="<p>",
        headers={"List-Unsubscribe": "<https://x.example>"}, created_at=now(),
    )  # fmt: skip

    message = as_message(mail, "community@example.org")

    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://x.example>"
    assert "Reply-To" not in message
