"""Two of a kind side by side, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.kit.i18n import gettext as _
from cop.kit.i18n import join_words
from profiles.fields import FIELDS, LISTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.vocabulary.concepts import Vocabulary
    from profiles.duplicates.queries import House
    from profiles.member import Member


@dataclass(frozen=True, slots=True)
class Row:
    """One field: what the two say, whether they differ, and whether both can stay."""

    field: str
    label: str
    one: str
    other: str
    many: bool = False

    @property
    def differs(self) -> bool:
        """Say whether there is something to choose."""
        return self.one != self.other


def compare_members(
    one: Member, other: Member, vocabulary: Vocabulary, language: str
) -> Sequence[Row]:
    """Return the fields in which the two say something, as far as both are shown."""
    rows = [
        Row(
            name,
            _(field.label),
            _written(one, name, vocabulary, language),
            _written(other, name, vocabulary, language),
            field.many,
        )
        for name, field in FIELDS.items()
    ]
    return [row for row in rows if row.one or row.other]


def compare_houses(
    one: House, other: House, vocabulary: Vocabulary, language: str
) -> Sequence[Row]:
    """Return what can be chosen of two institutions."""
    first, second = one.institution, other.institution

    def country(code: str) -> str:
        return vocabulary.label("country", code, language) if code else ""

    rows = [
        Row("name", _("Name"), first.name, second.name),
        Row("kind", _("Kind"), first.kind, second.kind),
        Row("country", _("Country"), country(first.country), country(second.country)),
    ]
    return [row for row in rows if row.one or row.other]


def _written(member: Member, name: str, vocabulary: Vocabulary, language: str) -> str:
    """Return the value of a field in words; what is hidden and what is empty look the same."""
    value = getattr(member, name)
    scheme = FIELDS[name].scheme
    if name in LISTS:
        return join_words(vocabulary.label(scheme, tag.value, language) for tag in value)
    if name == "institution":
        return value.name if value else ""
    return vocabulary.label(scheme, value, language) if scheme and value else str(value)
