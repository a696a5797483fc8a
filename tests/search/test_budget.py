"""A question that takes too long is given up, and the service goes on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from cop.running import make_service
from search.embedded import EmbeddedEngine
from tests.serving import serve, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cop.running import Service
    from search.index import Index, Query, Results


class Stuck(EmbeddedEngine):
    """An engine that answers only when it is let go."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, budget=0.1)
        self.let_go = threading.Event()

    def search(self, index: Index, query: Query) -> Results:
        self.let_go.wait(60)
        return super().search(index, query)


@pytest.fixture
def stuck(service: Service) -> Iterator[Stuck]:
    engine = Stuck(service.settings.cop_data / "stuck")
    yield engine
    engine.let_go.set()
    engine.close()


async def test_a_search_that_takes_too_long_is_given_up(service: Service, stuck: Stuck) -> None:
    async with visit(serve(make_service(service.settings, service.words, stuck))) as client:
        page = await client.get("/members?q=water")
        program = await client.get("/api/v1/members?q=water")

    assert page.status_code == program.status_code == 200
    assert "Search is limited right now" in page.text
    assert program.json()["limited"] is True
