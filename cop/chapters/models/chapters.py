"""The tables of chapters themselves."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from tortoise import fields
from tortoise.models import Model

from cop.kit.clock import now

if TYPE_CHECKING:
    from cop.accounts.models import Account

LONGEST_WORDS: Final = 500
LONGEST_SCOPE: Final = 200


class Kind(StrEnum):
    """What holds a chapter together."""

    REGIONAL = "regional"
    COUNTRY = "country"
    THEMATIC = "thematic"
    BRIDGE = "bridge"  # between two sectors
    FREE = "free"  # nothing but joining


class Joining(StrEnum):
    """How one becomes a member of a chapter."""

    OPEN = "open"  # by joining
    REQUEST = "request"  # by asking the coordinators
    INVITATION = "invitation"  # of the coordinators


class Chapter(Model):
    """A group of members, run by coordinators.

    It is called what its scope is called in the reader's language, unless it has names of its own.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=80, unique=True)
    kind = fields.CharField(max_length=16)
    scope = fields.CharField(max_length=LONGEST_SCOPE)  # as `cop.chapters.scopes` writes it
    names: fields.Field[dict[str, str] | None] = fields.JSONField(null=True)  # by language
    topics: fields.Field[list[list[object]]] = fields.JSONField()  # [key, inside, outside]
    quality: fields.Field[dict[str, float]] = fields.JSONField()  # when it was proposed
    joining = fields.CharField(max_length=16, default="open", db_default="open")  # a `Joining`
    state = fields.CharField(max_length=16, default="active", db_default="active")  # a `Stage`
    state_since = fields.DatetimeField(default=now, null=True)  # None: since it is there
    purpose = fields.CharField(max_length=LONGEST_WORDS, default="", db_default="")
    terms = fields.TextField(default="", db_default="")  # of reference, Markdown
    policy = fields.TextField(default="", db_default="")  # Markdown
    languages = fields.CharField(max_length=200, default="", db_default="")  # keys joined by "+"
    email = fields.CharField(max_length=320, default="", db_default="")  # which members see
    visibility = fields.CharField(max_length=16, default="public", db_default="public")  # Audience
    version = fields.IntField(default=1, db_default=1)  # of what it says of itself
    was_led = fields.BooleanField(default=False, db_default=False)  # when last looked at
    created_at = fields.DatetimeField(auto_now_add=True)
    merged_into: fields.ForeignKeyNullableRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="merged", on_delete=fields.SET_NULL, null=True
    )
    merged_into_id: int | None
    merge: fields.Field[dict[str, Any] | None] = fields.JSONField(null=True)  # what undoing needs

    class Meta(Model.Meta):
        table = "chapter"
        unique_together = (("kind", "scope"),)


class FormerAddress(Model):
    """Where a chapter could be found before: its page there leads on to the chapter."""

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=80, unique=True)
    chapter: fields.ForeignKeyRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="former_addresses", on_delete=fields.CASCADE
    )
    chapter_id: int

    class Meta(Model.Meta):
        table = "former_address"


class ChapterStep(Model):
    """A change of a chapter's state, and why."""

    id = fields.IntField(primary_key=True)
    chapter: fields.ForeignKeyRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="steps", on_delete=fields.CASCADE, db_index=True
    )
    chapter_id: int
    before = fields.CharField(max_length=16)  # a `Stage`
    after = fields.CharField(max_length=16)
    words = fields.CharField(max_length=LONGEST_WORDS, default="")
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="chapter_steps", on_delete=fields.SET_NULL, null=True
    )
    account_id: int | None
    at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "chapter_step"
