"""The tables of what the graph proposed, and what became of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from cop.chapters.models.chapters import LONGEST_WORDS

if TYPE_CHECKING:
    from cop.accounts.models import Account
    from cop.chapters.models.chapters import Chapter
    from profiles.models import Profile


class Why(StrEnum):
    """Why a proposal was dismissed."""

    COVERED = "covered"
    APART = "apart"
    UNLED = "unled"
    LATER = "later"
    OTHER = "other"  # in own words


class DismissedProposal(Model):
    """A proposal that administrators did not want. Who was in it is not kept, only a sketch."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=16)
    scope = fields.CharField(max_length=200)
    size = fields.IntField()
    sketch = fields.CharField(max_length=64)  # by `matching.sketches`
    why = fields.CharField(max_length=16)
    words = fields.CharField(max_length=LONGEST_WORDS, default="")
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account",
        related_name="dismissed_proposals",
        on_delete=fields.SET_NULL,
        null=True,
    )
    account_id: int | None
    at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "dismissed_proposal"
        unique_together = (("kind", "scope"),)


class ChosenChair(Model):
    """A member whom the administrator who formed a chapter would ask to be its co-chair."""

    id = fields.IntField(primary_key=True)
    chapter: fields.ForeignKeyRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="chosen_chairs", on_delete=fields.CASCADE
    )
    chapter_id: int
    profile: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="chosen_as_chair", on_delete=fields.CASCADE, db_index=True
    )
    profile_id: int
    at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "chosen_chair"
        unique_together = (("chapter", "profile"),)


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
