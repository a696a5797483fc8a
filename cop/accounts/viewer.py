"""Who looks: the one thing that every question about members must name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final


class Audience(StrEnum):
    """For whom members are indexed and matched. Nothing closer than these two ever is."""

    PUBLIC = "public"
    MEMBERS = "members"


class RoleName(StrEnum):
    """What may stand in a `Role` row; a coordinator's scope is a chapter's slug."""

    ADMINISTRATOR = "administrator"
    EDITOR = "editor"  # of the vocabulary
    COORDINATOR = "coordinator"
    GUEST = "guest"  # signs in, and still sees only what everyone sees


class Writes(IntEnum):
    """What a person may change from where they call, each more than the one before."""

    NOTHING = 0
    DECISIONS = 1  # about members of chapters that they coordinate
    ALL = 2  # that they may change


@dataclass(frozen=True, kw_only=True, slots=True)
class Viewer:
    """A person at the other end, as far as their rights go.

    Attributes:
        account_id: None for somebody who has not signed in.
        is_member: has joined; sees what members show each other.
        is_administrator: with a passkey, where the settings ask for one.
        must_prove: would be an administrator, once a passkey has proved who is there.
        coordinates: chapters, by slug, whose members' coordinators-only data they see.
        blocked: accounts for which this person does not exist, and the other way round.
        session_id: the browser's row; None for API tokens.
        writes: less than all where they call with a token that reaches less.
    """

    account_id: int | None = None
    name: str = ""
    is_member: bool = False
    is_administrator: bool = False
    must_prove: bool = False
    is_editor: bool = False
    coordinates: frozenset[str] = frozenset()
    blocked: frozenset[int] = frozenset()
    session_id: int | None = None
    writes: Writes = Writes.ALL

    @property
    def audience(self) -> Audience:
        """Return which of the two indexes this person searches."""
        return Audience.MEMBERS if self.is_member else Audience.PUBLIC


ANYONE: Final = Viewer()
NOBODY: Final = Viewer(name="bad token")  # sees nothing at all: the API answers 401
ANY_MEMBER: Final = Viewer(is_member=True)
ADMINISTRATOR: Final = Viewer(is_member=True, is_administrator=True)  # the command line

AS_AUDIENCE: Final = {Audience.PUBLIC: ANYONE, Audience.MEMBERS: ANY_MEMBER}
