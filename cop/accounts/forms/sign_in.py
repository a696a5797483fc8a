"""What may be sent to prove an address."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.email import clean_email
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText
from cop.kit.web import local_path

if TYPE_CHECKING:
    from collections.abc import Mapping

DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class DigitsForm:
    """Six digits of a mail, and where to go with them."""

    digits: str
    next: str


def read_email(form: Mapping[str, str]) -> str:
    """Return the address that was typed, as it is to be kept.

    Raises:
        Invalid: it is none.
    """
    try:
        email = clean_email(form.get("email", ""))
    except BadText as error:
        raise _refused("email", str(error)) from error
    if not email:
        raise _refused("email", _("Write your e-mail address."))
    return email


def read_digits_form(form: Mapping[str, str]) -> DigitsForm:
    """Return the digits, whatever script and spaces they were typed with.

    Raises:
        Invalid: they are not six.
    """
    typed = "".join(form.get("digits", "")[:100].split()).replace("-", "")
    digits = "".join(str(unicodedata.decimal(char, "?")) for char in typed)
    if len(digits) != DIGITS or "?" in digits:
        raise _refused("digits", _("Write the six digits of the mail."))
    return DigitsForm(digits, read_next(form))


def read_next(form: Mapping[str, str]) -> str:
    """Return where to go after signing in: always a place of ours."""
    return local_path(form.get("next"))


def _refused(field: str, reason: str) -> Invalid:
    return Invalid(reason, {field: reason})
