"""What may be sent about who edits for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.email import clean_email
from cop.kit.errors import Invalid
from cop.kit.forms import read_id
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_assistant(form: Mapping[str, str]) -> str:
    """Return the e-mail address of the one who is asked.

    Raises:
        Invalid: it is none.
    """
    try:
        email = clean_email(form.get("assistant", ""))
    except BadText as error:
        raise Invalid(str(error), {"assistant": str(error)}) from error
    if not email:
        message = _("Give one e-mail address.")
        raise Invalid(message, {"assistant": message})
    return email


def read_delegation(form: Mapping[str, str]) -> int:
    """Return the id of the delegation that is meant.

    Raises:
        NotFound: it is no id.
    """
    return read_id(form.get("delegation", ""))
