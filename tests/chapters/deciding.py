"""A chapter, who is to join it, and who decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.accounts.models import Account, ApiToken
from cop.chapters.models.memberships import Membership
from profiles.models import SharedWith
from tests.api.tokens import bearer

if TYPE_CHECKING:
    import httpx2

    from profiles.models import Profile

KENYA = "/chapters/kenya"
DESK = f"{KENYA}/desk"
REQUESTS = f"{KENYA}/requests"


@dataclass(frozen=True, slots=True)
class Desk:
    """Bela, who is to join the chapter of Kenya, and Cora, who coordinates it; a browser each."""

    bela: httpx2.AsyncClient
    cora: httpx2.AsyncClient
    people: dict[str, Profile]
    cora_id: int

    async def rule(self, joining: str) -> None:
        answer = await self.cora.post(f"{KENYA}/joining", data={"joining": joining})
        assert answer.status_code == 303

    async def ask(self, words: str = "I keep the rolls of Kisumu.") -> None:
        answer = await self.bela.post(f"{KENYA}/join", data={"words": words})
        assert answer.status_code == 303

    async def decide(self, deed: str, words: str = "") -> int:
        data = {"who": "bela", "deed": deed, "words": words}
        return (await self.cora.post(REQUESTS, data=data)).status_code

    async def token(self, reach: str = "chapters") -> dict[str, str]:
        """Return the header that calls as Cora; another each time."""
        account = await Account.get(id=self.cora_id)
        return await bearer(account, reach, f"cop_{await ApiToken.all().count()}")

    async def own(self, deed: str) -> None:
        assert (await self.bela.post(f"{KENYA}/place", data={"deed": deed})).status_code == 303

    async def state(self) -> str:
        row = await Membership.get_or_none(profile_id=self.people["bela"].id)
        return row.state if row else ""

    async def is_open(self) -> bool:
        """Say whether Cora sees what Bela keeps for coordinators."""
        seen = (await self.cora.get("/members/bela")).text
        shared = await SharedWith.exists(profile_id=self.people["bela"].id)
        assert shared is ("bela@example.org" in seen)
        return shared
