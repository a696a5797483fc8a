"""Which column holds which field: headings in five languages, and what the sender says."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cop.kit.i18n import LANGUAGES
from cop.kit.i18n import gettext as _
from cop.kit.text import fold
from profiles.exchange.table import FileRefused
from profiles.fields import EXCHANGED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEADINGS: Final = Path(__file__).parent / "headings.csv"
COLUMNS: Final = (*EXCHANGED, "visibility", "slug")


def match_columns(headings: Sequence[str], given: Mapping[str, str]) -> list[str | None]:
    """Return the field of each column; None where the heading says nothing to us.

    Args:
        headings: as they stand in the file.
        given: heading -> field, as the sender says; wins over what we know.

    Raises:
        FileRefused: two columns hold one field, a field or heading does not exist, or no column
            holds the name.
    """
    wanted = {_plain(heading): field for heading, field in given.items()}
    _check_given(headings, wanted)
    said = {*wanted.values()}
    known = {heading: field for heading, field in _known_headings().items() if field not in said}
    fields = [wanted.get(_plain(heading)) or known.get(_plain(heading)) for heading in headings]
    for at, field in enumerate(fields):
        if field and field in fields[:at]:
            first = headings[fields.index(field)]
            raise FileRefused(
                _(
                    "The columns “{first}” and “{second}” both hold the field {field}. Remove one."
                ).format(first=first, second=headings[at], field=field)
            )
    if "name" not in fields:
        raise FileRefused(
            _(
                "No column holds the name. The first row must hold headings such as: {headings}. "
                'Or say which it is: --map "{example}=name".'
            ).format(headings=", ".join(COLUMNS[:8]), example=headings[0])
        )
    return fields


def _check_given(headings: Sequence[str], wanted: Mapping[str, str]) -> None:
    present = {_plain(heading) for heading in headings}
    for heading, field in wanted.items():
        if field not in COLUMNS:
            raise FileRefused(
                _("There is no field “{field}”. The fields are: {fields}.").format(
                    field=field, fields=", ".join(COLUMNS)
                )
            )
        if heading not in present:
            raise FileRefused(_("There is no column “{heading}”.").format(heading=heading))


def _plain(heading: str) -> str:
    return fold(heading.replace("_", " "))


@cache
def _known_headings() -> Mapping[str, str]:
    known: dict[str, str] = {_plain(column): column for column in COLUMNS}
    with HEADINGS.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            for language in LANGUAGES:
                for heading in row[language].split("|"):
                    known.setdefault(_plain(heading), row["field"])
    return known
