"""What may be sent about announcements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.announcements.actions.writing import Deed
from cop.announcements.models import LONGEST_QUESTION, LONGEST_TEXT, LONGEST_TITLE, Often
from cop.announcements.wording import Draft, Words
from cop.kit.errors import Invalid
from cop.kit.forms import Params, read_version
from cop.kit.i18n import LANGUAGES, current_language
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, as_number, clean_line, clean_text
from cop.searches.wording import write_question
from profiles.forms.question import read_question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cop.announcements.models import Announcement

DEEDS: Final = ("test", "send", "stop", "delete")
_SHOWN_BY: Final = {"sort", "page", "ladder", "exact"}  # in an address, and choose nobody


def read_draft(data: Mapping[str, str]) -> Draft:
    """Read what was written, in any of the languages.

    Raises:
        Invalid: nothing was, or half of it, or it cannot be kept.
    """
    errors: dict[str, str] = {}
    words = [one for code in LANGUAGES if (one := _read_words(data, code, errors))]
    if not words and not errors:
        errors[f"title-{current_language()}"] = _("Write a title and a text in one language.")
    question = read_segment(data)
    if errors:
        raise Invalid(next(iter(errors.values())), errors)
    written = [one.language for one in words]
    first = current_language() if current_language() in written else written[0]
    return Draft(words, first, question, is_public=data.get("public") == "yes")


def write_draft(draft: Announcement) -> dict[str, str]:
    """Return a draft as `read_draft` reads it back."""
    asked = Params(draft.question)
    is_text = [*asked] == ["q"]
    said = {
        f"{name}-{code}": words[name]
        for code, words in draft.words.items()
        for name in ("title", "text")
    }
    return {
        **said,
        "q": asked["q"] if is_text else "",
        "to": "" if is_text else draft.question,
        "public": "yes" if draft.is_public else "",
    }


def read_segment(data: Mapping[str, str]) -> str:
    """Read whom it is for: own words to the directory, else a question that was chosen.

    Raises:
        Invalid: it cannot be kept.
    """
    words, chosen = data.get("q", "").strip(), data.get("to", "")
    asked = Params({"q": words} if words else chosen)
    question = read_question(asked)
    written = write_question(question)
    if question.is_cut or len(written) > LONGEST_QUESTION:  # for more people than was said
        reason = _("This question is too long to be kept. Use fewer filters.")
        raise Invalid(reason, {"q" if words else "to": reason})
    said = {name for name, value in asked.multi_items() if value.strip()}
    if lost := said - {*Params(written)} - _SHOWN_BY:  # without it, it would be for more people
        reason = _("The directory cannot choose by “{name}”.").format(name=min(lost))
        raise Invalid(reason, {"to": reason})
    return written


def read_deed(data: Mapping[str, str]) -> Deed:
    """Read what shall be done with an announcement.

    Raises:
        Invalid: it is nothing that can be done, or it would be sent without a word of what was
            looked at.
    """
    deed = data.get("deed", "")
    if deed not in DEEDS:
        raise Invalid(_("Choose what to do."))
    version = read_version(data)
    if deed == "send" and not version:
        reason = _("This form cannot be read. Open the page again.")
        raise Invalid(reason, {"version": reason})
    return Deed(deed, version)


def read_often(data: Mapping[str, str]) -> Often:
    """Read how somebody wants announcements.

    Raises:
        Invalid: nothing was chosen.
    """
    often = data.get("often", "")
    if often not in set(Often):
        raise Invalid(_("Choose how you want to get announcements."))
    return Often(often)


def read_switch(data: Mapping[str, str]) -> tuple[int, bool]:
    """Read which list, 0 for the whole community, is turned on or off.

    Raises:
        Invalid: it says no such thing.
    """
    number, turn = as_number(data.get("list", "")), data.get("turn", "")
    if number is None or turn not in {"on", "off"}:
        raise Invalid(_("This form cannot be read. Open the page again."))
    return number, turn == "on"


def _read_words(data: Mapping[str, str], code: str, errors: dict[str, str]) -> Words | None:
    def cleaned(name: str, clean: Callable[[str, int], str], most: int) -> str:
        try:
            return clean(data.get(f"{name}-{code}", ""), most)
        except BadText as error:
            errors[f"{name}-{code}"] = str(error)
            return ""

    title = cleaned("title", clean_line, LONGEST_TITLE)
    text = cleaned("text", clean_text, LONGEST_TEXT)
    if title and not text:
        errors.setdefault(f"text-{code}", _("Write the text, too."))
    if text and not title:
        errors.setdefault(f"title-{code}", _("Give it a title, too."))
    return Words(code, title, text) if title and text else None
