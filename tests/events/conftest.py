"""What tests of meetings may ask for."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from tests.chapters.forming import form
from tests.events.gathering import Gathering
from tests.people import settle, sign_in, sign_in_as
from tests.serving import visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.types import ASGIApp

    from cop.running import Service


@pytest.fixture
async def gathering(service: Service, app: ASGIApp) -> AsyncGenerator[Gathering]:
    people = await settle(service)
    await form(service, "country", "KE", [people["dina"]])
    async with AsyncExitStack() as stack:
        cora, ada, bela, guest = [await stack.enter_async_context(visit(app)) for _each in "1234"]
        await sign_in(cora, "Cora", [("coordinator", "kenya")])
        await sign_in_as(ada, people["ada"])
        await sign_in_as(bela, people["bela"])
        assert (await ada.post("/chapters/kenya/join")).status_code == 303
        yield Gathering(cora, ada, bela, guest, people)
