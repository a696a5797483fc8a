"""People side by side: what each says of themselves, and what several of them share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from profiles.saying import list_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from profiles.member import Member, Tag

FEWEST, MOST = 2, 5
COMPARED: Final = (
    "country",
    "city",
    "institution",
    "position",
    "stakeholder",
    "government_level",
    "expertise",
    "sectors",
    "disciplines",
    "languages",
    "countries_known",
    "interests",
    "offers",
    "seeks",
)


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that a member says, and how many of those compared say the same."""

    tag: Tag
    holders: int

    @property
    def is_shared(self) -> bool:
        """Say whether another of those compared says the same."""
        return self.holders > 1


@dataclass(frozen=True, slots=True)
class Row:
    """One field: what each member says, in their order."""

    field: str
    cells: Sequence[Sequence[Value]]


def compare(members: Sequence[Member]) -> list[Row]:
    """Return the fields in which somebody says something; in a cell what is shared comes first."""
    rows: list[Row] = []
    for name in COMPARED:
        said = [dict(list_said(member, name)) for member in members]
        holders = Counter(same for values in said for same in values)
        cells = [
            sorted(
                (Value(tag, holders[same]) for same, tag in values.items()),
                key=lambda value: -value.holders,
            )
            for values in said
        ]
        if any(cells):
            rows.append(Row(name, cells))
    return rows
