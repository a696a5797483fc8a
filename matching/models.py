"""The stored results of matching: one generation at a time, mended until the next is made."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.models import Model


class Generation(Model):
    """One full run. Readers see the current one until the next is whole."""

    id = fields.IntField(primary_key=True)
    made_at = fields.DatetimeField(auto_now_add=True)
    is_current = fields.BooleanField(default=False)
    members = fields.IntField(default=0)
    pairs_scored: fields.Field[int] = fields.BigIntField(default=0)
    scales: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)  # audience -> its `Scale`

    class Meta(Model.Meta):
        table = "match_generation"


class MatchList(Model):
    """The closest peers of one member for one audience, packed as `matching.packing` says."""

    id: fields.Field[int] = fields.BigIntField(primary_key=True)
    generation: fields.ForeignKeyRelation[Generation] = fields.ForeignKeyField(
        "models.Generation", related_name="lists", on_delete=fields.CASCADE
    )
    generation_id: int
    audience = fields.CharField(max_length=16)
    member = fields.IntField()
    world = fields.BinaryField()
    country = fields.BinaryField()

    class Meta(Model.Meta):
        table = "match_list"
        unique_together = (("generation", "audience", "member"),)
