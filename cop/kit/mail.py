"""Writing mail into the outbox, and sending what lies there."""

from __future__ import annotations

import asyncio
import html
import logging
import secrets
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
    settle_delayed,
    settle_refused,
    settle_sent,
)
from cop.kit.web import make_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cop.kit.settings import Settings

POLL_SECONDS: Final = 1.0
TIMEOUT: Final = 30.0
PERMANENT: Final = 500  # SMTP answers from here on are final
_OPTIONS: Final = mrml.RenderOptions(fonts={})  # else it fetches Roboto from Google for each reader
_CUT: Final = "\x1f"  # between subject, text and HTML; no text that people enter holds it

log = logging.getLogger(__name__)


class Post:
    """Where mail is written; whoever has it needs to know neither addresses nor templates."""

    def __init__(self, settings: Settings, community: Callable[[str], str]) -> None:
        """Take the settings, and what tells the community's name in a language."""
        self._base_url = settings.base_url
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

        Args:
            recipient: the stored address; one that was typed a moment ago only to prove it.
            template: the name in `templates/mail`; it fills the blocks `subject`, `text`, `body`
                and `why` (why one gets this mail).
            language: of the mail, "" is English.
            key: what it is about, where it may be sent only once: a second time is no mail.
            headers: further ones, such as List-Unsubscribe.
            context: what the template says; `url("/path")` makes absolute addresses.
        """
        if key is not None and await Mail.exists(key=key):
            return
        with use_language(language or "en"):
            subject, text, page = self._render(template, language or "en", context)
        await Mail.create(
            message_id=f"<{secrets.token_hex(16)}@{self._host}>",
            key=key,
            recipient=recipient,
            subject=" ".join(subject.split())[:300],
            text=text,
            html=page,
            headers=dict(headers or {}),
            due_at=now(),
        )

    def _render(self, name: str, language: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
        """Return subject, text and HTML."""
        whole = self._environment.get_template(f"mail/{name}.mjml").render(
            context,
            community=self._community(language),
            cut=_CUT,
            direction=direction(language),
            language=language,
            url=self._url,
        )
        subject, text, page = whole.split(_CUT)
        return (
            html.unescape(subject),
            html.unescape(text).strip() + "\n",
            mrml.to_html(page.strip(), render_options=_OPTIONS).content,
        )

    def _url(self, path: str) -> str:
        return f"{self._base_url}{path}"


def as_message(mail: Mail, sender: str) -> EmailMessage:
    """Return the mail as it goes over the wire; line breaks cannot get into its headers."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


async def send_due(settings: Settings) -> int:
    """Send what is due, one connection for all of it; return how many the server took."""
    sent = 0
    server: aiosmtplib.SMTP | None = None
    try:
        while mail := await claim_mail():
            try:
                server = server or await _connected(settings)
                await server.send_message(as_message(mail, settings.sender))
            except (OSError, aiosmtplib.SMTPException) as error:
                server = await _settle_error(mail, error, server)
            else:
                await settle_sent(mail)
                sent += 1
    finally:
        if server is not None:
            server.close()
    return sent


async def _settle_error(
    mail: Mail, error: Exception, server: aiosmtplib.SMTP | None
) -> aiosmtplib.SMTP | None:
    """Note why a mail could not be sent; return the server, where it can still be used."""
    reason = f"{type(error).__name__}: {error}"
    if _is_final(error):
        await settle_refused(mail, reason)
        return server
    await settle_delayed(mail, reason)
    if server is not None:
        server.close()
    return None


def _is_final(error: Exception) -> bool:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(one.code >= PERMANENT for one in error.recipients)
    return (
        isinstance(error, aiosmtplib.SMTPResponseException)
        and error.code >= PERMANENT
        and not isinstance(error, aiosmtplib.SMTPAuthenticationError)
    )


async def _connected(settings: Settings) -> aiosmtplib.SMTP:
    parts = urlsplit(settings.smtp_url)
    server = aiosmtplib.SMTP(
        hostname=parts.hostname or "localhost",
        port=parts.port,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=parts.scheme == "smtps",
        timeout=TIMEOUT,
    )
    await server.connect()
    return server


async def keep_sending(settings: Settings) -> None:
    """Send mail as it comes, until cancelled; without a mail server nothing is ever sent."""
    while settings.smtp_url:
        try:
            await asyncio.create_task(send_due(settings))
        except Exception:
            log.exception("mail could not be sent")
        await asyncio.sleep(POLL_SECONDS)
