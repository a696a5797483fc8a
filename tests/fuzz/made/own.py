"""What the caller has: an account, and mostly a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cop.kit.clock import now
from profiles.fields import Visibility
from profiles.models import Profile

if TYPE_CHECKING:
    from tests.fuzz.callers import Caller

Made = dict[str, Any]  # by name: parts of the address, and what the form or the query says


class CannotHave(Exception):
    """This kind of person has nothing of that sort."""


def own_id(caller: Caller) -> int:
    if caller.viewer.account_id is None:
        raise CannotHave
    return caller.viewer.account_id


async def own(caller: Caller) -> Profile:
    """Return the caller's profile, which all may find again."""
    mine = Profile.filter(account_id=own_id(caller))
    seen = {"visibility": Visibility.PUBLIC.value, "published_at": now(), "hidden_at": None}
    if not await mine.update(**seen):
        raise CannotHave
    return await mine.get()


async def own_slug(caller: Caller) -> str:
    return (await own(caller)).slug


async def own_version(caller: Caller) -> str:
    return str((await own(caller)).version)
