"""How soon members see their matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.actions.sessions import begin_session, create_sample_account
from cop.introductions.models import Answer, Suggested
from cop.kit.clock import now
from profiles.actions.members import give_account
from profiles.models import Profile
from tests.bench.clocks import spread
from tests.serving import serve, visit

if TYPE_CHECKING:
    from cop.running import Service

MEMBERS = 300
ANSWERED = 40  # about so many others


async def time_matches(service: Service) -> tuple[float, float]:
    """Time the page of matches for members who have answered about some of theirs."""
    profiles = await Profile.filter(account_id=None).order_by("-id").limit(MEMBERS)
    others = await Profile.all().order_by("id").limit(ANSWERED)
    sessions: list[str] = []
    for one in profiles:
        account = await create_sample_account(one.name, f"m{one.id}@example.net", [])
        await give_account(one.id, account)
        said = {"answer": Answer.IRRELEVANT.value, "answered_at": now()}
        rows = [Suggested(account=account, profile=other, **said) for other in others]
        await Suggested.bulk_create(rows)
        sessions.append(await begin_session(account))
    async with visit(serve(service)) as visitor:

        async def look(session: str) -> None:
            visitor.cookies.set("session", session)
            answer = await visitor.get("/matches")
            assert answer.text.count('name="answer" value="later"') == 10

        await look(sessions[0])  # templates are read once
        return await spread(look, sessions)
