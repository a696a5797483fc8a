"""People side by side: what each says of themselves, and what several of them share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.kit.text import fold
from profiles.fields import FIELDS
from profiles.member import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from profiles.member import Member

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
        said = [dict(_values(member, name)) for member in members]
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


def _values(member: Member, name: str) -> Iterator[tuple[str, Tag]]:
    """Yield all that a member says in a field, each after what is equal where two say the same."""
    value = getattr(member, name)
    if not value:
        return
    if FIELDS[name].many:
        yield from ((f"key {tag.key}" if tag.key else fold(tag.text), tag) for tag in value)
    elif name == "institution":  # of two countries they are two, whatever their name
        yield str(value.id), Tag("", value.name)
    elif name == "city":
        yield str(member.city_id or fold(value)), Tag("", value)
    elif FIELDS[name].scheme:
        yield value, Tag(value)
    else:
        yield fold(value), Tag("", value)
