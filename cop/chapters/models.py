"""The tables of chapters."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from tortoise import fields
from tortoise.models import Model

from cop.accounts.models import Account
from cop.kit.clock import now
from profiles.models import Profile


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


class State(StrEnum):
    """How a member stands to a chapter. Only who is active is open to its coordinators."""

    NEW = ""  # while a row is made
    SUGGESTED = "suggested"  # the graph puts them here; they have done nothing
    REQUESTED = "requested"
    INVITED = "invited"
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"  # or took back that they asked
    DECLINED = "declined"  # by the coordinators, or by who was invited
    REMOVED = "removed"  # by the coordinators, who may have taken an invitation back
    BANNED = "banned"


# About whom coordinators keep notes.
NOTED: Final = frozenset({State.REQUESTED, State.INVITED, State.ACTIVE, State.PAUSED})


class Why(StrEnum):
    """Why a proposal was dismissed."""

    COVERED = "covered"
    APART = "apart"
    UNLED = "unled"
    LATER = "later"
    OTHER = "other"  # in own words


LONGEST_WORDS: Final = 500
LONGEST_SCOPE: Final = 200


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
    created_at = fields.DatetimeField(auto_now_add=True)
    merged_into: fields.ForeignKeyNullableRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="merged", on_delete=fields.SET_NULL, null=True
    )
    merged_into_id: int | None
    merge: fields.Field[dict[str, Any] | None] = fields.JSONField(null=True)  # what undoing needs

    class Meta(Model.Meta):
        table = "chapter"
        unique_together = (("kind", "scope"),)


class Membership(Model):
    """A member's place in a chapter."""

    id = fields.IntField(primary_key=True)
    chapter: fields.ForeignKeyRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="memberships", on_delete=fields.CASCADE
    )
    chapter_id: int
    profile: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="memberships", on_delete=fields.CASCADE
    )
    profile_id: int
    state = fields.CharField(max_length=16)
    words = fields.TextField(
        default="", db_default=""
    )  # of who asks or invites, until that is answered
    since = fields.DatetimeField(auto_now_add=True)  # in this state; a pause does not count
    confirmed_at = fields.DatetimeField(null=True)  # when they last said that they still want it
    asked_at = fields.DatetimeField(null=True)  # when a mail last asked that

    class Meta(Model.Meta):
        table = "membership"
        unique_together = (("chapter", "profile"),)


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


class Seat(Model):
    """What a member is asked to be in a chapter, or is: co-chair, or coordinator.

    While a seat is held, and no longer, there is the `Role` of its kind.
    """

    id = fields.IntField(primary_key=True)
    chapter: fields.ForeignKeyRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="seats", on_delete=fields.CASCADE
    )
    chapter_id: int
    profile: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="seats", on_delete=fields.CASCADE, db_index=True
    )
    profile_id: int
    kind = fields.CharField(max_length=16)  # a `RoleName`
    state = fields.CharField(max_length=16)  # a `SeatState`
    starts_on = fields.DateField(null=True)  # when it was accepted
    ends_on = fields.DateField(null=True)  # None: no end is agreed
    ended_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "seat"
        unique_together = (("chapter", "profile", "kind"),)
