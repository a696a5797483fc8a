"""The stored vocabulary: one row a concept, whatever its scheme."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class ConceptRow(Model):
    """A concept with its labels, read as a whole into `cop.vocabulary.concepts.Vocabulary`.

    A concept that a newly loaded vocabulary no longer names is retired, not deleted: what members
    said with it stays readable.
    """

    id = fields.IntField(primary_key=True)
    scheme = fields.CharField(max_length=32)
    key = fields.CharField(max_length=80)
    parent = fields.CharField(max_length=80, default="")
    rank = fields.IntField(default=0)
    labels: fields.Field[dict[str, str]] = fields.JSONField()
    terms: fields.Field[list[list[str]]] = fields.JSONField()  # [text, language, kind]
    facts: fields.Field[dict[str, object]] = fields.JSONField()
    retired = fields.BooleanField(default=False)

    class Meta(Model.Meta):
        table = "concept"
        unique_together = (("scheme", "key"),)
