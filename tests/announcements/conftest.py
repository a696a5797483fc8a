"""What tests of announcements may ask for."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from tests.announcements.announcing import Hall
from tests.chapters.forming import form
from tests.people import refresh, settle, sign_in, sign_in_as
from tests.serving import visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.types import ASGIApp

    from cop.running import Service


@pytest.fixture
async def hall(service: Service, app: ASGIApp) -> AsyncGenerator[Hall]:
    people = await settle(service)
    await form(service, "country", "KE", [people[who] for who in ("ada", "bela", "dina")])
    await form(service, "country", "NG", [people["chidi"]])
    await refresh(service)
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(visit(app)) for _each in range(5)]
        who = dict(zip(("ada", "bela", "chidi", "dina"), clients, strict=False))
        accounts = {name: await sign_in_as(who[name], people[name]) for name in who}
        cora = clients[4]
        accounts["cora"] = await sign_in(cora, "Cora", [("coordinator", "kenya")])
        yield Hall(who["ada"], who["bela"], who["chidi"], cora, people, accounts, service)
