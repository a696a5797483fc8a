"""The tables of messages between members and of what is reported."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from cop.accounts.models import Account
    from profiles.models import Profile


class Reason(StrEnum):
    """Why something is reported."""

    SPAM = "spam"
    HARASSMENT = "harassment"
    IMPOSTOR = "impostor"
    OTHER = "other"


class Deed(StrEnum):
    """What an administrator may do about it."""

    DISMISS = "dismiss"
    HIDE = "hide"
    BAN = "ban"


class Message(Model):
    """Words from one member to another, sent on by mail. Neither learns the other's address."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=64, unique=True)  # of the form: sent twice is sent once
    sender: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="messages_sent", on_delete=fields.SET_NULL, null=True
    )
    sender_id: int | None
    recipient: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="messages", on_delete=fields.CASCADE
    )
    recipient_id: int
    answers_id: fields.Field[int | None] = fields.IntField(null=True)  # the message it answers
    text = fields.TextField()
    sent_at = fields.DatetimeField(auto_now_add=True, db_index=True)

    class Meta(Model.Meta):
        table = "message"


class Report(Model):
    """Something a member wants the administrators to look at."""

    id = fields.IntField(primary_key=True)
    reporter: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="reports", on_delete=fields.SET_NULL, null=True
    )
    reporter_id: int | None
    subject = fields.CharField(max_length=80, db_index=True)  # "profile:12" or "message:7"
    reason = fields.CharField(max_length=32)  # a `Reason`
    words = fields.TextField(default="")
    at = fields.DatetimeField(auto_now_add=True)
    state = fields.CharField(max_length=16, default="open")  # open, acted, dismissed
    decided_by: fields.Field[int | None] = fields.IntField(null=True)
    decided_at = fields.DatetimeField(null=True)
    decision = fields.TextField(default="")

    class Meta(Model.Meta):
        table = "report"
