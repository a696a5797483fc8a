"""What may be sent about two that look alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from cop.kit.text import as_number
from profiles.duplicates.alike import Pair
from profiles.duplicates.merging import CHOICES
from profiles.duplicates.people import Compared, NoSuchMerge
from profiles.duplicates.queries import KINDS, NoSuchPair

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which kind the two are."""

    kind: str
    pair: Pair


@dataclass(frozen=True, slots=True)
class Undone:
    """Which merge is taken back."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class MergeForm:
    """Who stays, who goes, and from whom each field is taken."""

    compared: Compared
    choices: Mapping[str, str]


def read_asked(where: Mapping[str, str]) -> Asked:
    """Read which two are meant from an address.

    Raises:
        NoSuchPair: it names no two.
    """
    one, other = (as_number(where.get(name, "")) for name in ("one", "other"))
    if where.get("kind") not in KINDS or one is None or other is None or one == other:
        raise NoSuchPair
    return Asked(where["kind"], Pair(*sorted((one, other))))


def read_undone(where: Mapping[str, str]) -> Undone:
    """Read which merge is meant from an address.

    Raises:
        NoSuchMerge: it names none.
    """
    number = as_number(where.get("id", ""))
    if where.get("kind") not in KINDS or number is None:
        raise NoSuchMerge(_("There is no such merge, or it is more than 30 days old."))
    return Undone(where["kind"], number)


def read_merge_form(asked: Asked, data: Mapping[str, str]) -> MergeForm:
    """Read how two are made one. Each choice names whose value stays: `one`, `other` or both.

    Raises:
        Invalid: it does not say which of the two stays.
    """
    pair = asked.pair
    kept = as_number(data.get("keep", ""))
    if kept not in (pair.one, pair.other):
        raise Invalid(_("Choose which of the two stays."))
    gone = pair.other if kept == pair.one else pair.one
    versions = {one: as_number(data.get(f"version-{one}", "")) or 0 for one in (kept, gone)}
    named = {str(kept): "kept", str(gone): "gone", "both": "both"}
    choices = {
        name.removeprefix("field-"): named.get(value, "")
        for name, value in data.items()
        if name.startswith("field-")
    }
    return MergeForm(
        Compared(kept, gone, versions[kept], versions[gone]),
        {name: choice for name, choice in choices.items() if choice in CHOICES},
    )
