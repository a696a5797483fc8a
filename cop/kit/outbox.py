"""Mail that is to be sent: written with its cause, sent once by whoever claims it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING, Final

from tortoise import fields
from tortoise.models import Model

from cop.kit.clock import now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tortoise.queryset import QuerySet

CLAIMED_FOR: Final = timedelta(minutes=5)  # a sender that died only delays
LONGEST_PAUSE: Final = timedelta(minutes=15)
MOST_TRIES: Final = 400  # some four days, as RFC 5321, 4.5.4.1 asks
KEPT_FOR: Final = timedelta(days=30)  # after it was sent or refused


class MailBody(Model):
    """What many mails say alike, stored once, with places for what each says of its own."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=80, unique=True)  # what it is of
    place = fields.CharField(max_length=40)  # stands before the name of each place
    text = fields.TextField()
    html = fields.TextField()
    headers: fields.Field[dict[str, str]] = fields.JSONField()

    class Meta(Model.Meta):
        table = "mail_body"


class Mail(Model):
    """One message to one person. Its row stays a while after it was sent."""

    id = fields.IntField(primary_key=True)
    message_id = fields.CharField(max_length=200, unique=True)  # the same at every try
    key = fields.CharField(max_length=120, null=True, unique=True)  # what may be mailed only once
    recipient = fields.CharField(max_length=320)
    subject = fields.CharField(max_length=300)
    text = fields.TextField()
    html = fields.TextField()
    headers: fields.Field[dict[str, str]] = fields.JSONField()  # List-Unsubscribe and the like
    body: fields.ForeignKeyNullableRelation[MailBody] = fields.ForeignKeyField(
        "models.MailBody",
        related_name="mails",
        on_delete=fields.CASCADE,
        null=True,
    )  # then text, HTML and headers are its own
    body_id: int | None
    # By place in the body; without one, what is asked by whether it may go.
    parts: fields.Field[dict[str, str] | None] = fields.JSONField(null=True)
    waits = fields.BooleanField(default=False, db_default=False)  # until nothing urgent is due
    state = fields.CharField(max_length=16, default="queued")  # queued, sent, failed, stopped
    due_at = fields.DatetimeField(db_index=True)  # a claim moves it on
    tries = fields.IntField(default=0)
    error = fields.CharField(max_length=300, default="")
    created_at = fields.DatetimeField(auto_now_add=True)
    sent_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "mail"
        indexes = (("state", "waits", "due_at"), ("body_id", "state"))


async def has_due_mail() -> bool:
    """Say whether there is mail to send now."""
    return await Mail.exists(state="queued", due_at__lte=now())


async def claim_mail() -> Mail | None:
    """Return the next mail that is due, now nobody else's for a while; None when there is none.

    What somebody waits for, such as a link to sign in, goes before what goes to many.
    """
    due = Mail.filter(state="queued").order_by("waits", "due_at").select_related("body")
    while mail := await due.filter(due_at__lte=now()).first():
        claim = Mail.filter(id=mail.id, state="queued", due_at=mail.due_at, tries=mail.tries)
        if await claim.update(due_at=now() + CLAIMED_FOR, tries=mail.tries + 1):
            mail.tries += 1
            return _filled(mail)
    return None


def _filled(mail: Mail) -> Mail:
    """Return the mail with the words of its body, where it shares one, and its own parts in them.

    Nothing of it is stored.
    """
    if mail.body is not None and mail.parts is not None:
        own = {f"{mail.body.place}{name}": part for name, part in mail.parts.items()}
        mail.text = _put(mail.body.text, own)
        mail.html = _put(mail.body.html, {place: escape(part) for place, part in own.items()})
        mail.headers = {name: _put(value, own) for name, value in mail.body.headers.items()}
    return mail


def _put(words: str, parts: Mapping[str, str]) -> str:
    """Return the words with each part in its place; what a part says is no place."""
    if not parts:
        return words
    places = re.compile("|".join(map(re.escape, parts)))
    return places.sub(lambda place: parts[place[0]], words)


async def settle_sent(mail: Mail) -> None:
    """Note that the mail server has taken the mail."""
    await Mail.filter(id=mail.id).update(state="sent", sent_at=now(), error="")


async def settle_refused(mail: Mail, reason: str) -> None:
    """Note that the mail server will never take the mail."""
    await _claimed(mail).update(state="failed", error=reason[:300])


async def settle_stopped(mail: Mail) -> bool:
    """Note that the mail is for nobody any more; say whether that is new."""
    return bool(await _claimed(mail).update(state="stopped"))


async def redirect(mail: Mail, recipient: str) -> None:
    """Let the mail go to the address that whom it is for has now."""
    await _claimed(mail).update(recipient=recipient)
    mail.recipient = recipient


async def settle_delayed(mail: Mail, reason: str) -> None:
    """Note that the mail could not be sent now; each pause is twice the last."""
    if mail.tries >= MOST_TRIES:
        await settle_refused(mail, reason)
        return
    pause = min(timedelta(seconds=5 * 2 ** min(mail.tries, 10)), LONGEST_PAUSE)
    await _claimed(mail).update(due_at=now() + pause, error=reason[:300])


def _claimed(mail: Mail) -> QuerySet[Mail]:
    """Return the row while the claim holds: a late sender does not undo what another did."""
    return Mail.filter(id=mail.id, state="queued", tries=mail.tries)


async def list_mail(limit: int) -> list[Mail]:
    """Return the newest mails, sent or not."""
    return await Mail.all().order_by("-id").limit(limit)


async def find_mail(number: int) -> Mail | None:
    """Return the mail with this id."""
    mail = await Mail.get_or_none(id=number).select_related("body")
    return mail and _filled(mail)


async def forget_old_mail() -> None:
    """Delete what was sent or refused a month ago; of what may be sent only once, the words."""
    old = Mail.filter(state__in=["sent", "failed", "stopped"], created_at__lt=now() - KEPT_FOR)
    await old.filter(key=None).delete()
    await MailBody.filter(mails__id=None).delete()
    await old.exclude(recipient="").update(
        recipient="", subject="", text="", html="", headers={}, error=""
    )
