"""The form of a profile as it stands on the page: what was typed, chosen and asked so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from cop.kit.errors import NotFound
from cop.kit.forms import read_one
from cop.kit.i18n import gettext as _
from cop.kit.text import LINE_LIMIT, TEXT_LIMIT, as_number
from profiles.fields import FIELDS, LISTS, level_of
from profiles.forms.lists import with_level, without_level

if TYPE_CHECKING:
    from cop.kit.forms import Params
    from profiles.access import Editable
    from profiles.member import Member

Texts = Mapping[str, str]

TEXTS: Final = (
    "name",
    "country",
    "city",
    "institution",
    "unit",
    "position",
    "stakeholder",
    "government_level",
    "bio",
    "website",
    "orcid",
    "gender",
)
PICKED: Final = ("expertise", "interests", "languages", "countries_known")  # by typing
TICKED: Final = ("sectors", "disciplines", "offers", "seeks")
ASKS: Final = ("find", "add", "propose", "remove", "use", "read", "orcid")
MOST_TYPED: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """All that stands in the form.

    Attributes:
        texts: by field.
        lists: keys or own words by field, topics with their level.
        typed: in the text fields of pickers, not chosen yet.
        levels: who may see a field.
        proposals: own words that editors shall make topics.
        listed: whether the member wants to be found; None where this was not asked.
        version: of the profile that the form was made from.
        takes_over: the profile that an import made is this person's.
        ask: what the pressed button asks for, of which field and value; "" saves.
    """

    texts: Texts = field(default_factory=dict[str, str])
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    typed: Texts = field(default_factory=dict[str, str])
    levels: Mapping[str, int] = field(default_factory=dict[str, int])
    proposals: tuple[str, ...] = ()
    visibility: str = ""
    listed: bool | None = None
    version: int = 0
    takes_over: bool = False
    ask: str = ""
    field: str = ""
    value: str = ""

    def over(self, below: Sheet) -> Sheet:
        """Return this sheet, with what was not sent as it stands `below`."""
        return replace(
            self,
            texts={**below.texts, **self.texts},
            lists={**below.lists, **self.lists},
            levels={**below.levels, **self.levels},
            visibility=self.visibility or below.visibility,
            listed=below.listed if self.listed is None else self.listed,
        )

    def answered(self) -> Sheet:
        """Return the sheet after what its button asked for, where that only changes the sheet."""
        if self.ask == "remove" and self.field in LISTS:
            gone = _bare(self.field, self.value)
            left = tuple(
                one for one in self.lists.get(self.field, ()) if _bare(self.field, one) != gone
            )
            return replace(self, lists={**self.lists, self.field: left})
        if self.ask == "use" and self.field in TEXTS:
            return replace(self, texts={**self.texts, self.field: self.value})
        if self.ask not in {"add", "propose"} or not self.value:
            return self
        if self.field in TEXTS:
            return replace(self, texts={**self.texts, self.field: self.value})
        if self.field not in LISTS:
            return self
        values = self.lists.get(self.field, ())
        if _bare(self.field, self.value) not in {_bare(self.field, one) for one in values}:
            values = (*values, self.value)
        proposed = (self.value,) if self.ask == "propose" else ()
        return replace(
            self,
            lists={**self.lists, self.field: values},
            typed={**self.typed, self.field: ""},
            proposals=tuple(dict.fromkeys((*self.proposals, *proposed))),
        )


def _bare(name: str, value: str) -> str:
    """Return a value of a list as it is told from others: a topic without its level."""
    return without_level(value)[0] if FIELDS[name].scheme == "topic" else value


def read_sheet(params: Params) -> Sheet:
    """Read what was sent; a list is part of it where "has" names it, empty or not.

    Raises:
        Invalid: something that stands for one thing was sent twice.
    """
    ask, name, value = _read_ask(params)
    typed = {one: read_one(params, f"{one}_typed")[:MOST_TYPED].strip() for one in PICKED}
    if ask == "enter":  # the key in a field: look up what stands in a picker, else save
        waiting = [one for one in PICKED if typed[one]]
        ask, name = ("find", waiting[0]) if waiting else ("", "")
    return Sheet(
        texts={one: read_one(params, one) for one in TEXTS if one in params},
        lists={
            one: tuple(dict.fromkeys(params.getlist(one)))
            for one in LISTS
            if one in params.getlist("has")
        },
        typed=typed,
        levels={
            one: int(level)
            for one in FIELDS
            if (level := read_one(params, f"level_{one}")) in {"0", "1", "2", "3"}
        },
        proposals=tuple(dict.fromkeys(params.getlist("proposed"))),
        visibility=read_one(params, "visibility"),
        listed="listed" in params if "listed" in params.getlist("has") else None,
        version=as_number(read_one(params, "version")) or 0,
        takes_over=read_one(params, "this") == "yes",
        ask=ask,
        field=name,
        value=value[: TEXT_LIMIT if name == "bio" else LINE_LIMIT],
    )


@dataclass(frozen=True, slots=True)
class PickerQuestion:
    """What somebody types into a picker, as the page asks while they type."""

    field: str
    typed: str
    country: str


def read_picker_question(params: Params) -> PickerQuestion:
    """Read the question of a picker.

    Raises:
        NotFound: there is no such picker.
    """
    name = read_one(params, "field")
    if name not in (*PICKED, "city", "institution"):
        raise NotFound(_("There is nothing at this address."))
    typed = read_one(params, "q")[:MOST_TYPED].strip()
    return PickerQuestion(name, typed, read_one(params, "country")[:2])


def _read_ask(params: Params) -> tuple[str, str, str]:
    """Return what the pressed button says: "add:expertise:wash"."""
    ask, _sep, rest = read_one(params, "do").partition(":")
    name, _sep, value = rest.partition(":")
    return (ask, name, value) if ask in (*ASKS, "enter") else ("", "", "")


def sheet_of(member: Member, *, version: int = 0, takes_over: bool = False) -> Sheet:
    """Return the sheet that says what `member` says."""
    texts = {one: str(getattr(member, one)) for one in TEXTS if one != "institution"}
    texts["institution"] = member.institution.name if member.institution else ""
    lists = {
        one: tuple(
            with_level(tag) if FIELDS[one].scheme == "topic" else tag.value
            for tag in getattr(member, one)
        )
        for one in LISTS
    }
    return Sheet(texts=texts, lists=lists, version=version, takes_over=takes_over)


def sheet_to_edit(editable: Editable) -> Sheet:
    """Return the sheet of a profile that can be edited, as it is stored."""
    return replace(
        sheet_of(editable.member, version=editable.version),
        levels={one: level_of(one, editable.levels).value for one in FIELDS},
        visibility=editable.visibility,
        listed=editable.is_listed,
    )
