"""The tables of saved searches, of whom they found before, and of what nobody answered."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.accounts.models import Account
    from profiles.models import Profile

LONGEST_NAME: Final = 80
LONGEST_QUESTION: Final = 2_000  # as it stands in an address
LONGEST_WORDS: Final = 200


class Often(StrEnum):
    """How often somebody is told who is new."""

    OFF = "off"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


PERIODS: Final[Mapping[str, timedelta]] = {
    Often.WEEKLY: timedelta(days=7),
    Often.MONTHLY: timedelta(days=30),
}


class SavedSearch(Model):
    """A question to the directory that somebody keeps, and how often they are told who is new."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="saved_searches", on_delete=fields.CASCADE, db_index=True
    )
    account_id: int
    name = fields.CharField(max_length=LONGEST_NAME)
    question = fields.CharField(max_length=LONGEST_QUESTION)  # as `write_question` writes it
    often = fields.CharField(max_length=8, default=Often.OFF.value)
    due_at = fields.DatetimeField(null=True, db_index=True)  # a claim moves it on
    looked_at = fields.DatetimeField(null=True)  # None until it is known who is there already
    is_wide = fields.BooleanField(default=False)  # the last look found more than are remembered
    fed_at = fields.DatetimeField(null=True)  # when its feed got the address it has
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "saved_search"


class FoundBefore(Model):
    """Somebody whom a saved search has found once, and who is not new any more.

    The row stays when they hide, so that nobody is told when they show themselves again; only of a
    search that has found more than are remembered it goes.
    """

    id: fields.Field[int] = fields.BigIntField(primary_key=True)
    search: fields.ForeignKeyRelation[SavedSearch] = fields.ForeignKeyField(
        "models.SavedSearch", related_name="found_before", on_delete=fields.CASCADE
    )
    search_id: int
    profile: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="found_by", on_delete=fields.CASCADE, db_index=True
    )
    profile_id: int

    class Meta(Model.Meta):
        table = "found_before"
        unique_together = (("search", "profile"),)


class Unanswered(Model):
    """A question that nobody answers, by the day and whoever asked: no account and no address.

    Where it holds words that the vocabulary does not know, it is a keyed hash and two counts until
    it was asked on enough days; only then its words are written down.
    """

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=64, unique=True)  # a keyed hash of terms and words
    is_open = fields.BooleanField(db_index=True)  # terms and words are written down
    terms: fields.Field[list[list[str]]] = fields.JSONField()  # ["country:GN", "country:GW"], ...
    words = fields.CharField(max_length=LONGEST_WORDS, default="")  # folded
    times = fields.IntField(default=0)
    days = fields.IntField(default=0)  # on which it was asked
    first_on = fields.DateField()
    last_on = fields.DateField(db_index=True)

    class Meta(Model.Meta):
        table = "unanswered"
