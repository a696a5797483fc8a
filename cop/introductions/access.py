"""Who meets others here, and what the mails about new matches open."""

from __future__ import annotations

from dataclasses import replace
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from cop.accounts.queries import get_account
from cop.contact.access import access_other
from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from cop.kit.secret import sign
from cop.kit.text import as_number
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
    """Return what ends the mails of an account, for whoever has one of them.

    Source: RFC 8058.
    """
    return f"{account_id}-{sign(data, _END, str(account_id))[:40]}"


async def access_digest(token: str, data: Path) -> int:
    """Return the account whose mails the token from one of them ends.

    Raises:
        NotFound: it is not ours, or the account is gone.
    """
    number = as_number(token.partition("-")[0]) or 0
    if not compare_digest(token.encode(), end_token(number, data).encode()):
        raise NotFound(_("There is nothing at this address."))
    return (await get_account(number)).id
