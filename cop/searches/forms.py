"""What may be sent about saved searches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cop.kit.errors import Invalid
from cop.kit.forms import Params, read_id
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, clean_line
from cop.searches.models import LONGEST_NAME, LONGEST_QUESTION, Often
from cop.searches.wording import write_question
from profiles.forms.question import read_question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from profiles.question import Question

FEED_DEEDS: Final = {"renew": True, "end": False}


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A question to be kept, as it stands in an address, and what it shall be called."""

    question: str
    name: str


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """What a search shall be called from now on, and how often its owner wants to be told."""

    name: str
    often: Often


def read_search_form(data: Mapping[str, str]) -> SearchForm:
    """Read a question and its name; neither its page nor its order is kept.

    Raises:
        Invalid: it asks nothing, cannot be kept, or has no name.
    """
    asked = read_question(Params(data.get("question", "")))
    try:
        asked = _clean(asked)
    except BadText as error:
        raise Invalid(str(error)) from error
    written = write_question(asked)
    if not (asked.text or asked.filters):
        raise Invalid(_("Ask the directory something first, then save it."))
    if len(written) > LONGEST_QUESTION:
        raise Invalid(_("This question is too long to be kept. Use fewer filters."))
    return SearchForm(written, _read_name(data))


def read_change_form(data: Mapping[str, str]) -> ChangeForm:
    """Read a name and how often.

    Raises:
        Invalid: there is no name, or it says no such thing.
    """
    often = data.get("often", "")
    if often not in set(Often):
        raise Invalid(_("Choose how often you want to be told."))
    return ChangeForm(_read_name(data), Often(often))


def read_feed_form(data: Mapping[str, str]) -> bool:
    """Say whether the feed gets a new address; otherwise it ends.

    Raises:
        Invalid: it says neither.
    """
    deed = data.get("feed", "")
    if deed not in FEED_DEEDS:
        raise Invalid(_("This form cannot be read. Open the page again."))
    return FEED_DEEDS[deed]


def read_unanswered_form(data: Mapping[str, str]) -> int:
    """Return which question an editor is done with.

    Raises:
        NotFound: there can be none with this number.
    """
    return read_id(data.get("question", ""))


def _clean(asked: Question) -> Question:
    """Return the question without what cannot be shown or stand in a feed."""
    filters = {facet: tuple(map(clean_line, values)) for facet, values in asked.filters.items()}
    return replace(asked, text=clean_line(asked.text), filters=filters)


def _read_name(data: Mapping[str, str]) -> str:
    try:
        name = clean_line(data.get("name", ""), LONGEST_NAME)
    except BadText as error:
        raise Invalid(str(error)) from error
    if not name:
        raise Invalid(_("Write what the search shall be called."))
    return name
