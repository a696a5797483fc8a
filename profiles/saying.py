"""What members say in a field, so that one can tell who says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.text import fold
from profiles.fields import FIELDS
from profiles.member import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from profiles.member import Member


def list_said(member: Member, name: str) -> Iterator[tuple[str, Tag]]:
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
