"""What lies in the outbox, for those who may look.

Where the service runs for this machine only, everybody reads everything: it is how one signs in
without a mail server. Elsewhere nobody reads other people's mail, for it holds what signs them in;
administrators see only whether it goes out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from cop.kit.outbox import find_mail, list_mail
from cop.kit.text import as_number

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.kit.outbox import Mail
    from cop.kit.settings import Settings

SHOWN: Final = 100


class LocalOnly(NotFound):
    """There is such a page only where nobody else can reach it."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing at this address."))


async def see_outbox(settings: Settings, viewer: Viewer) -> list[Mail]:
    """Return the newest mails.

    Raises:
        LocalOnly: others can reach this service, and the viewer does not administer it.
    """
    if not (settings.is_local or viewer.is_administrator):
        raise LocalOnly
    return await list_mail(SHOWN)


async def see_mail(settings: Settings, number: str) -> Mail:
    """Return one mail with its words.

    Raises:
        LocalOnly: others can reach this service, or there is no such mail.
    """
    mail = await find_mail(as_number(number) or 0) if settings.is_local else None
    if mail is None:
        raise LocalOnly
    return mail
