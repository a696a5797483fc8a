"""Who asks: one of each kind of person, with a browser and a token."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from cop.accounts.actions.sessions import begin_session, create_sample_account
from cop.accounts.models import Account
from cop.accounts.queries import find_viewer
from cop.chapters.models import Chapter
from profiles.actions.members import give_account
from profiles.models import Profile
from tests.api.tokens import bearer

if TYPE_CHECKING:
    import httpx2

    from cop.accounts.viewer import Viewer

ROLES = ("anonymous", "pending", "member", "coordinator", "administrator")

_numbers = itertools.count()


class Caller:
    """A person of one kind; when they have shut themselves out they come back as another."""

    def __init__(self, role: str, client: httpx2.AsyncClient) -> None:
        self.role = role
        self.client = client
        self.token: dict[str, str] = {}
        self._viewer: Viewer | None = None

    async def renew(self) -> None:
        """Sign in as a new account, with a profile where the kind has one."""
        self.client.cookies.clear()
        if self.role == "anonymous":
            return
        number = next(_numbers)
        account = await create_sample_account(
            f"{self.role} {number}", f"{self.role}-{number}@example.net", await self._roles()
        )
        if self.role == "pending":
            await Account.filter(id=account.id).update(joined_at=None)
        free = await Profile.filter(account_id=None, published_at__not_isnull=True).first()
        if free is not None and self.role in {"member", "coordinator"}:
            await give_account(free.id, account)
        self.token = await bearer(account, token=f"cop_fuzz_{number}")
        await self._sign_in(account)

    async def _roles(self) -> list[tuple[str, str]]:
        if self.role == "administrator":
            return [("administrator", "")]
        chapter = await Chapter.first() if self.role == "coordinator" else None
        return [("coordinator", chapter.slug)] if chapter else []

    async def _sign_in(self, account: Account) -> None:
        session = await begin_session(account)
        self.client.cookies.set("session", session)
        self._viewer = await find_viewer(session)

    async def stay(self) -> None:
        """Come back where the last form has signed them out, or changed what they are."""
        if self.role == "anonymous":
            self.client.cookies.clear()
            return
        sessions = {one.value for one in self.client.cookies.jar if one.name == "session"}
        found = await find_viewer(sessions.pop()) if len(sessions) == 1 else None
        if found is None or found != self._viewer:
            await self.renew()
