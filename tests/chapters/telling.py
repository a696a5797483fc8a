"""Mails from chapters: chosen, waiting and told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cop.chapters.actions.gathering import tell_gathered
from cop.chapters.models.notices import Notice
from cop.kit.clock import now
from cop.kit.outbox import Mail

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

CORA, BELA = "cora@example.net", "own-bela@example.org"


async def choose(client: httpx2.AsyncClient, often: str, **chapters: str) -> None:
    data = {"often": often} | {f"often-{slug}": value for slug, value in chapters.items()}
    assert (await client.post("/account/notices", data=data)).status_code == 303


async def tell(service: Service) -> int:
    """Let the hour pass at which what waits is due."""
    await Notice.all().update(due_at=now() - timedelta(minutes=1))
    return await tell_gathered(service.post, service.vocabulary)


async def subjects(recipient: str) -> list[str]:
    return [one.subject for one in await Mail.filter(recipient=recipient).order_by("id")]
