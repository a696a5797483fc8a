"""Who asks: one of each kind of person, with a browser and a token."""

from __future__ import annotations

import itertools
import random
import secrets
from typing import TYPE_CHECKING

from cop.accounts.actions.sessions import begin_session, create_sample_account
from cop.accounts.models import Account
from cop.accounts.queries import find_viewer
from cop.accounts.viewer import ANYONE
from cop.chapters.models.chapters import Chapter
from profiles.actions.members import Draft, create_profiles, give_account
from profiles.models import Profile
from tests.api.tokens import bearer
from tests.people import PEOPLE

if TYPE_CHECKING:
    import httpx2

    from cop.accounts.viewer import Viewer
    from cop.running import Service

ROLES = ("anonymous", "pending", "member", "coordinator", "administrator")
WITH_PROFILE = frozenset({"member", "coordinator", "administrator"})

_numbers = itertools.count()


def fresh(word: str = "new") -> str:
    """Return a word that nobody has used yet."""
    return f"{word}-{next(_numbers)}"


async def make_profile(account: Account | None = None, name: str = "") -> Profile:
    """Create a member whom all may find, who knows what Ada knows."""
    values, lists = PEOPLE["ada"]
    slug = fresh("member")
    own = {"slug": slug, "name": name or secrets.token_hex(8), "email": f"{slug}@example.net"}
    (profile,) = await create_profiles([Draft(values | own, lists)], published=True)
    if account is not None:
        await give_account(profile.id, account)
    return profile


async def make_account(role: str = "", scope: str = "") -> Account:
    """Create an account that can sign in."""
    name = fresh(role or "somebody")
    roles = [(role, scope)] if role else []
    return await create_sample_account(name, f"{name}@example.net", roles)


class Caller:
    """A person of one kind; when they have shut themselves out they come back as another."""

    def __init__(self, role: str, client: httpx2.AsyncClient, service: Service, seed: int) -> None:
        self.role = role
        self.chance = random.Random(seed)
        self.client = client
        self.service = service
        self.token: dict[str, str] = {}
        self.viewer: Viewer = ANYONE
        self._profile_id = 0

    async def renew(self) -> None:
        """Sign in as a new account, with a profile where the kind has one."""
        self.client.cookies.clear()
        if self.role == "anonymous":
            return
        account = await self._account()
        if self.role == "pending":
            await Account.filter(id=account.id).update(joined_at=None)
        if self.role in WITH_PROFILE:
            await self._take_profile(account)
        self.token = await bearer(account, "deeds", fresh("cop_fuzz"))
        session = await begin_session(account)
        self.client.cookies.set("session", session)
        self.viewer = await find_viewer(session)

    async def _take_profile(self, account: Account) -> None:
        """Give the account the profile that the last one had, a new one where it is gone."""
        if await Profile.exists(id=self._profile_id):
            await give_account(self._profile_id, account)
        else:
            self._profile_id = (await make_profile(account)).id

    async def _account(self) -> Account:
        chapter = await Chapter.first() if self.role == "coordinator" else None
        if chapter is not None:
            return await make_account("coordinator", chapter.slug)
        return await make_account("administrator" if self.role == "administrator" else "")

    async def stay(self) -> None:
        """Come back where the last form has signed them out, or changed what they are."""
        if self.role == "anonymous":
            self.client.cookies.clear()
            return
        sessions = {one.value for one in self.client.cookies.jar if one.name == "session"}
        found = await find_viewer(sessions.pop()) if len(sessions) == 1 else None
        if found is None or found != self.viewer:
            await self.renew()
