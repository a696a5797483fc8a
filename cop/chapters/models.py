"""The tables of chapters."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from tortoise import fields
from tortoise.models import Model

from cop.accounts.models import Account
from profiles.models import Profile


class Kind(StrEnum):
    """What holds a chapter together."""

    REGIONAL = "regional"
    COUNTRY = "country"
    THEMATIC = "thematic"
    BRIDGE = "bridge"  # between two sectors


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


class Chapter(Model):
    """A group of members, run by coordinators.

    Its name is not stored: it is what its scope is called in the reader's language.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=80, unique=True)
    kind = fields.CharField(max_length=16)
    scope = fields.CharField(max_length=200)  # region, country, or topics or sectors joined by "+"
    topics: fields.Field[list[list[object]]] = fields.JSONField()  # [key, inside, outside]
    quality: fields.Field[dict[str, float]] = fields.JSONField()  # when it was proposed
    joining = fields.CharField(max_length=16, default="open", db_default="open")  # a `Joining`
    created_at = fields.DatetimeField(auto_now_add=True)

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


class BulkDeed(Model):
    """One deed of a coordinator about many members at once. Its steps say what was before."""

    id = fields.IntField(primary_key=True)
    chapter: fields.ForeignKeyRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="bulk_deeds", on_delete=fields.CASCADE
    )
    chapter_id: int
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="bulk_deeds", on_delete=fields.SET_NULL, null=True
    )
    account_id: int | None
    deed = fields.CharField(max_length=16)  # a `cop.chapters.memberships.Deed`
    at = fields.DatetimeField(auto_now_add=True)
    undone_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "bulk_deed"


class MembershipStep(Model):
    """One change of a member's place in a chapter. It goes with the profile."""

    id: fields.Field[int] = fields.BigIntField(primary_key=True)
    chapter: fields.ForeignKeyRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="steps", on_delete=fields.CASCADE
    )
    chapter_id: int
    profile: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="steps", on_delete=fields.CASCADE, db_index=True
    )
    profile_id: int
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="steps", on_delete=fields.SET_NULL, null=True
    )
    account_id: int | None  # who did it; None is the service itself
    bulk: fields.ForeignKeyNullableRelation[BulkDeed] = fields.ForeignKeyField(
        "models.BulkDeed", related_name="steps", on_delete=fields.SET_NULL, null=True, db_index=True
    )
    bulk_id: int | None
    before = fields.CharField(max_length=16, default="")
    stood_since = fields.DatetimeField(null=True)  # in the state before
    after = fields.CharField(max_length=16)
    at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "membership_step"
        indexes = (("chapter_id", "id"),)


class MembershipNote(Model):
    """What coordinators noted about a member. They read it, and so may the member."""

    id = fields.IntField(primary_key=True)
    chapter: fields.ForeignKeyRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="notes", on_delete=fields.CASCADE
    )
    chapter_id: int
    profile: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="membership_notes", on_delete=fields.CASCADE, db_index=True
    )
    profile_id: int
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="membership_notes", on_delete=fields.SET_NULL, null=True
    )
    account_id: int | None
    text = fields.TextField()
    at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "membership_note"
