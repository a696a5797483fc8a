"""Who is suggested to somebody, what they answer, and time that passes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from cop.introductions.actions.digest import mail_matches
from cop.introductions.models import Digest, Suggested
from cop.kit.clock import now
from profiles.actions.members import create_profiles
from tests.people import like, refresh, tags

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

_SUGGESTED = re.compile(r'action="/matches/with/([\w-]+)"')


async def settle_company(service: Service) -> None:
    """Let Esi join, so that there is a topic that not everybody knows."""
    await create_profiles(
        [like("chidi", "esi", {"expertise": tags("local-elections")})], published=True
    )
    await refresh(service)


async def suggested(client: httpx2.AsyncClient, query: str = "") -> list[str]:
    """Return the slugs of those whom the page suggests, the best first."""
    page = await client.get(f"/matches{query}")
    assert page.status_code == 200, page.text
    return _SUGGESTED.findall(page.text)


async def answer(
    client: httpx2.AsyncClient, slug: str, answer: str, **more: str
) -> httpx2.Response:
    """Answer about somebody through the form of the page."""
    return await client.post(f"/matches/with/{slug}", data={"answer": answer, **more})


async def pass_days(days: int) -> None:
    """Let so many days go by for all that was answered, told and waits."""
    by = timedelta(days=days)
    for row in await Suggested.all():
        row.answered_at = row.answered_at and row.answered_at - by
        row.told_at = row.told_at and row.told_at - by
        await row.save()
    for digest in await Digest.all():
        digest.due_at -= by
        await digest.save()


async def mail(service: Service) -> int:
    """Mail whose turn it is."""
    return await mail_matches(service.settings, service.post, service.matcher, service.vocabulary)


async def want_mail(client: httpx2.AsyncClient) -> None:
    """Ask on the page of matches to be told of new ones."""
    response = await client.post("/matches/mail", data={"mail": "on"})
    assert response.status_code == 303, response.text


async def put_off_mail() -> None:
    """Let it be everybody's turn."""
    await Digest.all().update(due_at=now())
