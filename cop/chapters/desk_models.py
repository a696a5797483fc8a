"""The tables of a coordinator's desk: what was done about members, and what was noted of them."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from cop.accounts.models import Account
from cop.chapters.models import Chapter
from profiles.models import Profile


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
