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
    version = fields.IntField(default=1, db_default=1)  # counts an editor's changes

    class Meta(Model.Meta):
        table = "concept"
        unique_together = (("scheme", "key"),)


class Proposal(Model):
    """A topic that somebody misses. An editor makes it a concept or a synonym, or declines."""

    id = fields.IntField(primary_key=True)
    label = fields.CharField(max_length=120)
    folded = fields.CharField(max_length=120, db_index=True)  # as labels are compared
    reason = fields.TextField(default="")
    account_id: fields.Field[int | None] = fields.IntField(null=True)  # accounts stand to the right
    state = fields.CharField(max_length=16, default="open")  # open, added, alias, declined
    became = fields.CharField(max_length=80, default="")  # the topic it was made, or made part of
    created_at = fields.DatetimeField(auto_now_add=True)
    decided_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "vocabulary_proposal"
