"""The tables of what members answered to their matches, and of who is told of new ones by mail."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from cop.accounts.models import Account
    from profiles.models import Profile

LATER: Final = timedelta(days=30)  # after which somebody comes back
ASKED_AFTER: Final = timedelta(days=14)  # whether it helped
EVERY: Final = timedelta(days=7)  # mails
SAID: Final = ("answer", "answered_at", "helped", "helped_at")  # what the member has told us


class Answer(StrEnum):
    """What a member may answer when somebody is suggested to them."""

    ACCEPTED = "accepted"
    IRRELEVANT = "irrelevant"
    KNOWN = "known"
    LATER = "later"


class Suggested(Model):
    """Somebody who was suggested to a member. Nobody but that member reads it."""

    id: fields.Field[int] = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="suggested", on_delete=fields.CASCADE
    )
    account_id: int
    profile: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="suggested_to", on_delete=fields.CASCADE, db_index=True
    )
    profile_id: int
    told_at = fields.DatetimeField(null=True)  # by mail, which names nobody twice
    answer = fields.CharField(max_length=16, default="")  # an `Answer`, "" before there is one
    answered_at = fields.DatetimeField(null=True)
    helped: fields.Field[bool | None] = fields.BooleanField(null=True)
    helped_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "suggested"
        unique_together = (("account", "profile"),)


class Digest(Model):
    """A member who wants to be told of new matches by mail. Without a row nothing is sent."""

    id = fields.IntField(primary_key=True)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField(
        "models.Account", related_name="digest", on_delete=fields.CASCADE
    )
    account_id: int
    due_at = fields.DatetimeField(db_index=True)  # a claim moves it on
    since = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "match_digest"
