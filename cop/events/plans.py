"""What coordinators say about a meeting, in plain values: from a form, or from a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A meeting as its coordinators want it; the names are those of the table.

    Attributes:
        starts_at: in UTC.
        zone: in which the start was chosen.
        is_link_open: the link is for all who see the meeting, not only for the chapter's members.
        capacity: None for any number.
    """

    title: str
    description: str = ""
    starts_at: datetime
    minutes: int
    zone: str
    place: str = ""
    link: str = ""
    is_link_open: bool = False
    is_public: bool = False
    capacity: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaLine:
    """A row of an agenda as it was typed.

    Attributes:
        item: the id of the row it was; None for a new one.
        contributor: a name, or the slug of a member behind an "@".
    """

    item: int | None
    title: str
    contributor: str = ""
    minutes: int | None = None
    recording: str = ""
