"""What may be sent about a member: by the row of an import, later by the member's own form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit

from cop.accounts.email import clean_email
from cop.kit.errors import Invalid
from cop.kit.i18n import current_language, join_choices
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, clean_line, clean_text, fold
from profiles.fields import FIELDS, LISTS, MOST_VALUES, Visibility
from profiles.forms.lists import split_list, without_level
from profiles.member import Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cop.vocabulary.concepts import Concept, Vocabulary

T = TypeVar("T")

KEYWORD_LIMIT: Final = 120
WEBSITE_LIMIT: Final = 300

_LINES: Final = ("city", "institution", "unit", "position")
_CHOICES: Final = ("stakeholder", "government_level")
_NOTHING: Final = frozenset({"", "n a", "na na", "none", "null", "unknown"})  # NA alone is Namibia
_RESERVED: Final = frozenset(
    {"admin", "administrator", "moderator", "postmaster", "root", "support", "system", "webmaster"}
)
_VISIBILITIES: Final[Mapping[str, Visibility]] = {
    word: visibility
    for visibility, words in {
        Visibility.PUBLIC: "public everyone publico publique tout le monde todos عام للجميع",
        Visibility.MEMBERS: "members membres miembros membros الاعضاء",
        Visibility.HIDDEN: "hidden private cache oculto prive privado مخفي خاص",
    }.items()
    for word in words.split()
}


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
                if not _is_nothing(cell):
                    self._cells[name] = cell
            elif name in LISTS:
                self._values[name] = cell
            else:
                self._errors[name] = _("One text belongs here, not a list.")

    def form(self) -> MemberForm:
        name = self._try("name", _read_name) or ""
        if not name and "name" not in self._errors:
            self._errors["name"] = _("The name is empty.")
        email = self._try("email", clean_email)
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
            slug=self._note("slug", _read_slug),
            email=email,
            country=country,
            city=lines["city"],
            institution=lines["institution"],
            unit=lines["unit"],
            position=lines["position"],
            stakeholder=choices["stakeholder"],
            government_level=choices["government_level"],
            bio=bio,
            website=self._note("website", _read_website),
            orcid=self._note("orcid", _read_orcid),
            visibility=self._note("visibility", _read_visibility),
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

    def _country(self, text: str) -> str:
        found = self._vocabulary.find(text, "country")
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
        near = self._nearest_country(text)
        if near:
            raise BadText(
                _("We do not know the country “{text}”. Did you mean {near}?").format(
                    text=text, near=near
                )
            )
        raise BadText(_("We do not know the country “{text}”.").format(text=text))

    def _nearest_country(self, text: str) -> str:
        names = {
            fold(label): concept.label(current_language())
            for concept in self._vocabulary.list("country")
            for label in concept.labels.values()
        }
        near = get_close_matches(fold(text), names, n=1, cutoff=0.75)
        return names[near[0]] if near else ""

    def _choice(self, name: str) -> str | None:
        """Read a cell that holds one concept."""
        if name not in self._cells:
            return None
        text = self._cells[name]
        found = self._vocabulary.find(text, FIELDS[name].scheme)
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
        values = split_list(
            self._cells[name], lambda text: bool(self._vocabulary.find(text, scheme))
        )
        tags: dict[str, Tag] = {}
        for value in values:
            tag = self._tag(name, scheme, value)
            if tag:
                tags.setdefault(tag.key or fold(tag.text), tag)
        if len(tags) > MOST_VALUES:
            reason = _("It lists {count} values; the first {most} were kept.").format(
                count=len(tags), most=MOST_VALUES
            )
            self._notes.append(Note(name, self._cells[name], reason))
        return tuple(tags.values())[:MOST_VALUES]

    def _tag(self, name: str, scheme: str, value: str) -> Tag | None:
        text, level = without_level(value) if scheme == "topic" else (value, Tag("").level)
        found = self._vocabulary.find(text, scheme)
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
        return Tag("", words, level) if words else None


def _labels(concepts: Iterable[Concept]) -> list[str]:
    return [concept.label(current_language()) for concept in concepts]


def _is_nothing(cell: str) -> bool:
    return not cell.strip() or fold(cell) in _NOTHING


def _read_name(text: str) -> str:
    name = clean_line(text)
    if name and not any(char.isalpha() for char in name):
        raise BadText(_("A name has letters."))
    if fold(name) in _RESERVED:
        raise BadText(_("“{name}” is not a person's name.").format(name=name))
    return name


def _read_slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > 80:  # noqa: PLR2004
        raise BadText(_("A slug is lower-case letters, digits and hyphens."))
    return text


def _read_website(text: str) -> str:
    line = clean_line(text, WEBSITE_LIMIT)
    address = line if "://" in line else f"https://{line}"
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname:
        raise BadText(_("Give an address that begins with https://."))
    return address


def _read_orcid(text: str) -> str:
    """Return an ORCID iD in its usual form.

    Source: ISO 7064 MOD 11-2, as ORCID uses it for the last character.
    """
    digits = re.sub(r"^https?://orcid\.org/", "", text.strip()).replace("-", "").upper()
    if not re.fullmatch(r"\d{15}[\dX]", digits, re.ASCII):
        raise BadText(_("An ORCID iD has 16 digits: 0000-0002-1825-0097."))
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != digits[15]:
        raise BadText(_("This ORCID iD has a wrong digit."))
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))


def _read_visibility(text: str) -> Visibility:
    visibility = _VISIBILITIES.get(fold(text))
    if visibility is None:
        raise BadText(_("Visibility is public, members or hidden."))
    return visibility
