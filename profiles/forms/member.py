"""What may be sent about a member: by the row of an import, later by the member's own form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from cop.accounts.email import clean_email, email_hint
from cop.kit.errors import Invalid
from cop.kit.i18n import current_language, join_choices
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, clean_line, clean_text, fold
from profiles.fields import FIELDS, LISTS, MOST_VALUES, Visibility
from profiles.forms.lists import split_list, without_level
from profiles.forms.values import (
    read_name,
    read_orcid,
    read_slug,
    read_visibility,
    read_website,
)
from profiles.member import USUAL, Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cop.vocabulary.concepts import Concept, Vocabulary

T = TypeVar("T")

KEYWORD_LIMIT: Final = 120

_LINES: Final = ("city", "institution", "unit", "position")
_CHOICES: Final = ("stakeholder", "government_level", "gender")
_NOTHING: Final = frozenset({"", "n a", "na na", "none", "null", "unknown"})  # NA alone is Namibia
_UNSHOWN: Final = frozenset({"Cc", "Cs", "Co", "Cn"})  # categories of characters that are refused


@dataclass(frozen=True, slots=True)
class Note:
    """Something about one value that the sender should know; the rest of the row was taken."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MemberForm:
    """What was sent about a member. None means that it was not sent, and stays as it is."""

    name: str
    slug: str | None = None
    email: str | None = None
    country: str | None = None
    city: str | None = None
    institution: str | None = None
    unit: str | None = None
    position: str | None = None
    stakeholder: str | None = None
    government_level: str | None = None
    bio: str | None = None
    website: str | None = None
    orcid: str | None = None
    gender: str | None = None
    visibility: Visibility | None = None
    lists: Mapping[str, tuple[Tag, ...]] = field(default_factory=dict[str, tuple[Tag, ...]])
    notes: tuple[Note, ...] = ()


def read_member_form(cells: Mapping[str, str | list[str]], vocabulary: Vocabulary) -> MemberForm:
    """Read the `cells` of one member, by field name; an empty cell was not sent.

    Concepts may be ids, labels or synonyms in any language. What the vocabulary does not know is
    kept as the member's own words in lists, and noted and left out elsewhere.

    Raises:
        Invalid: the member cannot be kept like this; one sentence a field.
    """
    return _Reading(cells, vocabulary).form()


class _Reading:
    """Reads one member; gathers what is wrong instead of stopping at the first fault."""

    def __init__(self, cells: Mapping[str, str | list[str]], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._errors: dict[str, str] = {}
        self._notes: list[Note] = []
        self._cells: dict[str, str] = {}
        self._values: dict[str, list[str]] = {}  # of lists that came as lists
        for name, cell in cells.items():
            if isinstance(cell, str):
                if not _is_nothing(name, cell):
                    self._cells[name] = cell
            elif name in LISTS:
                self._values[name] = cell
            else:
                self._errors[name] = _("One text belongs here, not a list.")

    def form(self) -> MemberForm:
        name = self._try("name", self._name) or ""
        if not name and "name" not in self._errors:
            self._errors["name"] = _("The name is empty.")
        email = self._try("email", clean_email)
        hint = email_hint(email) if email else ""
        if email and hint:
            self._notes.append(Note("email", email, hint))
        country = self._try("country", self._country)
        lines = {field: self._try(field, clean_line) for field in _LINES}
        choices = {field: self._choice(field) for field in _CHOICES}
        bio = self._try("bio", clean_text)
        lists = {
            field: self._list(field)
            for field in LISTS
            if field in self._cells or field in self._values
        }
        if self._errors:
            raise Invalid(" ".join(self._errors.values()), self._errors)
        return MemberForm(
            name=name,
            slug=self._note("slug", read_slug),
            email=email,
            country=country,
            city=lines["city"],
            institution=lines["institution"],
            unit=lines["unit"],
            position=lines["position"],
            stakeholder=choices["stakeholder"],
            government_level=choices["government_level"],
            bio=bio,
            website=self._note("website", read_website),
            orcid=self._note("orcid", read_orcid),
            gender=choices["gender"],
            visibility=self._note("visibility", read_visibility),
            lists=lists,
            notes=tuple(self._notes),
        )

    def _try(self, name: str, read: Callable[[str], str]) -> str | None:
        """Read a cell without which the row is wrong; None when it was not sent."""
        try:
            return read(self._cells[name]) or None if name in self._cells else None
        except BadText as error:
            self._errors[name] = str(error)
            return None

    def _note(self, name: str, read: Callable[[str], T]) -> T | None:
        """Read a cell that is left out, and noted, when it is wrong."""
        try:
            return read(self._cells[name]) if name in self._cells else None
        except BadText as error:
            self._notes.append(Note(name, self._cells[name], str(error)))
            return None

    def _find(self, text: str, scheme: str) -> tuple[Concept, ...]:
        """Return what `text` may mean; a concept's own key means nothing else."""
        named = self._vocabulary.get(scheme, text)
        return (named,) if named else self._vocabulary.find(text, scheme)

    def _name(self, cell: str) -> str:
        """Read a person's name, which is not the community's."""
        name = read_name(cell)
        community = self._vocabulary.get("community", "name")
        if community and fold(name) in map(fold, community.labels.values()):
            raise BadText(_("“{name}” is not a person's name.").format(name=name))
        return name

    def _country(self, cell: str) -> str:
        text = clean_line(cell)
        found = self._find(text, "country")
        if len(found) == 1:
            return found[0].key
        if found:
            choices = join_choices(_labels(found))
            raise BadText(
                _("“{text}” may be {choices}. Write which.").format(text=text, choices=choices)
            )
        parts = [part for part in re.split(r"[;,/|]| and ", text) if part.strip()]
        if len(parts) > 1 and all(self._vocabulary.find(part, "country") for part in parts):
            raise BadText(_("Give one country; the others belong in the column “countries_known”."))
        near = _nearest_country(self._vocabulary, text, current_language())
        if near:
            raise BadText(
                _("We do not know the country “{text}”. Did you mean {near}?").format(
                    text=text, near=near
                )
            )
        raise BadText(_("We do not know the country “{text}”.").format(text=text))

    def _choice(self, name: str) -> str | None:
        """Read a cell that holds one concept."""
        if name not in self._cells:
            return None
        text = self._cells[name]
        found = self._find(text, FIELDS[name].scheme)
        if len(found) == 1:
            return found[0].key
        if found:
            choices = join_choices(_labels(found))
            reason = _("It may mean {choices}; it was left out.").format(choices=choices)
        else:
            reason = _("It is not in the vocabulary; it was left out.")
        self._notes.append(Note(name, text, reason))
        return None

    def _list(self, name: str) -> tuple[Tag, ...]:
        """Read a cell that holds several concepts; what is unknown is kept as words."""
        scheme = FIELDS[name].scheme
        values = self._values.get(name) or split_list(
            self._cells[name], lambda text: bool(self._vocabulary.find(text, scheme))
        )
        tags: dict[str, Tag] = {}
        for value in values:
            tag = self._tag(name, scheme, value)
            if tag:
                tags.setdefault(tag.key or fold(tag.text) or tag.text, tag)
        if len(tags) > MOST_VALUES:
            reason = _("It lists {count} values; the first {most} were kept.").format(
                count=len(tags), most=MOST_VALUES
            )
            self._notes.append(Note(name, "; ".join(values), reason))
        return tuple(tags.values())[:MOST_VALUES]

    def _tag(self, name: str, scheme: str, value: str) -> Tag | None:
        text, level = without_level(value) if scheme == "topic" else (value, USUAL)
        found = self._find(text, scheme)
        if len(found) == 1:
            return Tag(found[0].key, "", level)
        try:
            words = clean_line(text, KEYWORD_LIMIT)
        except BadText as error:
            self._notes.append(Note(name, text, str(error)))
            return None
        if found:
            reason = _("It may mean {choices}; it was kept as words.").format(
                choices=join_choices(_labels(found))
            )
            self._notes.append(Note(name, text, reason))
        elif words and scheme != "topic":
            reason = _("It is not in the vocabulary; it was kept as words.")
            self._notes.append(Note(name, text, reason))
        return Tag("", words, level) if words else None


@lru_cache(maxsize=256)
def _nearest_country(vocabulary: Vocabulary, text: str, language: str) -> str:
    """Return the country whose name in any language is most like `text`, "" when none is."""
    names = {
        fold(label): concept.label(language)
        for concept in vocabulary.list("country")
        for label in concept.labels.values()
    }
    near = get_close_matches(fold(text), names, n=1, cutoff=0.75)
    return names[near[0]] if near else ""


def _labels(concepts: Iterable[Concept]) -> list[str]:
    return [concept.label(current_language()) for concept in concepts]


def _is_nothing(name: str, cell: str) -> bool:
    """Say whether a cell stands empty, or as good as: "-", "N/A"."""
    if fold(cell) not in _NOTHING:
        return False
    kinds = {unicodedata.category(char) for char in cell if not char.isspace()}
    return kinds.isdisjoint(_UNSHOWN) and not (name == "bio" and "So" in kinds)  # an emoji
