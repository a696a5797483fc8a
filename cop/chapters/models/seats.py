"""The table of seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from cop.chapters.models.chapters import Chapter
    from profiles.models import Profile


class Seat(Model):
    """What a member is asked to be in a chapter, or is: co-chair, or coordinator.

    While a coordinator's seat is held, and no longer, there is their `Role`. Who runs the community
    gives the role without a seat, too.
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
    kind = fields.CharField(max_length=16)  # a `SeatKind`
    state = fields.CharField(max_length=16)  # a `SeatState`
    starts_on = fields.DateField(null=True)  # when it was accepted
    ends_on = fields.DateField(null=True)  # None: no end is agreed
    asked_until = fields.DateField(null=True)  # who sits there is asked to stay
    ended_at = fields.DatetimeField(null=True)
    is_end_told = fields.BooleanField(default=False, db_default=False)  # to the coordinators

    class Meta(Model.Meta):
        table = "seat"
        unique_together = (("chapter", "profile", "kind"),)
