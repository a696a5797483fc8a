"""Who meets others here, and what the mails about new matches open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cop.accounts import ending
from cop.contact.access import access_other
from profiles.access import NoSuchMember, see_own

if TYPE_CHECKING:
    from pathlib import Path

    from cop.accounts.viewer import Viewer
    from cop.contact.access import Other
    from profiles.member import Member

_END: Final = "end of new matches by mail"


def as_member(viewer: Viewer) -> Viewer:
    """Return `viewer` as one member among others.

    What one sees as a coordinator or an administrator is no matter of meeting: words about it would
    be passed on.
    """
    return replace(viewer, is_administrator=False, coordinates=frozenset())


async def access_match(slug: str, viewer: Viewer) -> Other:
    """Return the member `slug`, whom `viewer` may meet.

    Raises:
        NoSuchMember: there is none, or not for any member.
        IsOneself: it is the viewer.
    """
    return await access_other(slug, as_member(viewer))


async def find_asker(viewer: Viewer) -> Member | None:
    """Return who is to meet others, as they see themselves; None for guests and newcomers."""
    try:
        return await see_own(viewer) if viewer.is_member else None
    except NoSuchMember:
        return None


async def access_asker(viewer: Viewer) -> Member:
    """Return who is to meet others, as they see themselves.

    Raises:
        NoSuchMember: they have no profile, or are no member.
    """
    asker = await find_asker(viewer)
    if asker is None:
        raise NoSuchMember
    return asker


def end_token(account_id: int, data: Path) -> str:
    """Return what ends the mails of an account, for whoever has one of them."""
    return ending.end_token(data, _END, account_id)


async def access_digest(token: str, data: Path) -> int:
    """Return the account whose mails the token from one of them ends.

    Raises:
        NotFound: it is not ours, or the account is gone.
    """
    return await ending.access_end(data, _END, token)
