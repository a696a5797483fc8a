"""Writing mail into the outbox, and sending what lies there."""

from __future__ import annotations

import asyncio
import html
import logging
import re
import secrets
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

import aiosmtplib
import mrml

from cop.kit.clock import now
from cop.kit.i18n import direction, use_language
from cop.kit.outbox import (
    Mail,
    claim_mail,
    has_due_mail,
    settle_delayed,
    settle_refused,
    settle_sent,
    settle_stopped,
)
from cop.kit.settings import LOCAL_HOSTS
from cop.kit.web import make_environment

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from cop.kit.settings import Settings

POLL_SECONDS: Final = 1.0
LONGEST_PAUSE: Final = 60.0  # while the mail server does not answer
TIMEOUT: Final = 30.0
_UNSUBSCRIBE: Final = "List-Unsubscribe"
PERMANENT: Final = 500  # SMTP answers from here on are final
BATCH: Final = 200  # mails in one statement
_CUT: Final = "\x1f"  # between subject, text and HTML; no text that people enter holds it
_NO_FONTS: Final = mrml.RenderOptions(fonts={})  # else a mail asks Google for them
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

log = logging.getLogger(__name__)


def one_click(address: str) -> dict[str, str]:
    """Return the headers that let a mail program end such mails by a POST to `address`.

    Source: RFC 8058.
    """
    return {_UNSUBSCRIBE: f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


class Post:
    """Where mail is written; whoever has it needs to know neither addresses nor templates."""

    def __init__(self, settings: Settings, community: Callable[[str], str]) -> None:
        """Take the settings, and what tells the community's name in a language."""
        self.settings = settings
        self._host = settings.base.hostname or "localhost"
        self._community = community
        self._environment = make_environment()

    async def queue(
        self,
        recipient: str,
        template: str,
        *,
        language: str = "en",
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        **context: Any,
    ) -> None:
        """Write one mail to one person, in the current transaction; it is sent after the commit.

        See `write`.
        """
        mail = self.write(
            recipient, template, language=language, key=key, headers=headers, **context
        )
        await self.queue_all([mail])

    async def queue_all(self, mails: Sequence[Mail]) -> None:
        """Let mails go after the commit, but those whose key is there: they were written before."""
        await Mail.bulk_create(mails, ignore_conflicts=True, batch_size=BATCH)

    def write(
        self,
        recipient: str,
        template: str,
        *,
        language: str = "en",
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        **context: Any,
    ) -> Mail:
        """Return one mail to one person, for `queue_all`.

        Args:
            recipient: the stored address; one that was typed a moment ago only to prove it.
            template: the name in `templates/mail`; it fills the blocks `subject`, `text`, `body`
                and `why` (why one gets this mail).
            language: of the mail, "" is English.
            key: what it is about, where it may be sent only once: a second time is no mail.
            headers: further ones; a mail with List-Unsubscribe lets those pass that have none.
            context: what the template says; `url("/path")` makes absolute addresses.
        """
        with use_language(language or "en"):
            subject, text, page = self.render(template, language or "en", context)
        return Mail(
            message_id=self.new_message_id(),
            key=key,
            recipient=recipient,
            subject=" ".join(subject.split())[:300],
            text=text,
            html=page,
            headers=dict(headers or {}),
            waits=_UNSUBSCRIBE in (headers or {}),
            due_at=now(),
        )

    def new_message_id(self) -> str:
        """Return a Message-ID that nobody can guess."""
        return f"<{secrets.token_hex(16)}@{self._host}>"

    def render(self, name: str, language: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
        """Return subject, text and HTML; nobody can guess the cut between them."""
        cut = f"\x1f{secrets.token_hex(8)}\x1f"
        whole = self._environment.get_template(f"mail/{name}.mjml").render(
            context,
            community=self._community(language),
            cut=cut,
            direction=direction(language),
            language=language,
            url=self._url,
        )
        subject, text, page = whole.split(cut)
        return (
            html.unescape(_CONTROLS.sub("", subject)),
            html.unescape(_CONTROLS.sub("", text)).strip() + "\n",
            mrml.to_html(_CONTROLS.sub("", page).strip(), render_options=_NO_FONTS).content,
        )

    def _url(self, path: str) -> str:
        return f"{self.settings.base_url}{path}"


def as_message(mail: Mail, sender: str) -> EmailMessage:
    """Return the mail as it goes over the wire.

    Raises:
        ValueError: a line break stands where it would begin another header.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = _on_the_wire(mail.recipient)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


def _on_the_wire(address: str) -> str:
    """Return the address with its domain as mail servers know it (RFC 5891)."""
    local, _at, domain = address.rpartition("@")
    return address if domain.isascii() else f"{local}@{domain.encode('idna').decode()}"


async def _any_may(_mail: Mail) -> bool:
    return True


async def send_due(settings: Settings, may_go: Callable[[Mail], Awaitable[bool]] = _any_may) -> int:
    """Send what is due, one connection for all of it; return how many the server took.

    Nothing is claimed before the server answers: while it is away, no mail grows old.

    Args:
        settings: name the server, and who sends.
        may_go: whether a mail whose turn has come is still for whom it was written to.

    Raises:
        OSError: there is no connection to the mail server.
        aiosmtplib.SMTPException: it does not want to speak with us.
    """
    sent = 0
    server: aiosmtplib.SMTP | None = None
    try:
        while await has_due_mail():
            server = server or await _connected(settings)
            mail = await claim_mail()
            if mail is None:
                break
            if not await may_go(mail):
                await settle_stopped(mail)
                continue
            try:
                await _send(server, mail, settings.sender)
            except (OSError, ValueError, aiosmtplib.SMTPException) as error:
                server = await _settle_error(mail, error, server)
            else:
                await settle_sent(mail)
                sent += 1
    finally:
        if server is not None:
            await _part_from(server)
    return sent


async def _send(server: aiosmtplib.SMTP, mail: Mail, sender: str) -> None:
    """Hand one mail to the server, for one recipient."""
    message = as_message(mail, sender)
    await server.send_message(message, recipients=[_on_the_wire(mail.recipient)])


async def _settle_error(
    mail: Mail, error: Exception, server: aiosmtplib.SMTP
) -> aiosmtplib.SMTP | None:
    """Note why a mail could not be sent; return the server, where it can still be used."""
    reason = f"{type(error).__name__}: {error}"
    if _is_final(error):
        await settle_refused(mail, reason)
        return server
    await settle_delayed(mail, reason)
    await _part_from(server)
    return None


def _is_final(error: Exception) -> bool:
    """Say whether it is the mail that is refused, for good: not we, nor for now."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(one.code >= PERMANENT for one in error.recipients)
    if isinstance(error, aiosmtplib.SMTPDataError):
        return error.code >= PERMANENT
    return isinstance(error, (ValueError, aiosmtplib.SMTPNotSupported))


async def _part_from(server: aiosmtplib.SMTP) -> None:
    """End the connection as one should, however the server takes it."""
    with suppress(OSError, aiosmtplib.SMTPException):
        await server.quit()
    server.close()


async def _connected(settings: Settings) -> aiosmtplib.SMTP:
    """Connect and sign in; a password leaves this machine only over TLS."""
    parts = urlsplit(settings.smtp_url)
    must_hide = bool(parts.username) and parts.hostname not in LOCAL_HOSTS
    server = aiosmtplib.SMTP(
        hostname=parts.hostname or "localhost",
        port=parts.port,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=parts.scheme == "smtps",
        start_tls=True if must_hide and parts.scheme == "smtp" else None,
        timeout=TIMEOUT,
    )
    await server.connect()
    return server


async def keep_sending(settings: Settings, may_go: Callable[[Mail], Awaitable[bool]]) -> None:
    """Send mail that may go as it comes, until cancelled; without a mail server nothing ever."""
    pause = POLL_SECONDS
    while settings.smtp_url:
        try:
            await asyncio.create_task(send_due(settings, may_go))
            pause = POLL_SECONDS
        except Exception:
            log.exception("mail could not be sent")
            pause = min(pause * 2, LONGEST_PAUSE)
        await asyncio.sleep(pause)
