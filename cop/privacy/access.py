"""The door to one's own profile, and how others would see it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cop.accounts.models import Account
from cop.accounts.viewer import ANY_MEMBER, ANYONE, Viewer
from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from profiles.access import NoSuchMember, visible
from profiles.queries import find_profile_of

if TYPE_CHECKING:
    from profiles.member import Member
    from profiles.models import Profile

EYES: Final = ("public", "member", "coordinator")


async def access_own_profile(viewer: Viewer) -> Profile:
    """Return the profile of the viewer.

    Raises:
        NoSuchMember: they have none.
    """
    profile = await find_profile_of(viewer.account_id) if viewer.account_id else None
    if profile is None:
        raise NoSuchMember
    return profile


async def access_own_account(viewer: Viewer) -> Account:
    """Return the account of the viewer.

    Raises:
        NotFound: it is gone.
    """
    account = await Account.get_or_none(id=viewer.account_id or 0)
    if account is None:
        raise NotFound(_("There is nothing at this address."))
    return account


def seen_as(profile: Profile, eyes: str, blocked: frozenset[int]) -> tuple[Member | None, Viewer]:
    """Return what the public, a member or a coordinator sees of `profile`, and that viewer.

    Who does not exist for the owner, the `blocked`, is in no count of the preview either.

    Raises:
        NotFound: there is no such kind of viewer.
    """
    viewers = {
        "public": ANYONE,
        "member": ANY_MEMBER,
        "coordinator": Viewer(is_member=True, coordinates=profile.chapters),
    }
    if eyes not in viewers:
        raise NotFound(_("There is nothing at this address."))
    viewer = replace(viewers[eyes], blocked=blocked)
    return visible(profile, viewer), viewer
