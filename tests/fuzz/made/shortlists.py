"""The lists of the caller, and those that others have shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.shortlists.models import Shortlist, Shortlisted
from cop.shortlists.sharing import make_link, token_of
from profiles.models import Profile
from tests.fuzz.callers import fresh, make_account
from tests.fuzz.made.members import somebody
from tests.fuzz.made.own import own_id

if TYPE_CHECKING:
    from cop.accounts.models import Account
    from tests.fuzz.callers import Caller
    from tests.fuzz.made.own import Made


async def new_name(_caller: Caller) -> str:
    return fresh("List")


async def own_list(caller: Caller) -> str:
    """Return a list of the caller's with somebody on it; those before go."""
    await Shortlist.filter(account_id=own_id(caller)).delete()
    return str((await _make(caller, account_id=own_id(caller))).id)


async def keeping(caller: Caller) -> Made:
    return {"who": await somebody(caller), "list": await own_list(caller), "next": "/members"}


async def noted(caller: Caller) -> Made:
    return {"number": await own_list(caller), "slug": await somebody(caller)}


async def token(caller: Caller) -> str:
    """Let somebody share a list."""
    link, owner = make_link(), await make_account()
    await _make(caller, account=owner, link=link)
    return token_of(link, caller.service.settings.cop_data)


async def _make(caller: Caller, **values: Account | int | str) -> Shortlist:
    made = await Shortlist.create(name=fresh("List"), **values)
    profile = await Profile.get(slug=await somebody(caller))
    await Shortlisted.create(shortlist=made, profile=profile, note="Ask them.")
    return made
