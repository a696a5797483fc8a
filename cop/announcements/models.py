"""The tables of announcements, of who wants them how, and of addresses that take no mail."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from cop.accounts.models import Account
    from cop.chapters.models.chapters import Chapter

LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 20_000
LONGEST_QUESTION: Final = 2_000  # as it stands in an address
WEEK: Final = timedelta(days=7)


class Stage(StrEnum):
    """How far an announcement is."""

    DRAFT = "draft"
    SENDING = "sending"  # until a mail is written to everybody whom it is for
    SENT = "sent"
    STOPPED = "stopped"


SENT: Final = (Stage.SENDING.value, Stage.SENT.value)


class Often(StrEnum):
    """How a member gets announcements."""

    AT_ONCE = "at-once"
    WEEKLY = "weekly"  # those of a week in one mail
    OFF = "off"


class Announcement(Model):
    """What a coordinator tells the members of a chapter, or an administrator all members."""

    id = fields.IntField(primary_key=True)
    chapter: fields.ForeignKeyNullableRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter",
        related_name="announcements",
        on_delete=fields.CASCADE,
        null=True,
        db_index=True,
    )  # None: to the whole community
    chapter_id: int | None
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="announcements", on_delete=fields.SET_NULL, null=True
    )
    account_id: int | None  # None: who wrote it has left
    # By language: title and text, the latter in Markdown.
    words: fields.Field[dict[str, dict[str, str]]] = fields.JSONField()
    language = fields.CharField(max_length=8)  # for whoever reads none of them
    question = fields.CharField(max_length=LONGEST_QUESTION, default="")  # "" is everybody
    is_public = fields.BooleanField(default=False)
    version = fields.IntField(default=1, db_default=1)  # of what it says, and for whom
    stage = fields.CharField(max_length=16, default=Stage.DRAFT.value, db_index=True)
    prepared_to = fields.IntField(default=0)  # the last account that was looked at
    created_at = fields.DatetimeField(auto_now_add=True)
    sent_at = fields.DatetimeField(null=True)  # when it was given away

    class Meta(Model.Meta):
        table = "announcement"

    @property
    def is_sent(self) -> bool:
        """Say whether it was given away, and not stopped."""
        return self.stage in SENT


class MailChoice(Model):
    """How a member wants announcements. Without a row they come at once."""

    id = fields.IntField(primary_key=True)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField(
        "models.Account", related_name="mail_choice", on_delete=fields.CASCADE
    )
    account_id: int
    often = fields.CharField(max_length=16)  # an `Often`
    due_at = fields.DatetimeField(null=True, db_index=True)  # the next mail with those of a week

    class Meta(Model.Meta):
        table = "mail_choice"


class TurnedOff(Model):
    """A list whose mails a member does not want: of a chapter, or of the whole community."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="turned_off", on_delete=fields.CASCADE, db_index=True
    )
    account_id: int
    chapter: fields.ForeignKeyNullableRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="turned_off", on_delete=fields.CASCADE, null=True
    )
    chapter_id: int | None
    at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "turned_off"


class ForTheWeek(Model):
    """An announcement that waits for a member's mail with those of a week."""

    id: fields.Field[int] = fields.BigIntField(primary_key=True)
    announcement: fields.ForeignKeyRelation[Announcement] = fields.ForeignKeyField(
        "models.Announcement", related_name="for_the_week", on_delete=fields.CASCADE
    )
    announcement_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="for_the_week", on_delete=fields.CASCADE, db_index=True
    )
    account_id: int

    class Meta(Model.Meta):
        table = "for_the_week"
        unique_together = (("announcement", "account"),)


class Bounce(Model):
    """An address that a mail server says does not exist.

    It counts while the account has that address, until its owner proves or confirms it.
    """

    id = fields.IntField(primary_key=True)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField(
        "models.Account", related_name="bounce", on_delete=fields.CASCADE
    )
    account_id: int
    email_key = fields.CharField(max_length=320)
    reason = fields.CharField(max_length=300)  # in the words of the mail server
    at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "bounce"
