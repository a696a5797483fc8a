"""What tests of joining may ask for."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from tests.chapters.deciding import Desk
from tests.chapters.forming import form
from tests.people import settle, sign_in, sign_in_as
from tests.serving import visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.types import ASGIApp

    from cop.running import Service


@pytest.fixture
async def desk(service: Service, app: ASGIApp) -> AsyncGenerator[Desk]:
    people = await settle(service)
    await form(service, "country", "KE", [people["ada"]])
    async with AsyncExitStack() as stack:
        bela, cora = [await stack.enter_async_context(visit(app)) for _each in range(2)]
        await sign_in_as(bela, people["bela"])
        cora_id = await sign_in(cora, "Cora", [("coordinator", "kenya")])
        yield Desk(bela, cora, people, cora_id)
