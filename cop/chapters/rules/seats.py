"""How members come to sit in a chapter's seats: the one table of what may be done, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from cop.chapters.models.chapters import Chapter


class SeatKind(StrEnum):
    """What one is who sits there. Only with a coordinator's seat goes a `Role`."""

    CO_CHAIR = "co-chair"
    COORDINATOR = "coordinator"


class SeatState(StrEnum):
    """Whether a seat is taken."""

    NEW = ""  # while a row is made
    OFFERED = "offered"
    HELD = "held"
    DECLINED = "declined"
    ENDED = "ended"


class Deed(StrEnum):
    """What can be done about a seat."""

    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    GIVE_UP = "give-up"
    END = "end"
    LAPSE = "lapse"
    ASK_ON = "ask-on"  # beyond the term
    STAY = "stay"
    GO = "go"  # when the term ends, as agreed


class By(Enum):
    """Who does it."""

    MEMBER = auto()  # about their own seat
    COORDINATOR = auto()  # of the chapter, or an administrator
    SERVICE = auto()


@dataclass(frozen=True, slots=True)
class Move:
    """What a deed does.

    Attributes:
        by: who may do it.
        before: states in which it does something.
        after: the state then.
        action: what `record_deed` calls it.
    """

    by: By
    before: tuple[SeatState, ...]
    after: SeatState
    action: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A seat in a chapter for a member, until a day or without an end."""

    chapter: Chapter
    profile_id: int
    kind: SeatKind
    ends_on: date | None


TAKEN: Final = (SeatState.OFFERED, SeatState.HELD)
_FREE: Final = (SeatState.NEW, SeatState.DECLINED, SeatState.ENDED)
_OFFERED: Final = (SeatState.OFFERED,)
_HELD: Final = (SeatState.HELD,)

MOVES: Final[Mapping[Deed, Move]] = {
    Deed.OFFER: Move(By.COORDINATOR, _FREE, SeatState.OFFERED, "seat.offered"),
    Deed.ACCEPT: Move(By.MEMBER, _OFFERED, SeatState.HELD, "seat.accepted"),
    Deed.DECLINE: Move(By.MEMBER, _OFFERED, SeatState.DECLINED, "seat.declined"),
    Deed.GIVE_UP: Move(By.MEMBER, _HELD, SeatState.ENDED, "seat.given-up"),
    Deed.END: Move(By.COORDINATOR, TAKEN, SeatState.ENDED, "seat.ended"),
    Deed.LAPSE: Move(By.SERVICE, TAKEN, SeatState.ENDED, "seat.lapsed"),
    Deed.ASK_ON: Move(By.COORDINATOR, _HELD, SeatState.HELD, "seat.asked-on"),
    Deed.STAY: Move(By.MEMBER, _HELD, SeatState.HELD, "seat.prolonged"),
    Deed.GO: Move(By.MEMBER, _HELD, SeatState.HELD, "seat.not-prolonged"),
}
