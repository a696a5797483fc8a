"""The tables of shortlists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from cop.accounts.models import Account
    from profiles.models import Profile

LONGEST_NAME: Final = 80


class Shortlist(Model):
    """People whom one account keeps together. Whoever has its link reads it with their own eyes."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="shortlists", on_delete=fields.CASCADE
    )
    account_id: int
    name = fields.CharField(max_length=LONGEST_NAME)
    description = fields.TextField(default="")
    link = fields.CharField(max_length=16, unique=True, null=True)  # while it is shared
    with_notes = fields.BooleanField(default=False)  # whether who has the link reads them too
    created_at = fields.DatetimeField(auto_now_add=True)
    changed_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "shortlist"
        unique_together = (("account", "name"),)


class Shortlisted(Model):
    """One person on a shortlist, and what its owner notes about them."""

    id = fields.IntField(primary_key=True)
    shortlist: fields.ForeignKeyRelation[Shortlist] = fields.ForeignKeyField(
        "models.Shortlist", related_name="entries", on_delete=fields.CASCADE
    )
    shortlist_id: int
    profile: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="shortlisted", on_delete=fields.CASCADE, db_index=True
    )
    profile_id: int
    note = fields.TextField(default="")
    added_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "shortlist_entry"
        unique_together = (("shortlist", "profile"),)
