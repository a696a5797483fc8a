"""Somebody who keeps searches, who joins, and time that passes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cop.kit.clock import now
from cop.kit.outbox import Mail
from cop.searches.actions.alerts import tell_due
from cop.searches.models import SavedSearch
from profiles.actions.members import create_profiles
from tests.people import like

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from profiles.models import Profile

TAX = "q=property+tax"


async def keep(
    client: httpx2.AsyncClient, question: str = TAX, name: str = "Tax", often: str = ""
) -> SavedSearch:
    """Save a question through its form, and ask to be told `often`."""
    response = await client.post("/searches", data={"question": question, "name": name})
    assert response.status_code == 303, response.text
    number = int(response.headers["location"].rpartition("-")[2])
    if often:
        response = await client.post(f"/searches/{number}", data={"name": name, "often": often})
        assert response.status_code == 303
    return await SavedSearch.get(id=number)


async def tell(service: Service) -> int:
    """Tell whose turn it is."""
    return await tell_due(service.settings, service.post, service.engine, service.vocabulary)


async def pass_time(search: SavedSearch, by: timedelta = timedelta(days=31)) -> None:
    """Let a month go by for a search that somebody has looked at."""
    kept = await SavedSearch.get(id=search.id)
    assert kept.looked_at
    await SavedSearch.filter(id=search.id).update(due_at=now(), looked_at=kept.looked_at - by)


async def join(service: Service, *names: str, **values: object) -> list[Profile]:
    """Let these people join, who know of property tax."""
    drafts = [like("chidi", name.lower().replace(" ", "-"), name=name, **values) for name in names]
    made = await create_profiles(drafts, published=True)
    await service.search_sync.rebuild()
    return made


async def mailed() -> str:
    """Return the text of the only mail."""
    return (await Mail.get()).text
