"""Which block is to be lifted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_block(data: Mapping[str, str]) -> int:
    """Return the id of a block.

    Raises:
        Invalid: it is none.
    """
    number = data.get("block", "")
    if not (number.isascii() and number.isdecimal() and len(number) <= 9):  # noqa: PLR2004
        raise Invalid(_("Choose whom to unblock."))
    return int(number)
