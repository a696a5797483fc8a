"""Blocking: for each other, the two do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import Block
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer


class NobodyThere(Conflict):
    """The profile was brought in and nobody has taken it over."""

    def __init__(self) -> None:
        super().__init__(_("Nobody signs in with this profile yet, so there is nobody to block."))


async def block_account(viewer: Viewer, account_id: int | None) -> None:
    """Let the two not exist for each other from the next request on; twice is once.

    Raises:
        NobodyThere: nobody stands behind the profile.
    """
    if account_id is None:
        raise NobodyThere
    block = Block(account_id=viewer.account_id, blocked_id=account_id)
    await Block.bulk_create([block], ignore_conflicts=True)


async def lift_block(viewer: Viewer, block_id: int) -> None:
    """Take a block of one's own back; one that is not there is no error."""
    await Block.filter(id=block_id, account_id=viewer.account_id).delete()
