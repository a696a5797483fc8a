"""What may be sent about personal access tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from cop.kit.i18n import mark
from cop.kit.text import BadText, clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping

REACHES: Final = {
    "public": mark("What everyone sees"),
    "members": mark("What members see"),
    "own": mark("All that I see myself"),
    "chapters": mark("All that I see myself, and to decide about members of my chapters"),
    "deeds": mark("All that I see myself, and all that I do in chapters and at their meetings"),
}
DAYS: Final = (30, 90, 365, 0)  # 0 is for ever
LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class TokenForm:
    """A token that somebody wants.

    Attributes:
        name: what for, so that its owner knows it later.
        reach: a key of `REACHES`.
        days: how long it works, 0 for ever.
    """

    name: str
    reach: str
    days: int


def read_token_form(form: Mapping[str, str]) -> TokenForm:
    """Return the token that was asked for.

    Raises:
        Invalid: a field says nothing that it may.
    """
    errors: dict[str, str] = {}
    name = _read_name(form.get("name", ""), errors)
    reach, days = form.get("reach", ""), form.get("days", "")
    if reach not in REACHES:
        errors["reach"] = _("Choose how far it reaches.")
    if days not in map(str, DAYS):
        errors["days"] = _("Choose how long it works.")
    if errors:
        raise Invalid(_("No token was made."), errors)
    return TokenForm(name, reach, int(days))


def _read_name(text: str, errors: dict[str, str]) -> str:
    try:
        name = clean_line(text, LONGEST_NAME)
    except BadText as error:
        errors["name"] = str(error)
        return ""
    if not name:
        errors["name"] = _("Write what the token is for.")
    return name
