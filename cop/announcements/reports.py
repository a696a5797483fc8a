"""What mail servers report of mails that could not be delivered.

Source: RFC 3464, Delivery Status Notifications; RFC 3463, their status codes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from typing import TYPE_CHECKING, Final, cast

from cop.kit.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

LONGEST_REASON: Final = 300
_MBOX: Final = re.compile(rb"(?m)^From [^\n]*\n")
_STATUS: Final = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_CODE: Final = re.compile(r"(?<![\d.])55[013](?![\d.])")  # no such mailbox; RFC 5321, 4.2.3
# A full mailbox, a mail that is too long, a server that is ill, gave up or has rules of its own say
# nothing about the address.
_PASSING: Final = re.compile(r"[24]\.|5\.(2\.[23]$|3\.|4\.[67]$|6\.|7\.)")


class NoReport(Invalid):
    """It is no report about a mail, or says too little."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one mail.

    Attributes:
        message_id: of the mail.
        is_final: the address takes no mail, now or later.
    """

    message_id: str
    reason: str
    is_final: bool


def split_messages(data: bytes) -> list[bytes]:
    """Return the messages of an mbox file, or the one that `data` is."""
    if not data.startswith(b"From "):
        return [data] if data.strip() else []
    return [one for one in _MBOX.split(data) if one.strip()]


def read_report(data: bytes) -> Report:
    """Read one message.

    Raises:
        NoReport: the sentence says what is missing.
    """
    message = message_from_bytes(data)
    told = [one for one in map(_as_told, _status_blocks(message)) if one]
    if not told:
        raise NoReport("It is no delivery report (RFC 3464).")
    message_id = next(_message_ids(message), "")
    if not message_id:
        raise NoReport("It does not say which mail it is about.")
    # The address may lead on to several others: while one of them takes mail, it works.
    final = [action == "failed" and not _PASSING.match(status) for action, status, _why in told]
    return Report(message_id, told[0][2], all(final))


def is_refusal(error: str) -> bool:
    """Say whether what the mail server answered means that there is no such mailbox."""
    status = _STATUS.search(error)
    if status:
        return not _PASSING.match(status[0])
    return bool(_CODE.search(error))


def _status_blocks(message: Message) -> Iterator[Message]:
    """Yield what is said of each recipient; the first block is of the mail as a whole."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from _messages_in(part)


def _as_told(block: Message) -> tuple[str, str, str] | None:
    """Return action, status and reason of one recipient's block."""
    action = str(block.get("Action", "")).strip().lower()
    status = _STATUS.search(str(block.get("Status", "")))
    if not action or status is None:
        return None
    diagnosis = " ".join(str(block.get("Diagnostic-Code", "")).partition(";")[2].split())
    return action, status[0], (diagnosis or status[0])[:LONGEST_REASON]


def _message_ids(message: Message) -> Iterator[str]:
    """Yield the Message-IDs of the mails that came back, whole or their headers alone."""
    returned: list[Message] = []
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            returned += _messages_in(part)
        elif part.get_content_type() == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            returned += [message_from_bytes(headers)] if isinstance(headers, bytes) else []
    yield from (text for one in returned if (text := str(one.get("Message-ID", "")).strip()))


def _messages_in(part: Message) -> list[Message]:
    inside = cast("list[Message] | str", part.get_payload())
    return [] if isinstance(inside, str) else inside
