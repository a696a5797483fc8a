"""The tables of what chapters tell by mail."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from cop.accounts.models import Account
    from cop.chapters.models.chapters import Chapter
    from profiles.models import Profile


class Often(StrEnum):
    """How often chapters may write to somebody."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


class About(StrEnum):
    """What may wait to be told."""

    REQUEST = "request"  # to coordinators: somebody asks to join
    INVITATION = "invitation"  # to who is invited
    TERM = "term"  # to coordinators: somebody's ends soon
    STAYING = "staying"  # to who has long been a member: whether they still want it


class Pace(Model):
    """How often chapters write to somebody. Without a row they do so at once."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="paces", on_delete=fields.CASCADE
    )
    account_id: int
    chapter: fields.ForeignKeyNullableRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="paces", on_delete=fields.CASCADE, null=True
    )
    chapter_id: int | None  # whose requests come at this pace; None is all the rest
    often = fields.CharField(max_length=16)  # an `Often`

    class Meta(Model.Meta):
        table = "pace"
        unique_together = (("account", "chapter"),)


class Notice(Model):
    """Something that waits to be told in a mail with other such things. It goes with that mail."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="notices", on_delete=fields.CASCADE
    )
    account_id: int
    chapter: fields.ForeignKeyRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="notices", on_delete=fields.CASCADE
    )
    chapter_id: int
    about = fields.CharField(max_length=16)  # an `About`
    profile: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="notices", on_delete=fields.CASCADE, db_index=True
    )
    profile_id: int  # who asks, is invited, sits there or has long been a member
    at = fields.DatetimeField(auto_now_add=True)
    due_at = fields.DatetimeField(db_index=True)  # a claim moves it on

    class Meta(Model.Meta):
        table = "notice"
        unique_together = (("account", "chapter", "about", "profile"),)
