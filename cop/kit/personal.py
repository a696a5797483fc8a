"""The register of what is kept about a person: each domain names its tables, column by column.

`tests/privacy/test_download.py` compares it with the models: a column that is neither handed over
nor withheld for a reason fails the build.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tortoise.models import Model
    from tortoise.queryset import QuerySet

    Find = Callable[["Person"], QuerySet[Any]]

Rows: TypeAlias = "list[dict[str, Any]]"


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the rows are about.

    Attributes:
        addresses: all stored e-mail addresses of theirs.
    """

    account_id: int
    profile_id: int | None = None
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one table holds about a person.

    Attributes:
        name: of the file in the download.
        columns: handed over.
        withheld: column -> why it is not.
        find: the rows of a person.
    """

    name: str
    model: type[Model]
    columns: tuple[str, ...]
    find: Find
    withheld: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Personal:
    """All parts, in the order of the download."""

    parts: Sequence[Part]


async def gather(part: Part, person: Person) -> Rows:
    """Return the rows of `part` about `person`, the oldest first."""
    found = part.find(person).order_by("id").values(*part.columns)
    return await found
