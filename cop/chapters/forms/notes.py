"""What may be noted about a member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.chapters.actions.notes import LONGEST
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, clean_text

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_note(form: Mapping[str, str]) -> str:
    """Read a note.

    Raises:
        Invalid: it is empty, or cannot be kept.
    """
    try:
        text = clean_text(form.get("note", ""), LONGEST)
    except BadText as error:
        raise Invalid(str(error), {"note": str(error)}) from error
    if not text:
        reason = _("Write a few words.")
        raise Invalid(reason, {"note": reason})
    return text
