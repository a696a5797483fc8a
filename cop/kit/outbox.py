"""Mail that is to be sent: written with its cause, sent once by whoever claims it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tortoise import fields
from tortoise.models import Model

from cop.kit.clock import now

CLAIMED_FOR: Final = timedelta(minutes=5)  # a sender that died only delays
LONGEST_PAUSE: Final = timedelta(minutes=15)
MOST_TRIES: Final = 60  # some 14 hours of a mail server that does not answer


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
    state = fields.CharField(max_length=16, default="queued")  # queued, sent, failed
    due_at = fields.DatetimeField(db_index=True)  # a claim moves it on
    tries = fields.IntField(default=0)
    error = fields.CharField(max_length=300, default="")
    created_at = fields.DatetimeField(auto_now_add=True)
    sent_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "mail"


async def claim_mail() -> Mail | None:
    """Return the next mail that is due, now nobody else's for a while; None when there is none."""
    while mail := await Mail.filter(state="queued", due_at__lte=now()).order_by("due_at").first():
        claim = Mail.filter(id=mail.id, state="queued", due_at=mail.due_at, tries=mail.tries)
        if await claim.update(due_at=now() + CLAIMED_FOR, tries=mail.tries + 1):
            mail.tries += 1
            return mail
    return None


async def settle_sent(mail: Mail) -> None:
    """Note that the mail server has taken the mail."""
    await Mail.filter(id=mail.id).update(state="sent", sent_at=now(), error="")


async def settle_refused(mail: Mail, reason: str) -> None:
    """Note that the mail server will never take the mail."""
    await Mail.filter(id=mail.id).update(state="failed", error=reason[:300])


async def settle_delayed(mail: Mail, reason: str) -> None:
    """Note that the mail could not be sent now; each pause is twice the last."""
    if mail.tries >= MOST_TRIES:
        await settle_refused(mail, reason)
        return
    pause = min(timedelta(seconds=5 * 2 ** min(mail.tries, 10)), LONGEST_PAUSE)
    await Mail.filter(id=mail.id).update(due_at=now() + pause, error=reason[:300])
