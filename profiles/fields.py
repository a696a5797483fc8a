"""The register of personal data: every field of a profile, why it is kept and who sees it first.

A field that does not stand here cannot be stored, shown, indexed, imported or exported
(`tests/profiles/test_fields.py` compares with the model).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final

from cop.kit.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Mapping


class Level(IntEnum):
    """Who may see a field, from everyone to nobody else. A viewer sees up to their closeness."""

    PUBLIC = 0
    MEMBERS = 1
    CHAPTERS = 2  # coordinators of the chapters the member joined
    ME = 3


class Visibility(StrEnum):
    """Who may find the profile as a whole, once it is published."""

    PUBLIC = "public"
    MEMBERS = "members"
    HIDDEN = "hidden"


FLOOR: Final[Mapping[str, Level]] = {
    Visibility.PUBLIC: Level.PUBLIC,
    Visibility.MEMBERS: Level.MEMBERS,
    Visibility.HIDDEN: Level.CHAPTERS,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a member may tell.

    Attributes:
        level: who sees it until the member chooses otherwise; None follows the whole profile.
        scheme: the vocabulary its values come from, "" for free text.
        many: it is a list.
        exchanged: it can be imported and exported.
        kept: until when; all are erased with the profile.
        gives_away: another field, without which nobody sees it: a town tells the country.
    """

    name: str
    label: str
    purpose: str
    level: Level | None = Level.MEMBERS
    scheme: str = ""
    many: bool = False
    exchanged: bool = True
    kept: str = "profile"
    gives_away: str = ""


_FIND: Final = "to be found by what one knows"
_REACH: Final = "to be reached"
_PLACE: Final = "to be found nearby"
_WHO: Final = "to tell people apart"
_BALANCE: Final = "to see whether a chapter is balanced"

_ALL: Final = (
    Field("name", mark("Name"), _WHO, None),
    Field("photo", mark("Photo"), _WHO, exchanged=False),
    Field("email", mark("E-mail"), _REACH, Level.CHAPTERS),
    Field("country", mark("Country"), _PLACE, Level.PUBLIC, "country"),
    Field("city", mark("City"), _PLACE, gives_away="country"),
    Field("institution", mark("Institution"), _WHO, Level.PUBLIC, gives_away="country"),
    Field("unit", mark("Unit or department"), _WHO),
    Field("position", mark("Position"), _WHO, Level.PUBLIC),
    Field("stakeholder", mark("Stakeholder role"), _FIND, Level.PUBLIC, "stakeholder"),
    Field("government_level", mark("Level of government"), _FIND, Level.PUBLIC, "level"),
    Field("disciplines", mark("Disciplines"), _FIND, Level.PUBLIC, "discipline", many=True),
    Field("sectors", mark("Sectors"), _FIND, Level.PUBLIC, "sector", many=True),
    Field("expertise", mark("Expertise"), _FIND, Level.PUBLIC, "topic", many=True),
    Field("interests", mark("Interests"), _FIND, Level.MEMBERS, "topic", many=True),
    Field("languages", mark("Languages"), _FIND, Level.PUBLIC, "language", many=True),
    Field("countries_known", mark("Countries known"), _FIND, Level.PUBLIC, "country", many=True),
    Field("bio", mark("About"), _WHO),
    Field("website", mark("Website"), _REACH),
    Field("orcid", mark("ORCID"), _WHO),
    Field("offers", mark("Offers"), _FIND, Level.MEMBERS, "offer", many=True),
    Field("seeks", mark("Seeks"), _FIND, Level.MEMBERS, "seek", many=True),
    # No file brings or takes it, and nobody is looked for or matched by it.
    Field("gender", mark("Gender"), _BALANCE, Level.CHAPTERS, "gender", exchanged=False),
)
FIELDS: Final[Mapping[str, Field]] = {field.name: field for field in _ALL}
LISTS: Final = tuple(field.name for field in _ALL if field.many)
EXCHANGED: Final = tuple(field.name for field in _ALL if field.exchanged)
MOST_VALUES: Final = 30  # of one list
DEGREES: Final[Mapping[int, str]] = {  # how well one knows a topic
    1: mark("Basics"),
    2: mark("Good level"),
    3: mark("Expert level"),
}


def seen_from(name: str, chosen: Mapping[str, int]) -> Level:
    """Return who sees the field `name`: who may see it, and what it gives away."""
    other = FIELDS[name].gives_away
    return max(level_of(one, chosen) for one in (name, other) if one)


def level_of(name: str, chosen: Mapping[str, int]) -> Level:
    """Return for whom the field `name` is, given what the member has chosen."""
    if name in chosen and FIELDS[name].level is not None:
        return Level(chosen[name])
    return FIELDS[name].level or Level.PUBLIC
