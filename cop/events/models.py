"""The tables of meetings, of who comes, and of calendars."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.accounts.models import Account
    from cop.chapters.models.chapters import Chapter
    from profiles.models import Profile

LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 10_000
LONGEST_LINK: Final = 500
LONGEST_UID: Final = 255
LONGEST: Final = 31 * 24 * 60  # minutes of a meeting
MOST_SEATS: Final = 100_000


class State(StrEnum):
    """How far a meeting is; the table of what may follow stands in `states`."""

    PLANNED = "planned"  # only coordinators see it
    ANNOUNCED = "announced"
    HELD = "held"
    CANCELLED = "cancelled"


class Seat(StrEnum):
    """How somebody who registered stands."""

    WAITING = "waiting"
    GOING = "going"


class Rhythm(StrEnum):
    """How often a chapter means to meet."""

    NONE = "none"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"


SPANS: Final[Mapping[Rhythm, timedelta]] = {
    Rhythm.MONTHLY: timedelta(days=31),
    Rhythm.QUARTERLY: timedelta(days=92),
    Rhythm.HALF_YEARLY: timedelta(days=183),
}


class Meeting(Model):
    """A meeting of a chapter."""

    id = fields.IntField(primary_key=True)
    chapter: fields.ForeignKeyRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="meetings", on_delete=fields.CASCADE
    )
    chapter_id: int
    number = fields.IntField()  # in its chapter, as it stands in its address
    state = fields.CharField(max_length=16)
    title = fields.CharField(max_length=LONGEST_TITLE)
    description = fields.TextField(default="")  # Markdown
    starts_at = fields.DatetimeField(db_index=True)
    minutes = fields.IntField()
    zone = fields.CharField(max_length=64)  # IANA; in which its start was chosen
    place = fields.CharField(max_length=LONGEST_TITLE, default="")
    link = fields.CharField(max_length=LONGEST_LINK, default="")
    is_link_open = fields.BooleanField(default=False)  # to all who see the meeting
    is_public = fields.BooleanField(default=False)
    capacity = fields.IntField(null=True)
    summary = fields.TextField(default="")  # Markdown, written afterwards
    announced_at = fields.DatetimeField(null=True)
    uid = fields.CharField(max_length=LONGEST_UID)  # in calendars
    occurrence = fields.CharField(max_length=32, default="")  # of an imported series: which one
    kept = fields.TextField(default="")  # the event as it was imported
    sequence = fields.IntField(default=0)  # of calendars: counts changes
    changed_at = fields.DatetimeField()
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "meeting"
        unique_together = (("chapter", "number"), ("chapter", "uid", "occurrence"))

    @property
    def ends_at(self) -> datetime:
        """Return when it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


class AgendaItem(Model):
    """One thing a meeting is about, and who speaks to it."""

    id = fields.IntField(primary_key=True)
    meeting: fields.ForeignKeyRelation[Meeting] = fields.ForeignKeyField(
        "models.Meeting", related_name="agenda", on_delete=fields.CASCADE, db_index=True
    )
    meeting_id: int
    number = fields.IntField()
    title = fields.CharField(max_length=LONGEST_TITLE)
    profile: fields.ForeignKeyNullableRelation[Profile] = fields.ForeignKeyField(
        "models.Profile",
        related_name="contributions",
        on_delete=fields.SET_NULL,
        null=True,
        db_index=True,
    )
    profile_id: int | None
    contributor = fields.CharField(max_length=LONGEST_TITLE, default="")  # who is no member
    minutes = fields.IntField(null=True)
    recording = fields.CharField(max_length=LONGEST_LINK, default="")

    class Meta(Model.Meta):
        table = "agenda_item"


class Registration(Model):
    """A member who means to come."""

    id = fields.IntField(primary_key=True)
    meeting: fields.ForeignKeyRelation[Meeting] = fields.ForeignKeyField(
        "models.Meeting", related_name="registrations", on_delete=fields.CASCADE
    )
    meeting_id: int
    profile: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="registrations", on_delete=fields.CASCADE, db_index=True
    )
    profile_id: int
    seat = fields.CharField(max_length=16, default=Seat.WAITING.value)
    attended = fields.BooleanField(null=True)  # None until somebody says
    reminded = fields.IntField(default=0)  # how many of the reminders were written
    at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "registration"
        unique_together = (("meeting", "profile"),)


class MeetingRhythm(Model):
    """How often a chapter means to meet, quarterly where nothing is said."""

    id = fields.IntField(primary_key=True)
    chapter: fields.OneToOneRelation[Chapter] = fields.OneToOneField(
        "models.Chapter", related_name="meeting_rhythm", on_delete=fields.CASCADE
    )
    chapter_id: int
    rhythm = fields.CharField(max_length=16)

    class Meta(Model.Meta):
        table = "meeting_rhythm"


class KeptComponent(Model):
    """What an imported calendar holds beside meetings of ours, so that it can come out again."""

    id = fields.IntField(primary_key=True)
    chapter: fields.ForeignKeyRelation[Chapter] = fields.ForeignKeyField(
        "models.Chapter", related_name="kept_components", on_delete=fields.CASCADE
    )
    chapter_id: int
    key = fields.CharField(max_length=64)  # by which a second import knows it again
    text = fields.TextField()  # unfolded lines

    class Meta(Model.Meta):
        table = "kept_component"
        unique_together = (("chapter", "key"),)


class CalendarFeed(Model):
    """A member's own calendar of meetings has an address."""

    id = fields.IntField(primary_key=True)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField(
        "models.Account", related_name="calendar_feed", on_delete=fields.CASCADE
    )
    account_id: int
    fed_at = fields.DatetimeField()  # when it got the address it has

    class Meta(Model.Meta):
        table = "calendar_feed"
