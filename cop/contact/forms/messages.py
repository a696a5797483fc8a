"""What may be sent to another member."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cop.contact.actions.messages import Draft
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, clean_text

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS_LIMIT: Final = 2_000
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,40}")


def read_message_form(data: Mapping[str, str]) -> Draft:
    """Return the message that was typed.

    Raises:
        Invalid: it is empty or too long, or the form is none of ours.
    """
    key = data.get("key", "")
    if not _KEY.fullmatch(key):
        raise Invalid(_("This form is out of date. Open the page again."))
    return Draft(read_words(data.get("text", ""), required=True), key)


def read_words(typed: str, *, required: bool, name: str = "text") -> str:
    """Return plain text of up to 2,000 characters.

    Raises:
        Invalid: it cannot be kept, or there is none.
    """
    try:
        text = clean_text(typed, WORDS_LIMIT)
    except BadText as error:
        raise Invalid(str(error), {name: str(error)}) from error
    if required and not text:
        reason = _("Write a few words.")
        raise Invalid(reason, {name: reason})
    return text


def read_switch(data: Mapping[str, str]) -> bool:
    """Return whether members may write: what was chosen.

    Raises:
        Invalid: neither was.
    """
    if data.get("messages") not in {"on", "off"}:
        raise Invalid(_("Choose one of the two."))
    return data["messages"] == "on"
