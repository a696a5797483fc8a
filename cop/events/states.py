"""How meetings go on: the one table of what may be done with a meeting, and when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from cop.events.models import State
from cop.kit.clock import now
from cop.kit.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.events.models import Meeting


class Step(StrEnum):
    """What coordinators do with a meeting."""

    ANNOUNCE = "announce"
    HOLD = "hold"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a step does.

    Attributes:
        before: states in which it does something.
        after: the state then.
        action: what `record_deed` calls it.
        label: on its button, marked for the catalogues.
        begun: it is done only once the meeting has begun.
    """

    before: tuple[State, ...]
    after: State
    action: str
    label: str
    begun: bool = False


RULES: Final[Mapping[Step, Rule]] = {
    Step.ANNOUNCE: Rule(
        (State.PLANNED,), State.ANNOUNCED, "meeting.announced", mark("Announce the meeting")
    ),
    Step.HOLD: Rule(
        (State.ANNOUNCED,), State.HELD, "meeting.held", mark("It was held"), begun=True
    ),
    Step.CANCEL: Rule(
        (State.PLANNED, State.ANNOUNCED),
        State.CANCELLED,
        "meeting.cancelled",
        mark("Cancel the meeting"),
    ),
}


def list_steps(meeting: Meeting) -> list[tuple[Step, str]]:
    """Return what may be done with the meeting now, and what its buttons say."""
    return [(step, rule.label) for step, rule in RULES.items() if _fits(rule, meeting)]


def _fits(rule: Rule, meeting: Meeting) -> bool:
    return State(meeting.state) in rule.before and not (rule.begun and meeting.starts_at > now())


def is_open(meeting: Meeting) -> bool:
    """Say whether one may still register, or take it back."""
    return meeting.state == State.ANNOUNCED and meeting.starts_at > now()
