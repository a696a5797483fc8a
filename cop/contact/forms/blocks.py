"""Which block is to be lifted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from cop.kit.text import as_number

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_block(data: Mapping[str, str]) -> int:
    """Return the id of a block.

    Raises:
        Invalid: it is none.
    """
    number = as_number(data.get("block", ""))
    if number is None:
        raise Invalid(_("Choose whom to unblock."))
    return number
