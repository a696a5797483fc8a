"""The chapter of Kenya meets: who is there to see it, and forms as they are sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cop.accounts.models import Account, ApiToken
from cop.events.models import Meeting
from cop.kit.clock import now
from tests.api.tokens import bearer

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx2

    from profiles.models import Profile

MEETINGS = "/chapters/kenya/meetings"
API = f"/api/v1{MEETINGS}"
ONE = f"{MEETINGS}/1"
LINK = "https://call.example.org/kenya"


@dataclass(frozen=True, slots=True)
class Gathering:
    """Cora coordinates, Ada is a member of the chapter, Bela a member of the network only.

    `guest` has not signed in.
    """

    cora: httpx2.AsyncClient
    ada: httpx2.AsyncClient
    bela: httpx2.AsyncClient
    guest: httpx2.AsyncClient
    people: dict[str, Profile]

    async def plan(self, **changes: Any) -> Meeting:
        """Plan a meeting through the form; in a week, for members, unless `changes` say else."""
        answer = await self.cora.post(MEETINGS, data=sheet(**changes))
        assert answer.status_code == 303, answer.text
        return (
            await Meeting.all()
            .order_by("-id")
            .get_or_none(number=int(answer.headers["location"].rpartition("/")[2]))
            or await Meeting.get()
        )

    async def announce(self, **changes: Any) -> Meeting:
        meeting = await self.plan(**changes)
        assert await self.step("announce") == 303
        return meeting

    async def step(self, step: str) -> int:
        return (await self.cora.post(f"{ONE}/state", data={"step": step})).status_code

    async def edit(self, page: str = "edit", **form: Any) -> httpx2.Response:
        """Send the form of a page as it was shown a moment ago, with `form` in it."""
        shown = await self.read(self.cora, f"{ONE}/{page}")
        sequence = shown.split('name="sequence" value="')[1].split('"')[0]
        data = sheet(**form) if page == "edit" else form
        return await self.cora.post(f"{ONE}/{page}", data=data | {"sequence": sequence})

    async def sum_up(self, summary: str, known: int) -> httpx2.Response:
        """Send what came of the meeting, which had changed `known` times when it was read."""
        data = {"summary": summary, "sequence": str(known)}
        return await self.cora.post(f"{ONE}/summary", data=data)

    async def come(self, who: httpx2.AsyncClient, coming: str = "yes") -> int:
        return (await who.post(f"{ONE}/registration", data={"coming": coming})).status_code

    async def program(
        self, whose: str, path: str, body: Mapping[str, Any] | None = None
    ) -> httpx2.Response:
        """Let somebody's program ask what the API says of meetings, or send it `body`."""
        account = await Account.get(name=whose)
        token = await bearer(account, "deeds", f"cop_{await ApiToken.all().count()}")
        if body is None:
            return await self.guest.get(f"{API}{path}", headers=token)
        return await self.guest.post(f"{API}{path}", json=body, headers=token)

    async def read(self, who: httpx2.AsyncClient, path: str = ONE) -> str:
        answer = await who.get(path)
        return answer.text if answer.status_code == 200 else ""


def plan_of(**changes: Any) -> dict[str, Any]:
    """Return what a program says of a meeting."""
    said = {name: value for name, value in sheet(minutes=90).items() if value}
    return said | changes


def sheet(**changes: Any) -> dict[str, Any]:
    """Return the form of a meeting."""
    day = now() + timedelta(days=7)
    form = {
        "title": "Land rates",
        "description": "We *compare* rolls.",
        "date": f"{day:%Y-%m-%d}",
        "time": "15:30",
        "zone": "Africa/Nairobi",
        "minutes": "90",
        "place": "",
        "link": LINK,
        "capacity": "",
        "audience": "members",
    }
    return {name: value for name, value in (form | changes).items() if value is not None}
