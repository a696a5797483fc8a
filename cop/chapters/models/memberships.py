"""The tables of how members stand to chapters, how that changed, and what was noted of them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from cop.accounts.models import Account
    from cop.chapters.models.chapters import Chapter
    from profiles.models import Profile


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


INSIDE: Final = frozenset({State.ACTIVE, State.PAUSED})
# About whom coordinators keep notes.
NOTED: Final = INSIDE | {State.REQUESTED, State.INVITED}


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
    deed = fields.CharField(max_length=16)  # a `cop.chapters.rules.memberships.Deed`
    at = fields.DatetimeField(auto_now_add=True)
    undone_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "bulk_deed"


class MembershipStep(Model):
    """One change of a member's place in a chapter. It goes with the profile."""

    id: fields.Field[int] = fields.BigIntField(primary_key=True)
    chapter: fields.ForeignKeyRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="member_steps", on_delete=fields.CASCADE
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
