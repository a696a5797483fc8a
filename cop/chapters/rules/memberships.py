"""How members come to stand to a chapter: the one table of what may be done, by whom, and when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Final

from cop.chapters.models.chapters import Joining
from cop.chapters.models.memberships import INSIDE, State
from cop.chapters.rules.states import Stage
from cop.kit.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.chapters.models.chapters import Chapter


class Deed(StrEnum):
    """What can be done about a member's place in a chapter."""

    JOIN = "join"
    ASK = "ask"
    TAKE_BACK = "take-back"
    ACCEPT = "accept"
    DECLINE = "decline"
    PAUSE = "pause"
    RESUME = "resume"
    LEAVE = "leave"
    APPROVE = "approve"
    REFUSE = "refuse"
    INVITE = "invite"
    REMOVE = "remove"
    BAN = "ban"
    LIFT = "lift"


class By(Enum):
    """Who does it."""

    MEMBER = auto()  # about oneself
    COORDINATOR = auto()  # of the chapter, or an administrator


@dataclass(frozen=True, slots=True)
class Move:
    """What a deed does.

    Attributes:
        by: who may do it.
        before: states in which it does something; `State.NEW` where there is no row yet.
        after: the state then.
        action: what `record_deed` calls it.
        joining: the rule that the chapter must have; None for any.
    """

    by: By
    before: tuple[State, ...]
    after: State
    action: str
    joining: Joining | None = None

    @property
    def is_seen(self) -> bool:
        """Say whether the member's page and the chapter's may look different then."""
        return State.ACTIVE in {*self.before, self.after}

    @property
    def leads_in(self) -> bool:
        """Say whether the member is in then, or on the way there."""
        return self.after in {State.ACTIVE, State.REQUESTED, State.INVITED}


@dataclass(frozen=True, slots=True)
class Step:
    """A deed about one member's place in one chapter; `words` are of who asks or invites."""

    deed: Deed
    chapter: Chapter
    profile_id: int
    words: str = ""


_IN: Final = tuple(INSIDE)
_OUT: Final = (State.NEW, State.SUGGESTED, State.LEFT, State.REMOVED)
_MAY_ASK: Final = (*_OUT, State.DECLINED)
_MAY_JOIN: Final = (*_MAY_ASK, State.REQUESTED, State.INVITED)
_KNOWN: Final = (*_IN, State.REQUESTED, State.INVITED, State.LEFT, State.DECLINED, State.REMOVED)
_ASKS: Final = (State.REQUESTED,)
_INVITED: Final = (State.INVITED,)
_MEMBER, _COORDINATOR = By.MEMBER, By.COORDINATOR

MOVES: Final[Mapping[Deed, Move]] = {
    Deed.JOIN: Move(_MEMBER, _MAY_JOIN, State.ACTIVE, "membership.joined", Joining.OPEN),
    Deed.ASK: Move(_MEMBER, _MAY_ASK, State.REQUESTED, "membership.asked", Joining.REQUEST),
    Deed.TAKE_BACK: Move(_MEMBER, _ASKS, State.LEFT, "membership.taken-back"),
    Deed.ACCEPT: Move(_MEMBER, _INVITED, State.ACTIVE, "membership.accepted"),
    Deed.DECLINE: Move(_MEMBER, _INVITED, State.DECLINED, "membership.declined"),
    Deed.PAUSE: Move(_MEMBER, (State.ACTIVE,), State.PAUSED, "membership.paused"),
    Deed.RESUME: Move(_MEMBER, (State.PAUSED,), State.ACTIVE, "membership.resumed"),
    Deed.LEAVE: Move(_MEMBER, _IN, State.LEFT, "membership.left"),
    Deed.APPROVE: Move(_COORDINATOR, _ASKS, State.ACTIVE, "membership.approved"),
    Deed.REFUSE: Move(_COORDINATOR, _ASKS, State.DECLINED, "membership.refused"),
    # Not whoever has declined: they may ask.
    Deed.INVITE: Move(_COORDINATOR, _OUT, State.INVITED, "membership.invited"),
    Deed.REMOVE: Move(_COORDINATOR, (*_IN, *_INVITED), State.REMOVED, "membership.removed"),
    Deed.BAN: Move(_COORDINATOR, _KNOWN, State.BANNED, "membership.banned"),
    Deed.LIFT: Move(_COORDINATOR, (State.BANNED,), State.REMOVED, "membership.unbanned"),
}

# Whoever looks after a chapter steps down before they do this.
NOT_LEADING: Final = frozenset((Deed.PAUSE, Deed.LEAVE))
# Whoever does this of their own agrees to it; these words stand beside the buttons.
AGREEING: Final = frozenset((Deed.JOIN, Deed.ASK, Deed.ACCEPT))
AGREED: Final = mark("Members get the announcements of {chapter} by mail. One click ends that.")


def deeds_of(by: By) -> frozenset[Deed]:
    """Return what members may do about themselves, or coordinators about members."""
    return frozenset(deed for deed, move in MOVES.items() if move.by is by)


def deeds_about(state: State) -> list[Deed]:
    """Return what coordinators may do about who stands so."""
    return [one for one in Deed if one in deeds_of(By.COORDINATOR) and state in MOVES[one].before]


def own_deeds(state: State, chapter: Chapter, *, leads: bool) -> list[Deed]:
    """Return what members may do about themselves who stand so, and look after it or not."""
    known = deeds_of(By.MEMBER) - (NOT_LEADING if leads else set())
    return [
        one
        for one in Deed
        if one in known
        and state in MOVES[one].before
        and MOVES[one].joining in {None, chapter.joining}
        and not (MOVES[one].leads_in and chapter.state == Stage.CLOSED)
    ]


def may_be_invited(state: State) -> bool:
    """Say whether an invitation would do something."""
    return state in MOVES[Deed.INVITE].before
