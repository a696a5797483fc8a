"""What other domains keep about a member, moved when two members turn out to be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

Record: TypeAlias = "dict[str, Any]"


@dataclass(frozen=True, slots=True)
class Mover:
    """How one kind of thing goes from a profile to another, and back.

    Attributes:
        name: under which the record of what moved is kept.
        move: called with the ids of the profile that goes and the one that stays.
        take_back: called with what `move` returned, once the profile that went is there again.
    """

    name: str
    move: Callable[[int, int], Awaitable[Record]]
    take_back: Callable[[Record], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Movers:
    """All movers, from `cop.domains`."""

    movers: Sequence[Mover]

    async def move(self, gone: int, kept: int) -> Record:
        """Move everything from the profile `gone` to `kept`; return what `take_back` needs."""
        return {one.name: await one.move(gone, kept) for one in self.movers}

    async def take_back(self, record: Record) -> None:
        """Move everything back."""
        for one in self.movers:
            if one.name in record:
                await one.take_back(record[one.name])
