"""The states of a chapter as a whole: the one table of what may be done, by whom, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Final

from cop.kit.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST_JOINED: Final = 5  # members of an active chapter; said in words below
QUIET_FOR: Final = timedelta(days=365)  # until a chapter is dormant


class Stage(StrEnum):
    """Where a chapter stands in its life."""

    PROPOSED = "proposed"  # only administrators know of it
    FORMING = "forming"
    ACTIVE = "active"
    DORMANT = "dormant"
    CLOSED = "closed"  # and nobody joins


class Turn(StrEnum):
    """What can be done with a chapter as a whole."""

    FORM = "form"
    OPEN = "open"
    REST = "rest"
    LAPSE = "lapse"
    WAKE = "wake"
    CLOSE = "close"
    REOPEN = "reopen"


class By(Enum):
    """Who does it."""

    COORDINATOR = auto()  # of the chapter, or an administrator
    ADMINISTRATOR = auto()
    SERVICE = auto()


class Need(StrEnum):
    """What must hold before."""

    LED = "led"
    JOINED = "joined"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Move:
    """What a turn does.

    Attributes:
        by: who may do it.
        before: states in which it does something.
        after: the state then.
        action: what `record_deed` calls it.
        needs: what must hold.
        asks_why: whether whoever does it must say why.
    """

    by: By
    before: tuple[Stage, ...]
    after: Stage
    action: str
    needs: tuple[Need, ...] = ()
    asks_why: bool = False


_OPEN: Final = (Stage.PROPOSED, Stage.FORMING, Stage.ACTIVE, Stage.DORMANT)
_COORDINATOR, _ADMINISTRATOR = By.COORDINATOR, By.ADMINISTRATOR

MOVES: Final[Mapping[Turn, Move]] = {
    Turn.FORM: Move(_ADMINISTRATOR, (Stage.PROPOSED,), Stage.FORMING, "chapter.formed"),
    Turn.OPEN: Move(
        _COORDINATOR,
        (Stage.FORMING,),
        Stage.ACTIVE,
        "chapter.opened",
        needs=(Need.LED, Need.JOINED),
    ),
    Turn.REST: Move(_COORDINATOR, (Stage.ACTIVE,), Stage.DORMANT, "chapter.rested", asks_why=True),
    Turn.LAPSE: Move(
        By.SERVICE, (Stage.ACTIVE,), Stage.DORMANT, "chapter.fell-quiet", needs=(Need.QUIET,)
    ),
    Turn.WAKE: Move(
        _COORDINATOR, (Stage.DORMANT,), Stage.ACTIVE, "chapter.woken", needs=(Need.LED,)
    ),
    Turn.CLOSE: Move(_ADMINISTRATOR, _OPEN, Stage.CLOSED, "chapter.closed", asks_why=True),
    Turn.REOPEN: Move(_ADMINISTRATOR, (Stage.CLOSED,), Stage.FORMING, "chapter.reopened"),
}

CALLED: Final[Mapping[Stage, str]] = {
    Stage.PROPOSED: mark("Proposed"),
    Stage.FORMING: mark("Forming"),
    Stage.ACTIVE: mark("Active"),
    Stage.DORMANT: mark("Dormant"),
    Stage.CLOSED: mark("Closed"),
}
MEANT: Final[Mapping[Stage, str]] = {
    Stage.PROPOSED: mark("Only administrators see it."),
    Stage.FORMING: mark(
        "It is new: it becomes active with a coordinator and its first five members."
    ),
    Stage.ACTIVE: mark("Members meet and work here."),
    Stage.DORMANT: mark("It rests for now. One may join, and a coordinator can wake it again."),
    Stage.CLOSED: mark("Its work is done. Nobody joins it any more."),
}
TURNS: Final[Mapping[Turn, str]] = {
    Turn.FORM: mark("Begin to form it"),
    Turn.OPEN: mark("Make it active"),
    Turn.REST: mark("Let it rest"),
    Turn.LAPSE: mark("Nothing was done here for a year."),
    Turn.WAKE: mark("Wake it again"),
    Turn.CLOSE: mark("Close it"),
    Turn.REOPEN: mark("Form it again"),
}
LACKING: Final[Mapping[Need, str]] = {
    Need.LED: mark("It needs a coordinator first."),
    Need.JOINED: mark("It needs five members who have joined."),
    Need.QUIET: mark("Something was done there within the last year."),
}
