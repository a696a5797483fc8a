"""A member as one row of a file, and people as a CSV file."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final, TypeAlias

from profiles.exchange.cells import make_harmless
from profiles.fields import EXCHANGED, FIELDS, LISTS
from profiles.forms.lists import with_level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from profiles.member import Member

Cell: TypeAlias = "str | list[str]"

_SEPARATORS: Final = re.compile('[;|,،、/"]')
MEMBER_HEADINGS: Final = ("slug", *EXCHANGED)


def row_of(member: Member) -> list[Cell]:
    """Return what is seen of a member, under `MEMBER_HEADINGS`."""
    return [member.slug, *(_value(member, name) for name in EXCHANGED)]


def write_csv(members: Sequence[Member], more: Mapping[str, Sequence[str]]) -> str:
    """Return members as a CSV file, with `more` columns: a text for each of them."""
    text = io.StringIO()
    text.write("\ufeff")  # or a spreadsheet takes it for another encoding
    writer = csv.writer(text)
    writer.writerow([*MEMBER_HEADINGS, *more])
    for at, member in enumerate(members):
        row = [*row_of(member), *(column[at] for column in more.values())]
        writer.writerow([as_text(cell) for cell in row])
    return text.getvalue()


def as_text(cell: Cell) -> str:
    """Return what stands in a cell, made harmless for spreadsheets."""
    return make_harmless(cell if isinstance(cell, str) else join_values(cell))


def join_values(values: Iterable[str]) -> str:
    """Return a list as one cell; a value that would be read as several is quoted."""
    return "; ".join(_quoted(one) if _SEPARATORS.search(one) else one for one in values)


def _value(member: Member, name: str) -> Cell:
    if name in LISTS:
        levelled = FIELDS[name].scheme == "topic"
        return [with_level(tag) if levelled else tag.value for tag in getattr(member, name)]
    if name == "institution":
        return member.institution.name if member.institution else ""
    return str(getattr(member, name))


def _quoted(value: str) -> str:
    doubled = value.replace('"', '""')
    return f'"{doubled}"'
