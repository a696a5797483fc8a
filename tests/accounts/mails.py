"""The mails of the tests: what was queued, and the links and digits in it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from cop.kit.outbox import Mail


async def list_mails(recipient: str) -> list[Mail]:
    """Return what was queued for `recipient`, the last mail last."""
    return await Mail.filter(recipient=recipient).order_by("id")


async def last_mail(recipient: str) -> Mail:
    """Return the last mail to `recipient`."""
    return (await list_mails(recipient))[-1]


def links_of(mail: Mail) -> list[str]:
    """Return every address in a mail's text and HTML."""
    written = re.sub(r'\sxmlns(?::\w+)?="[^"]*"', "", mail.text + mail.html)
    return re.findall(r"https?://[^\s\"'<>]+", written)


def link_of(mail: Mail) -> str:
    """Return the path, with its query, of the one link with a token."""
    (address,) = {one for one in links_of(mail) if re.search(r"/(link|email)/", one)}
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def digits_of(mail: Mail) -> str:
    """Return the six digits."""
    (digits,) = re.findall(r"^(\d{6})$", mail.text, re.MULTILINE)
    return digits
