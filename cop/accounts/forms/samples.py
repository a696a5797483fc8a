"""What may be sent when signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from cop.kit.text import as_number

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_sample_choice(form: Mapping[str, str]) -> int:
    """Return the id of the sample account that was chosen.

    Raises:
        NotFound: it is no id.
    """
    number = as_number(form.get("account", ""))
    if number is None:
        raise NotFound(_("There is no such sample account."))
    return number
