"""The tables of what chapters tell by mail, and of what was told."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from cop.accounts.models import Account
from cop.chapters.models import Chapter
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
    profile_id: int  # who asks, is invited or has long been a member
    at = fields.DatetimeField(auto_now_add=True)
    due_at = fields.DatetimeField(db_index=True)  # a claim moves it on

    class Meta(Model.Meta):
        table = "notice"
        unique_together = (("account", "chapter", "about", "profile"),)


class WeeklyLook(Model):
    """When the graph is next looked at for administrators. There is one row."""

    id = fields.IntField(primary_key=True)
    due_at = fields.DatetimeField()  # a claim moves it on

    class Meta(Model.Meta):
        table = "weekly_look"


class ToldProposal(Model):
    """A proposal that administrators were told of. Who was in it is not kept, only a sketch."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=16)
    scope = fields.CharField(max_length=200)
    size = fields.IntField()
    sketch = fields.CharField(max_length=64)  # by `matching.sketches`
    at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "told_proposal"
        unique_together = (("kind", "scope"),)


class Drift(Model):
    """That a chapter's members form two communities, as the graph was when last looked at."""

    id = fields.IntField(primary_key=True)
    chapter: fields.OneToOneRelation[Chapter] = fields.OneToOneField(
        "models.Chapter", related_name="drift", on_delete=fields.CASCADE
    )
    chapter_id: int
    halves: fields.Field[list[list[object]]] = fields.JSONField()  # of each: members, topics
    since = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "drift"
