"""Who looks: the one thing that every question about members must name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Audience(StrEnum):
    """For whom members are indexed and matched. Nothing closer than these two ever is."""

    PUBLIC = "public"
    MEMBERS = "members"


@dataclass(frozen=True, kw_only=True, slots=True)
class Viewer:
    """A person at the other end, as far as their rights go."""

    account_id: int | None = None
    name: str = ""
    is_member: bool = False
    is_administrator: bool = False
    coordinates: frozenset[str] = frozenset()  # slugs of chapters

    @property
    def audience(self) -> Audience:
        """Return which of the two indexes this person searches."""
        return Audience.MEMBERS if self.is_member else Audience.PUBLIC


ANYONE: Final = Viewer()
ANY_MEMBER: Final = Viewer(is_member=True)
ADMINISTRATOR: Final = Viewer(is_member=True, is_administrator=True)  # the command line

AS_AUDIENCE: Final = {Audience.PUBLIC: ANYONE, Audience.MEMBERS: ANY_MEMBER}
