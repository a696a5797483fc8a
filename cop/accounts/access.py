"""Who may change what of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.errors import Forbidden
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from cop.accounts.models import Passkey
    from cop.accounts.viewer import Viewer


class ProofFirst(Forbidden):
    """An administrator's passkeys are changed only by who has shown one of them."""


def check_may_change_passkeys(viewer: Viewer, passkeys: list[Passkey]) -> None:
    """Refuse to let an unproved administrator change the very thing that must prove them.

    Whoever reads an administrator's mail could otherwise add a passkey of their own. The first
    one needs no proof, for there is nothing yet to prove it with.

    Raises:
        ProofFirst: they must show one of their passkeys first.
    """
    if viewer.must_prove and passkeys:
        raise ProofFirst(_("Prove with a passkey who you are before you change your passkeys."))
