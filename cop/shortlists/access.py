"""Who may read and change a shortlist: its owner, and who has its link may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from cop.kit.text import as_number
from cop.shortlists.models import Shortlist
from cop.shortlists.sharing import link_of
from profiles.access import see_member

if TYPE_CHECKING:
    from pathlib import Path

    from cop.accounts.viewer import Viewer
    from profiles.member import Member


class NoSuchShortlist(NotFound):
    """There is none, or it is not for this person. The two are not told apart."""

    def __init__(self) -> None:
        super().__init__(_("There is no such list."))


async def access_shortlist(number: str, viewer: Viewer) -> Shortlist:
    """Return a list of the viewer's own.

    Raises:
        NoSuchShortlist: there is none, or it is somebody else's.
    """
    found = Shortlist.filter(id=as_number(number) or 0, account_id=viewer.account_id or 0)
    shortlist = await found.first()
    if shortlist is None:
        raise NoSuchShortlist
    return shortlist


async def access_listed(number: str, slug: str, viewer: Viewer) -> tuple[Shortlist, Member]:
    """Return a list of the viewer's own, and the member `slug` as they see them.

    Raises:
        NoSuchShortlist: there is none, or it is somebody else's.
        NoSuchMember: there is none, or not for this viewer.
    """
    return await access_shortlist(number, viewer), await see_member(slug, viewer)


async def access_shared(token: str, viewer: Viewer, folder: Path) -> Shortlist:
    """Return the list that the token opens, for whoever has it.

    Raises:
        NoSuchShortlist: it opens none, or not any more, or its owner is shut out, or does not exist
            for the viewer.
    """
    link = link_of(token, folder)
    found = Shortlist.filter(link=link, account__banned_at=None) if link else None
    shortlist = await found.first() if found else None
    if shortlist is None or shortlist.account_id in viewer.blocked:
        raise NoSuchShortlist
    return shortlist
