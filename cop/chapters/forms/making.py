"""What may be sent to make a chapter by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.chapters.actions.making import LONGEST_NAME, Wanted
from cop.chapters.models.chapters import LONGEST_SCOPE, Kind
from cop.chapters.scopes import Part, write_scope
from cop.kit.errors import Invalid
from cop.kit.i18n import LANGUAGES, mark
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, clean_line
from cop.vocabulary.regions import list_region_schemes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.kit.forms import Params
    from cop.vocabulary.concepts import Vocabulary

KINDS: Final[Mapping[Kind, str]] = {
    Kind.REGIONAL: mark("A region"),
    Kind.COUNTRY: mark("A country"),
    Kind.THEMATIC: mark("A theme"),
    Kind.BRIDGE: mark("Two sectors"),
    Kind.FREE: mark("Something else"),
}
_A_PAIR: Final = 2
_FIELDS: Final[Mapping[Kind, str]] = {  # where it is said what it is about
    Kind.REGIONAL: "region",
    Kind.COUNTRY: "country",
    Kind.THEMATIC: "group",
    Kind.BRIDGE: "sector",
}
_MISSING: Final[Mapping[Kind, str]] = {
    Kind.REGIONAL: mark("Choose a region."),
    Kind.COUNTRY: mark("Choose a country."),
    Kind.THEMATIC: mark("Choose a group of topics or a sector."),
    Kind.BRIDGE: mark("Choose two sectors."),
}


def read_kind(text: str) -> Kind:
    """Read what kind of chapter is wanted; a regional one where nothing is said."""
    return Kind(text) if text in KINDS else Kind.REGIONAL


def read_wanted(form: Params, vocabulary: Vocabulary) -> Wanted:
    """Read which chapter is wanted.

    Raises:
        Invalid: what it is about is missing or unknown, or its name cannot be kept.
    """
    kind, names = read_kind(form.get("kind", "")), _read_names(form)
    if kind is Kind.FREE:
        if not names:
            raise _refusal("name-en", _("Give it a name, in one language at least."))
        return Wanted.free(names)
    scope = write_scope(kind, _read_part(kind, form, vocabulary), _read_within(form, vocabulary))
    if len(scope) > LONGEST_SCOPE:
        raise _refusal(_FIELDS[kind], _("These are too many at once."))
    return Wanted(kind, scope, names)


def _read_part(kind: Kind, form: Params, vocabulary: Vocabulary) -> Part:
    """Read what it is about, in the pickers of its kind."""
    sectors = _read_keys("sector", "sector", form, vocabulary)
    groups = _read_keys("group", "topic-group", form, vocabulary)
    found = {
        Kind.REGIONAL: _read_region("region", form, vocabulary),
        Kind.COUNTRY: _read_keys("country", "country", form, vocabulary),
        Kind.THEMATIC: groups or sectors,
        Kind.BRIDGE: sectors if sectors and len(sectors.keys) == _A_PAIR else None,
    }[kind]
    if found is None:
        raise _refusal(_FIELDS[kind], _(_MISSING[kind]))
    if kind is Kind.THEMATIC and groups and sectors:
        raise _refusal("group", _("Choose groups of topics or sectors, not both."))
    return found


def _read_within(form: Params, vocabulary: Vocabulary) -> Part | None:
    is_thematic = form.get("kind") == Kind.THEMATIC
    return _read_region("within", form, vocabulary) if is_thematic else None


def _read_region(name: str, form: Params, vocabulary: Vocabulary) -> Part | None:
    """Read a region of any scheme, which stands before it: "wb-region:ssf"."""
    scheme, _colon, key = form.get(name, "").partition(":")
    is_known = scheme in list_region_schemes(vocabulary) and vocabulary.get(scheme, key)
    return Part(scheme, (key,)) if is_known else None


def _read_keys(name: str, scheme: str, form: Params, vocabulary: Vocabulary) -> Part | None:
    keys = [key for key in form.getlist(name) if vocabulary.get(scheme, key)]
    return Part(scheme, tuple(keys)) if keys else None


def _read_names(form: Params) -> dict[str, str]:
    names: dict[str, str] = {}
    for language in LANGUAGES:
        try:
            name = clean_line(form.get(f"name-{language}", ""), LONGEST_NAME)
        except BadText as error:
            raise _refusal(f"name-{language}", str(error)) from error
        if name:
            names[language] = name
    return names


def _refusal(name: str, reason: str) -> Invalid:
    return Invalid(reason, {name: reason})
