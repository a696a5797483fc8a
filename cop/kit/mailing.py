"""One mail to many: its words are rendered and stored once, and each row says only its own part."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from tortoise.functions import Count

from cop.kit.clock import now
from cop.kit.i18n import use_language
from cop.kit.outbox import Mail, MailBody

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cop.kit.mail import Post

_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Letter:
    """One of many mails that share a body: to whom, and what stands in its places."""

    recipient: str
    parts: dict[str, str]


async def keep_body(
    post: Post, key: str, template: str, language: str, headers: Mapping[str, str], **context: Any
) -> MailBody:
    """Store, in the current transaction, what many mails will say alike; twice is once.

    Args:
        post: where mail is written.
        key: what it is of.
        template: the name in `templates/mail`; its subject is not kept.
        language: of the mails, "" is English.
        headers: of all of them.
        context: what the template says. `place("name")` and, in headers, `{name}` stand for what
            each mail says of its own.
    """
    if kept := await MailBody.get_or_none(key=key):
        return kept
    mark = secrets.token_hex(16)
    place = _Places(mark)
    with use_language(language or "en"):
        _subject, text, page = post.render(
            template, language or "en", context | {"place": place.__getitem__}
        )
    filled = {name: value.format_map(place) for name, value in headers.items()}
    return await MailBody.create(key=key, place=mark, text=text, html=page, headers=filled)


class _Places(dict[str, str]):
    """What stands for each place: nobody can guess it, so nobody can write it."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self._mark = mark

    def __missing__(self, name: str) -> str:
        return f"{self._mark}{name}"


async def queue_many(
    post: Post, body: MailBody, subject: str, letters: Sequence[Letter], a_minute: int
) -> None:
    """Write mails that share `body`, in the current transaction; so many of them go out a minute.

    They wait until those are gone that were written so before.
    """
    first, step = await _free_from(), _MINUTE / a_minute
    mails = [
        Mail(
            message_id=post.new_message_id(),
            recipient=letter.recipient,
            subject=subject,
            text="",
            html="",
            headers={},
            body_id=body.id,
            parts=letter.parts,
            waits=True,
            due_at=first + number * step,
        )
        for number, letter in enumerate(letters, 1)
    ]
    await Mail.bulk_create(mails, batch_size=500)


async def _free_from() -> datetime:
    """Return when the last of what waits is due, which may be now."""
    last = await Mail.filter(state="queued", waits=True).order_by("-due_at").first()
    return max(now(), last.due_at) if last else now()


async def count_mails(keys: Collection[str]) -> dict[str, int]:
    """Return how many mails with these bodies are in each state."""
    of_these = Mail.filter(body__key__in=list(keys))
    rows = await of_these.annotate(n=Count("id")).group_by("state").values_list("state", "n")
    return {str(state): int(str(n)) for state, n in rows}


async def take_back(keys: Collection[str]) -> None:
    """Send no mail with these bodies that still waits."""
    bodies = await MailBody.filter(key__in=list(keys)).values_list("id", flat=True)
    await Mail.filter(body_id__in=list(bodies), state="queued").update(state="stopped")
