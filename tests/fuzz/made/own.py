"""What the caller has: an account, and mostly a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cop.accounts import ending
from cop.accounts.models import Account
from cop.announcements.access import end_token as list_token
from cop.chapters.actions.notices import END
from cop.introductions.access import end_token as digest_token
from cop.kit.clock import now
from cop.searches.access import end_token, feed_token
from cop.searches.models import SavedSearch
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
    mine = await Profile.get_or_none(account_id=own_id(caller))
    if mine is None:
        raise CannotHave
    return await seen(mine)


async def seen(profile: Profile) -> Profile:
    """Let all find the profile."""
    profile.visibility = Visibility.PUBLIC.value
    profile.hidden_at = profile.kept_hidden_at = None
    profile.published_at = profile.published_at or now()
    await profile.save(update_fields=["visibility", "hidden_at", "kept_hidden_at", "published_at"])
    return profile


async def own_slug(caller: Caller) -> str:
    return (await own(caller)).slug


async def own_version(caller: Caller) -> str:
    return str((await own(caller)).version)


async def search(caller: Caller) -> str:
    """Return a search that the caller keeps."""
    return str((await _search(own_id(caller))).id)


async def feed(caller: Caller) -> str:
    return feed_token(await _somebodys_search(caller), caller.service.settings.cop_data)


async def alert(caller: Caller) -> str:
    return end_token(await _somebodys_search(caller), caller.service.settings.cop_data)


async def digest(caller: Caller) -> str:
    """Return what ends the mails about new matches of the caller, or of somebody."""
    return digest_token(await _somebody(caller), caller.service.settings.cop_data)


async def notices(caller: Caller) -> str:
    """Return what ends the mails from chapters to the caller, or to somebody."""
    return ending.end_token(caller.service.settings.cop_data, END, await _somebody(caller))


async def list_end(caller: Caller) -> str:
    """Return what ends the announcements to all members for the caller, or for somebody."""
    return list_token(await _somebody(caller), None, caller.service.settings.cop_data)


async def _somebodys_search(caller: Caller) -> SavedSearch:
    return await _search(await _somebody(caller))


async def _somebody(caller: Caller) -> int:
    return caller.viewer.account_id or (await Account.create(name="Keeper")).id


async def _search(account_id: int) -> SavedSearch:
    kept = await SavedSearch.filter(account_id=account_id).first()
    kept = kept or SavedSearch(account_id=account_id, name="Tax", question="q=tax")
    kept.fed_at = kept.fed_at or now()
    await kept.save()
    return kept
