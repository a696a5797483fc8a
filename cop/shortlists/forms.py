"""What may be sent about shortlists, and whom to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.kit.errors import Invalid
from cop.kit.forms import read_one
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, clean_line, clean_text
from cop.shortlists.actions.lists import Draft
from cop.shortlists.actions.people import Keeping
from cop.shortlists.models import LONGEST_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.kit.forms import Params

LONGEST_DESCRIPTION: Final = 1_000
LONGEST_NOTE: Final = 500
MOST_AT_ONCE: Final = 50  # people named in one address or form
LONGEST_SLUG: Final = 80
NEW: Final = "new"  # stands for the list that is made


def read_list_form(data: Mapping[str, str]) -> Draft:
    """Return what a list is to be.

    Raises:
        Invalid: it has no name, or something is too long.
    """
    errors: dict[str, str] = {}
    name = _read_name(data.get("name", ""), errors)
    description = _read_text(data, "description", LONGEST_DESCRIPTION, errors)
    if errors:
        raise Invalid(_("The list was not changed."), errors)
    return Draft(name, description, data.get("notes") == "yes")


def read_name(data: Mapping[str, str]) -> str:
    """Return what a new list is to be called.

    Raises:
        Invalid: nothing, or it is too long.
    """
    errors: dict[str, str] = {}
    name = _read_name(data.get("name", ""), errors)
    if errors:
        raise Invalid(_("No list was made."), errors)
    return name


def read_note(data: Mapping[str, str]) -> str:
    """Return a note about somebody.

    Raises:
        Invalid: it is too long.
    """
    errors: dict[str, str] = {}
    text = _read_text(data, "note", LONGEST_NOTE, errors)
    if errors:
        raise Invalid(_("The note was not kept."), errors)
    return text


def read_who(params: Params) -> tuple[str, ...]:
    """Return the members named in an address or a form, each once; what is no name is left out."""
    named = [one for one in params.getlist("who") if one and "\0" not in one]
    return tuple(dict.fromkeys(one for one in named if len(one) <= LONGEST_SLUG))[:MOST_AT_ONCE]


def read_keeping(data: Params) -> Keeping:
    """Return whom to keep where.

    Raises:
        Invalid: nobody is named, or no list.
    """
    errors: dict[str, str] = {}
    slugs, chosen = read_who(data), read_one(data, "list", NEW)
    name = _read_name(read_one(data, "name"), errors) if chosen == NEW else ""
    if not slugs:
        errors["who"] = _("Choose somebody first.")
    if errors:
        raise Invalid(_("Nobody was put on a list."), errors)
    return Keeping(slugs, "" if chosen == NEW else chosen, name)


def _read_name(text: str, errors: dict[str, str]) -> str:
    try:
        name = clean_line(text, LONGEST_NAME)
    except BadText as error:
        errors["name"] = str(error)
        return ""
    if not name:
        errors["name"] = _("Write how the list is called.")
    return name


def _read_text(data: Mapping[str, str], field: str, limit: int, errors: dict[str, str]) -> str:
    try:
        return clean_text(data.get(field, ""), limit)
    except BadText as error:
        errors[field] = str(error)
        return ""
