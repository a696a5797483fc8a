"""A real mail server on this machine, which can be told to refuse, to be away and to come back."""

from __future__ import annotations

import email
import email.policy
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

from cop.contact.models import Message
from tests.serving import free_port

if TYPE_CHECKING:
    from email.message import EmailMessage

    from cop.kit.mail import Post


class MailServer:
    """Takes mail on a port of its own.

    Attributes:
        taken: what was taken, as (recipients, message).
        answers: by recipient, what it says instead of taking the mail, one answer a try.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.raw: list[bytes] = []
        self.answers: defaultdict[str, list[str]] = defaultdict(list)
        self.greetings = 0
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=True
        )
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(  # noqa: N802  the library's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.answers[address]:
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        message: Any = email.message_from_bytes(envelope.content, policy=email.policy.default)
        if self.answers["data"]:
            return self.answers["data"].pop(0)
        self.raw.append(envelope.content)
        self.taken.append((list(envelope.rcpt_tos), message))
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of what was taken."""
        return [str(message["Message-ID"]) for _recipients, message in self.taken]


class Somebody:
    def __init__(self, name: str) -> None:
        self.name = name
        self.slug = "somebody"


async def write(
    post: Post, to: str, *, name: str = "Ada", language: str = "en", **more: str
) -> None:
    message = Message(id=7, text=more.pop("text", "Hello\n.\n.dot\n"))
    await post.queue(
        to, "message", language=language, writer=Somebody(name), message=message, **more
    )
